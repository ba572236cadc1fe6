// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;

/**
 * The ports by which the addresses of a packet are mapped: of TCP and UDP its own, of ICMP echo the identifier twice, RFC
 * 7599 § 9, and of an ICMP error those of the packet it quotes, with source and destination exchanged. One object per
 * worker, overwritten by every packet.
 */
final class Ports {
    /** 0 to 65535; meaningless if there are none. */
    int source;

    /** 0 to 65535; meaningless if there are none. */
    int destination;

    /** Why there are no ports, or null if there are. */
    private Reason absence;

    /** Why an address cannot be mapped that is shared, or null if it can. */
    Reason absence() {
        return absence;
    }

    /** Takes the ports of a packet that was read. */
    void read(Packet p) {
        absence = null;
        if (p.transportLength == 0) {
            absence = p.fragmentOffset != 0 ? Reason.UNKNOWN : Reason.UNKNOWN_L4_PROTO;
        } else if (p.protocol == IpProtocol.TCP) {
            source = p.tcp.sourcePort();
            destination = p.tcp.destinationPort();
        } else if (p.protocol == IpProtocol.UDP) {
            source = p.udp.sourcePort();
            destination = p.udp.destinationPort();
        } else {
            readIcmp(p);
        }
    }

    private void readIcmp(Packet p) {
        int type = p.icmp.type();
        boolean ipv4 = p.version == 4;
        if (ipv4 ? Icmp4.isEcho(type) : Icmp6.isEcho(type)) {
            source = p.icmp.identifier();
            destination = source;
        } else {
            absence = ipv4 ? Reason.UNKNOWN_ICMP4_TYPE : Reason.UNKNOWN_ICMP6_TYPE;
        }
    }

    /** Takes the ports of a quoted packet as those of the error that quotes it. */
    void readQuoted(Packet inner) {
        read(inner);
        int of = source;
        source = destination;
        destination = of;
    }
}
