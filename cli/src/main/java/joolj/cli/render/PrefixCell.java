// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/** Prefixes as cells of a table: the slashes of a column stand below each other. */
final class PrefixCell {
    /** Characters of a cell with an IPv4 prefix. */
    static final int WIDTH4 = 18;
    /** Characters of a cell with an IPv6 prefix. */
    static final int WIDTH6 = 43;

    private static final int LENGTH4 = 2;
    private static final int LENGTH6 = 3;

    private PrefixCell() {}

    /** The cell of an IPv4 prefix. */
    static String of(Ipv4Prefix prefix) {
        return cell(IpText.format4(prefix.address()), prefix.length(), WIDTH4, LENGTH4);
    }

    /** The cell of an IPv6 prefix. */
    static String of(Ipv6Prefix prefix) {
        return cell(IpText.format6(prefix.high(), prefix.low()), prefix.length(), WIDTH6, LENGTH6);
    }

    private static String cell(String address, int length, int width, int lengthWidth) {
        StringBuilder cell = Grid.right(new StringBuilder(width), address, width - 1 - lengthWidth);
        cell.append('/').append(length);
        return cell.append(" ".repeat(width - cell.length())).toString();
    }
}
