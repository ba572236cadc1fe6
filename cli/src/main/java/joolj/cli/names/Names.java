// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;

/** Decides how transport addresses are shown. */
public interface Names {
    /** Shows the numbers. */
    Names NUMERIC = new Names() {
        @Override
        public Endpoint of(TransportAddress6 address, L4Protocol protocol) {
            return Endpoint.numeric(address);
        }

        @Override
        public Endpoint of(TransportAddress4 address, L4Protocol protocol) {
            return Endpoint.numeric(address);
        }
    };

    /** Text for an IPv6 transport address. */
    Endpoint of(TransportAddress6 address, L4Protocol protocol);

    /** Text for an IPv4 transport address. */
    Endpoint of(TransportAddress4 address, L4Protocol protocol);
}
