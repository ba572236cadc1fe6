// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;
import joolj.wire.Checksum;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IcmpHeader;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/**
 * The ICMP error that answers a dropped packet; RFC 792, RFC 1122 § 3.2.2, RFC 1812 § 4.3.2, RFC 4443 § 2.4. Not for
 * the errors that pass through.
 */
final class IcmpReply {
    /** The largest IPv4 packet that every host accepts; RFC 1812 § 4.3.2.3. */
    private static final int LARGEST4 = 576;

    /** The smallest IPv6 MTU; RFC 4443 § 2.4 (c). */
    private static final int LARGEST6 = 1280;

    /** The first address that is multicast, reserved or broadcast; RFC 1112 § 4. */
    private static final int FIRST_MULTICAST = 224;

    private static final int LOOPBACK = 127;

    private static final int MULTICAST6 = 0xff;

    private final IcmpHeader header = new IcmpHeader();

    /** Whether an error message may be sent about a packet at all. */
    static boolean isAllowed(Packet about) {
        if (about.fragmentOffset != 0) {
            return false;
        }
        return about.version == 4 ? isAllowed4(about) : isAllowed6(about);
    }

    private static boolean isAllowed4(Packet about) {
        int source = about.ipv4.source() >>> 24;
        if (source == 0 || source == LOOPBACK || source >= FIRST_MULTICAST) {
            return false;
        }
        if (about.ipv4.destination() >>> 24 >= FIRST_MULTICAST) {
            return false;
        }
        return about.protocol != IpProtocol.ICMP4
                || about.transportLength == 0
                || Icmp4.mayBeAnswered(about.icmp.type());
    }

    private static boolean isAllowed6(Packet about) {
        long source = about.ipv6.sourceHigh();
        boolean unspecifiedOrLoopback = source == 0 && about.ipv6.sourceLow() >>> 1 == 0;
        if (unspecifiedOrLoopback || source >>> 56 == MULTICAST6 || about.ipv6.destinationHigh() >>> 56 == MULTICAST6) {
            return false;
        }
        return about.protocol != IpProtocol.ICMP6
                || about.transportLength == 0
                || Icmp6.mayBeAnswered(about.icmp.type());
    }

    /**
     * Writes the eight octets of the ICMP header.
     *
     * @param about the packet, whole in its buffer
     * @param rest the second word
     * @return octets of the packet to quote behind them
     */
    int write(ByteBuffer out, Packet about, int type, int code, int rest) {
        header.wrap(out, 0).typeAndCode(type, code).checksum(0).rest(rest);
        int room = about.version == 4 ? LARGEST4 - Ipv4Header.LENGTH : LARGEST6 - Ipv6Header.LENGTH;
        int quoted = Math.min(about.end - about.start, room - IcmpHeader.LENGTH);
        if (about.version == 4) {
            long sum = Checksum.sum(out, 0, IcmpHeader.LENGTH) + Checksum.sum(about.buffer, about.start, quoted);
            header.checksum(Checksum.of(sum));
        }
        return quoted;
    }
}
