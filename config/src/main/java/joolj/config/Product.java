// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Optional;

/** The three translators; each has instances, globals and a drop-in program name of its own. */
public enum Product {
    /** Stateful NAT64, RFC 6146. */
    NAT64("nat64", "jool"),
    /** Stateless translation, RFC 7915, with explicit address mappings, RFC 7757. */
    SIIT("siit", "jool_siit"),
    /** Mapping of address and port using translation, RFC 7599. */
    MAPT("mapt", "jool_mapt");

    private final String label;
    private final String program;

    Product(String label, String program) {
        this.label = label;
        this.program = program;
    }

    /** The word that selects the product on the command line of jool-j and names it in control messages. */
    public String label() {
        return label;
    }

    /** The name of Jool's client program for this product. */
    public String program() {
        return program;
    }

    /** Finds the product that has exactly this label, or nothing. */
    public static Optional<Product> labelled(String label) {
        for (Product product : values()) {
            if (product.label.equals(label)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }
}
