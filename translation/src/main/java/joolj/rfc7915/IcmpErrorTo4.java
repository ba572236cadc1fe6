// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.wire.Checksum;
import joolj.wire.Icmp4;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;

/** RFC 7915 § 5.2 and § 5.3: translates an ICMPv6 error and the packet it quotes. */
final class IcmpErrorTo4 {
    /** The largest IPv4 packet that every host accepts, octets; RFC 1812 § 4.3.2.3. */
    private static final int LARGEST = 576;

    private static final int INNER = IcmpErrorBody.outerLength(Ipv4Header.LENGTH);

    private IcmpErrorTo4() {}

    /**
     * Translates an error whose quoted packet was read.
     *
     * @param mtu of the IPv4 next hop, octets
     * @param ttl of the translated error
     * @return {@link Outcome#CONTINUE} or {@link Outcome#DROP}
     */
    static Outcome translate(Translation t, HeaderSettings settings, int mtu, int ttl) {
        Packet in = t.packet();
        long pseudoHeader = in.addressSum() + IpProtocol.ICMP6 + in.transportPresent();
        if (Checksum.of(in.transportSum() + pseudoHeader) != 0) {
            return t.drop(Reason.V6_TO_V4_ICMP_CSUM);
        }
        int typeAndCode = Icmp6TypesTo4.typeAndCode(in.icmp.type(), in.icmp.code());
        if (typeAndCode == Icmp6TypesTo4.NONE) {
            return t.drop(Reason.UNKNOWN_ICMP6_TYPE);
        }
        int rest = rest(t, typeAndCode, mtu);
        if (rest == Icmp6TypesTo4.NONE) {
            return t.drop(Reason.V6_TO_V4_UNTRANSLATABLE_PARAM_PROB_PTR);
        }
        if (TransportReader.isUntranslatableIcmp(t.inner())) {
            return t.drop(Reason.UNKNOWN_ICMP6_TYPE);
        }
        int written = writeInner(t, settings);
        boolean extensible = QuotedPacketReader.mayBeExtended(in.icmp.type());
        int length = IcmpErrorBody.emit(t, INNER, written, LARGEST, QuotedPacketReader.UNIT4, extensible);
        writeOuter(t, settings, typeAndCode, rest | length << 16, ttl);
        return Outcome.CONTINUE;
    }

    /** The second word of the ICMPv4 header, without a length field; or NONE, if it would have to point at nothing. */
    private static int rest(Translation t, int typeAndCode, int mtu) {
        Packet in = t.packet();
        if (in.icmp.type() == Icmp6.PACKET_TOO_BIG) {
            int reported = PathMtu.fragmentationNeeded(in.icmp.rest() & 0xffff_ffffL, mtu, t.ingressMtu());
            Ipv6Header quoted = t.inner().ipv6;
            t.routes()
                    .learnPathMtu6(
                            quoted.destinationHigh(),
                            quoted.destinationLow(),
                            Math.max(HeaderSettings.MINIMUM_IPV6_MTU, reported + PathMtu.HEADER_DIFFERENCE));
            return reported;
        }
        if (typeAndCode >>> 8 == Icmp4.PARAMETER_PROBLEM) {
            int pointer = Icmp6TypesTo4.pointer(in.icmp.rest() & 0xffff_ffffL);
            return pointer == Icmp6TypesTo4.NONE ? pointer : pointer << 24;
        }
        return 0;
    }

    private static int writeInner(Translation t, HeaderSettings settings) {
        Packet inner = t.inner();
        Ipv4Header out = t.views().ipv4.wrap(t.headers(), INNER);
        int totalLength = Ipv6HeaderTo4.totalLength(inner);
        Ipv6HeaderTo4.write(inner, t.innerOutgoing(), settings, out, totalLength, inner.ttl());
        long addresses = t.innerOutgoing().addressSum4();
        int at = INNER + Ipv4Header.LENGTH;
        TransportHeaderTranslation.write(
                inner, t.innerOutgoing(), addresses, true, ChecksumTask.UPDATE, t.views(), t.headers(), at);
        return at + inner.transportLength;
    }

    private static void writeOuter(Translation t, HeaderSettings settings, int typeAndCode, int rest, int ttl) {
        Packet in = t.packet();
        t.views()
                .icmp
                .wrap(t.headers(), Ipv4Header.LENGTH)
                .typeAndCode(typeAndCode >>> 8, typeAndCode & 0xff)
                .checksum(0)
                .rest(rest);
        t.views().icmp.checksum(Checksum.of(t.emittedSum(Ipv4Header.LENGTH)));
        Ipv4Header out = t.views().ipv4.wrap(t.headers(), 0);
        Ipv6HeaderTo4.write(in, t.outgoing(), settings, out, t.emittedLength(), ttl);
        Ipv6HeaderTo4.identify(t, out, t.emittedLength());
    }
}
