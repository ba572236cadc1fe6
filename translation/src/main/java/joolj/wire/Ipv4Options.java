// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;

/** The options of an IPv4 header, RFC 791 § 3.1. */
public final class Ipv4Options {
    private static final int END_OF_LIST = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    /** Octets of an option's kind and length, the least that its length may say. */
    private static final int LEAST_LENGTH = 2;

    private Ipv4Options() {}

    /**
     * Whether a loose or strict source route is unexpired, that is, its pointer does not lie behind its end. The walk
     * ends at the first option whose length makes no sense.
     *
     * @param packet big-endian
     * @param start index of the first octet of the options
     * @param end index behind the last one
     */
    public static boolean hasUnexpiredSourceRoute(ByteBuffer packet, int start, int end) {
        int at = start;
        while (at < end) {
            int kind = packet.get(at) & 0xff;
            if (kind == END_OF_LIST) {
                return false;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? packet.get(at + 1) & 0xff : 0;
            if (length < LEAST_LENGTH) {
                return false;
            }
            boolean sourceRoute = kind == LOOSE_SOURCE_ROUTE || kind == STRICT_SOURCE_ROUTE;
            if (sourceRoute && at + 2 < end && (packet.get(at + 2) & 0xff) <= length) {
                return true;
            }
            at += length;
        }
        return false;
    }
}
