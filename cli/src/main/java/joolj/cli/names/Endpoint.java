// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import joolj.address.IpText;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;

/**
 * A transport address as text.
 *
 * @param host name or address
 * @param service name, port or ICMP identifier
 */
public record Endpoint(String host, String service) {
    /** The numbers themselves. */
    public static Endpoint numeric(TransportAddress6 address) {
        return new Endpoint(IpText.format6(address.high(), address.low()), Integer.toString(address.port()));
    }

    /** The numbers themselves. */
    public static Endpoint numeric(TransportAddress4 address) {
        return new Endpoint(IpText.format4(address.address()), Integer.toString(address.port()));
    }

    /** Two fields of CSV. */
    public String csv() {
        return host + "," + service;
    }

    /** {@code host#service}. */
    @Override
    public String toString() {
        return host + "#" + service;
    }
}
