// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import joolj.address.AddressFormatException;
import joolj.address.IpText;

/** An address of either protocol, as control messages carry it. The text of one is what {@link #parse} reads. */
public sealed interface IpAddress {
    /**
     * An IPv6 address.
     *
     * @param high the first eight octets, big-endian
     * @param low the last eight octets, big-endian
     */
    record Six(long high, long low) implements IpAddress {
        @Override
        public String toString() {
            return IpText.format6(high, low);
        }
    }

    /**
     * An IPv4 address.
     *
     * @param address big-endian
     */
    record Four(int address) implements IpAddress {
        @Override
        public String toString() {
            return IpText.format4(address);
        }
    }

    /**
     * Reads an address: with a colon it is IPv6, otherwise IPv4.
     *
     * @throws AddressFormatException if the text is anything else
     */
    static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            return new Four(IpText.parse4(text));
        }
        long[] halves = IpText.parse6(text);
        return new Six(halves[0], halves[1]);
    }
}
