// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import java.nio.ByteBuffer;
import joolj.address.L4Protocol;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.ReadAhead;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/**
 * Tells a table's {@link ReadAhead} of the packets to come, as far as their tuples are seen at once: those of TCP and UDP
 * without IPv6 extension headers and not in fragments. Whether they are in order is not its affair. Confined to a worker.
 */
final class ExpectedPackets {
    /** Octets of the ports, with which headers of TCP and UDP begin. */
    private static final int PORTS = 4;

    private static final int DESTINATION_PORT = 2;

    private final ReadAhead ahead;
    private final Flow flow = new Flow();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv4Header ipv4 = new Ipv4Header();

    ExpectedPackets(Nat64State state) {
        this.ahead = new ReadAhead(state);
    }

    /** Takes note of a packet; of any octets. */
    void add(Pool6 pool6, ByteBuffer packet, int start, int length) {
        if (length < Ipv4Header.LENGTH) {
            return;
        }
        switch (packet.get(start) & 0xf0) {
            case 0x60 -> addIpv6(pool6, packet, start, length);
            case 0x40 -> addIpv4(packet, start, length);
            default -> {}
        }
    }

    private void addIpv6(Pool6 pool6, ByteBuffer packet, int start, int length) {
        ipv6.wrap(packet, start);
        if (length < Ipv6Header.LENGTH + PORTS || !setProtocol(ipv6.nextHeader())) {
            return;
        }
        long high = ipv6.destinationHigh();
        long low = ipv6.destinationLow();
        if (!pool6.contains(high, low)) {
            return;
        }
        int transport = start + Ipv6Header.LENGTH;
        flow.remote6High = ipv6.sourceHigh();
        flow.remote6Low = ipv6.sourceLow();
        flow.remote6Port = packet.getShort(transport) & 0xffff;
        flow.remote4 = pool6.extract(high, low);
        flow.remote4Port = packet.getShort(transport + DESTINATION_PORT) & 0xffff;
        ahead.outbound(flow);
    }

    private void addIpv4(ByteBuffer packet, int start, int length) {
        ipv4.wrap(packet, start);
        int transport = start + ipv4.headerLength();
        if (ipv4.headerLength() + PORTS > length || ipv4.fragmentOffset() > 0 || !setProtocol(ipv4.protocol())) {
            return;
        }
        flow.remote4 = ipv4.source();
        flow.remote4Port = packet.getShort(transport) & 0xffff;
        flow.local4 = ipv4.destination();
        flow.local4Port = packet.getShort(transport + DESTINATION_PORT) & 0xffff;
        ahead.inbound(flow);
    }

    private boolean setProtocol(int protocol) {
        switch (protocol) {
            case IpProtocol.TCP -> flow.protocol = L4Protocol.TCP;
            case IpProtocol.UDP -> flow.protocol = L4Protocol.UDP;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads what the packets will need. */
    void readAhead() {
        ahead.read();
    }

    /** How many sessions were read ahead so far. */
    int sessionsRead() {
        return ahead.sessionsRead();
    }
}
