// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import joolj.config.Product;

/**
 * Which program the user started. The drop-in names take exactly Jool's grammar for their product; jool-j takes more.
 *
 * @param name as in help texts
 * @param product the product of a drop-in name, the default product of jool-j
 * @param dropIn whether this stands in for a program of Jool
 */
public record Program(String name, Product product, boolean dropIn) {
    /** The program's own name. */
    public static final String OWN_NAME = "jool-j";
    /** What the drop-in programs answer to {@code --version}. */
    public static final String JOOL_VERSION = "4.1.9.0";

    /** Recognises the program by the last part of its name; an unknown name is taken for {@link #OWN_NAME}. */
    public static Program named(String name) {
        for (Product product : Product.values()) {
            if (product.program().equals(name)) {
                return new Program(name, product, true);
            }
        }
        return new Program(OWN_NAME, Product.NAT64, false);
    }

    /** What {@code --version} prints. */
    public String version() {
        if (dropIn) {
            return JOOL_VERSION;
        }
        String release = Program.class.getPackage().getImplementationVersion();
        return OWN_NAME + " " + (release == null ? "(unpackaged)" : release) + ", command line of Jool " + JOOL_VERSION;
    }
}
