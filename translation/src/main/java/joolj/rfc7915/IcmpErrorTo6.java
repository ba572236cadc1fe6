// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Checksum;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv6Header;

/** RFC 7915 § 4.2 and § 4.3: translates an ICMPv4 error and the packet it quotes. */
final class IcmpErrorTo6 {
    /** The largest ICMPv6 error, octets; RFC 4443 § 2.4 (c). */
    private static final int LARGEST = 1280;

    private static final int INNER = IcmpErrorBody.outerLength(Ipv6Header.LENGTH);

    private IcmpErrorTo6() {}

    /**
     * Translates an error whose quoted packet was read.
     *
     * @param mtu of the IPv6 next hop, octets
     * @param hopLimit of the translated error
     * @return {@link Outcome#CONTINUE} or {@link Outcome#DROP}
     */
    static Outcome translate(Translation t, HeaderSettings settings, int mtu, int hopLimit) {
        Packet in = t.packet();
        if (Checksum.of(in.transportSum()) != 0) {
            return t.drop(Reason.V4_TO_V6_ICMP_CSUM);
        }
        int typeAndCode = Icmp4TypesTo6.typeAndCode(in.icmp.type(), in.icmp.code());
        if (typeAndCode == Icmp4TypesTo6.NONE) {
            return t.drop(Reason.UNKNOWN_ICMP4_TYPE);
        }
        int rest = rest(t, settings, typeAndCode, mtu);
        if (rest == Icmp4TypesTo6.NONE) {
            return t.drop(Reason.V4_TO_V6_UNTRANSLATABLE_PARAM_PROBLEM_PTR);
        }
        if (TransportReader.isUntranslatableIcmp(t.inner())) {
            return t.drop(Reason.UNKNOWN_ICMP4_TYPE);
        }
        boolean innerFragment = t.inner().isFragment();
        int transport = INNER + Ipv4HeaderTo6.length(innerFragment);
        if (writeInner(t, settings, innerFragment, transport) == TransportHeaderTranslation.REFUSED) {
            return t.drop(Reason.V4_TO_V6_FRAGMENTED_ZERO_CSUM);
        }
        int written = transport + t.inner().transportLength;
        boolean extensible = QuotedPacketReader.mayBeExtended(typeAndCode >>> 8);
        int length = IcmpErrorBody.emit(t, INNER, written, LARGEST, QuotedPacketReader.UNIT6, extensible);
        writeOuter(t, settings, typeAndCode, rest | length << 24, hopLimit);
        return Outcome.CONTINUE;
    }

    /** The second word of the ICMPv6 header, without a length field; or NONE, if it would have to point at nothing. */
    private static int rest(Translation t, HeaderSettings settings, int typeAndCode, int mtu) {
        Packet in = t.packet();
        int type = typeAndCode >>> 8;
        if (type == Icmp6.PACKET_TOO_BIG) {
            int reported = PathMtu.packetTooBig(
                    in.icmp.rest() & 0xffff, t.inner().length, settings.plateaus(), mtu, t.ingressMtu());
            t.routes().learnPathMtu4(t.inner().ipv4.destination(), reported - PathMtu.HEADER_DIFFERENCE);
            return reported;
        }
        if (type == Icmp6.PARAMETER_PROBLEM) {
            boolean protocol = (typeAndCode & 0xff) == Icmp6.UNRECOGNIZED_NEXT_HEADER;
            return protocol ? Icmp4TypesTo6.NEXT_HEADER_POINTER : Icmp4TypesTo6.pointer(in.icmp.rest() >>> 24);
        }
        return 0;
    }

    private static boolean writeInner(Translation t, HeaderSettings settings, boolean fragment, int transport) {
        Packet inner = t.inner();
        int octets = Math.max(0, inner.length - inner.headersLength);
        Ipv4HeaderTo6.write(
                inner, t.innerOutgoing(), settings, t.views(), t.headers(), INNER, fragment, octets, inner.ttl());
        return TransportHeaderTranslation.write(
                inner,
                t.innerOutgoing(),
                t.innerOutgoing().addressSum6(),
                settings.amendUdpChecksumZero(),
                ChecksumTask.UPDATE,
                t.views(),
                t.headers(),
                transport);
    }

    private static void writeOuter(Translation t, HeaderSettings settings, int typeAndCode, int rest, int hopLimit) {
        int octets = t.emittedLength() - Ipv6Header.LENGTH;
        t.views()
                .icmp
                .wrap(t.headers(), Ipv6Header.LENGTH)
                .typeAndCode(typeAndCode >>> 8, typeAndCode & 0xff)
                .checksum(0)
                .rest(rest);
        long pseudoHeader = t.outgoing().addressSum6() + IpProtocol.ICMP6 + octets;
        t.views().icmp.checksum(Checksum.of(t.emittedSum(Ipv6Header.LENGTH) + pseudoHeader));
        Ipv4HeaderTo6.write(t.packet(), t.outgoing(), settings, t.views(), t.headers(), 0, false, octets, hopLimit);
    }
}
