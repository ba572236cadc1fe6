// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;
import joolj.address.L4Protocol;

/** Makes the flows of packets: pool6 is 64:ff9b::/96, IPv6 nodes are 2001:db8::N. */
final class Packets {
    static final long POOL6_HIGH = 0x0064_ff9b_0000_0000L;
    static final long NODE6_HIGH = 0x2001_0db8_0000_0000L;

    /** The state's random octets. */
    static final byte[] SECRET = new byte[32];

    static {
        for (int i = 0; i < SECRET.length; i++) {
            SECRET[i] = (byte) (i * 37 + 11);
        }
    }

    private Packets() {}

    /** An IPv6 packet from 2001:db8::{@code node} to an IPv4 address. */
    static Flow from6(L4Protocol protocol, long node, int port, int remote4, int remote4Port) {
        Flow flow = new Flow();
        from6(flow, protocol, node, port, remote4, remote4Port);
        return flow;
    }

    /** The same, into an existing flow. */
    static void from6(Flow flow, L4Protocol protocol, long node, int port, int remote4, int remote4Port) {
        flow.protocol = protocol;
        flow.remote6High = NODE6_HIGH;
        flow.remote6Low = node;
        flow.remote6Port = port;
        flow.remote4 = remote4;
        flow.remote4Port = remote4Port;
        embed(flow);
        flow.local6Port = protocol == L4Protocol.ICMP ? port : remote4Port;
        flags(flow, "");
    }

    /** An IPv4 packet to a pool4 transport address. */
    static Flow from4(L4Protocol protocol, int remote4, int remote4Port, int local4, int local4Port) {
        Flow flow = new Flow();
        from4(flow, protocol, remote4, remote4Port, local4, local4Port);
        return flow;
    }

    /** The same, into an existing flow. */
    static void from4(Flow flow, L4Protocol protocol, int remote4, int remote4Port, int local4, int local4Port) {
        flow.protocol = protocol;
        flow.remote4 = remote4;
        flow.remote4Port = protocol == L4Protocol.ICMP ? local4Port : remote4Port;
        flow.local4 = local4;
        flow.local4Port = local4Port;
        embed(flow);
        flow.local6Port = remote4Port;
        flags(flow, "");
    }

    /** TCP flags: any of S, F, R; other letters mean nothing. */
    static Flow flags(Flow flow, String flags) {
        flow.syn = flags.indexOf('S') >= 0;
        flow.fin = flags.indexOf('F') >= 0;
        flow.rst = flags.indexOf('R') >= 0;
        return flow;
    }

    /** Gives a flow octets to be kept. */
    static Flow octets(Flow flow, int length) {
        flow.packet = ByteBuffer.allocateDirect(length + 7);
        for (int i = 0; i < length; i++) {
            flow.packet.put(7 + i, (byte) i);
        }
        flow.packetStart = 7;
        flow.packetLength = length;
        return flow;
    }

    private static void embed(Flow flow) {
        flow.local6High = POOL6_HIGH;
        flow.local6Low = flow.remote4 & 0xffff_ffffL;
    }

    /** An IPv4 address from its dotted form. */
    static int address(String dotted) {
        int address = 0;
        for (String part : dotted.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
