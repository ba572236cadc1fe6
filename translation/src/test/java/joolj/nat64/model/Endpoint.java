// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

/** A transport address, or an address and an ICMP identifier; written as Jool writes it. */
record Endpoint(String address, int port) {
    @Override
    public String toString() {
        return address + "#" + port;
    }
}
