// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import static joolj.translation.TestPackets.icmp;
import static joolj.translation.TestPackets.ipv4;
import static joolj.translation.TestPackets.ipv6;
import static joolj.translation.TestPackets.payload;
import static joolj.translation.TestPackets.set;
import static joolj.translation.TestPackets.tcp;
import static joolj.translation.TestPackets.udp;
import static joolj.translation.TestPackets.withChecksums;

import joolj.address.L4Protocol;
import joolj.translation.TestPackets;

/**
 * A packet of the random traffic.
 *
 * @param from6 whether it comes from the IPv6 side
 * @param protocol its protocol; of an error, that of the packet it quotes
 * @param from its source; of ICMP, the port is the identifier
 * @param to its destination; of ICMP, the port is the identifier
 * @param flags TCP: any of S, A, F, R
 * @param hops hop limit or TTL
 * @param mark the mark
 * @param sender of an ICMP error, who sends it; the other fields are those of the packet it quotes. Null otherwise
 */
record Message(
        boolean from6,
        L4Protocol protocol,
        Endpoint from,
        Endpoint to,
        String flags,
        int hops,
        int mark,
        String sender) {

    /** Octets behind the transport header. */
    static final int DATA = 12;

    boolean isError() {
        return sender != null;
    }

    /** The packet; an error quotes a packet that went the other way, towards its own sender's side. */
    byte[] octets() {
        byte[] plain = plain();
        if (!isError()) {
            return plain;
        }
        return from6
                ? ipv6(sender, from.address(), TestPackets.ICMP6, icmp(1, 4, 0, plain))
                : ipv4(sender, from.address(), TestPackets.ICMP4, false, icmp(3, 1, 0, plain));
    }

    private byte[] plain() {
        byte[] octets = from6
                ? ipv6(from.address(), to.address(), number(), transport())
                : ipv4(from.address(), to.address(), number(), true, transport());
        return withChecksums(set(octets, from6 ? 7 : 8, hops));
    }

    private int number() {
        return switch (protocol) {
            case TCP -> TestPackets.TCP;
            case UDP -> TestPackets.UDP;
            case ICMP -> from6 ? TestPackets.ICMP6 : TestPackets.ICMP4;
        };
    }

    private byte[] transport() {
        byte[] data = payload(DATA);
        return switch (protocol) {
            case TCP -> tcp(from.port(), to.port(), 7, tcpFlags(), data);
            case UDP -> udp(from.port(), to.port(), data);
            case ICMP -> icmp(from6 ? 128 : 8, 0, from.port() << 16 | 9, data);
        };
    }

    private int tcpFlags() {
        return (flags.contains("F") ? 1 : 0)
                | (flags.contains("S") ? 2 : 0)
                | (flags.contains("R") ? 4 : 0)
                | (flags.contains("A") ? 16 : 0);
    }

    @Override
    public String toString() {
        return (from6 ? "IPv6 " : "IPv4 ") + (isError() ? "error from " + sender + " about " : "") + protocol + " "
                + from + " > " + to + " " + flags + " hops " + hops + " mark " + mark;
    }
}
