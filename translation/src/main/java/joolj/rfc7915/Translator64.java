// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Outcome;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;
import joolj.wire.Icmp6;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;

/**
 * RFC 7915 § 5: translates an IPv6 packet into IPv4, with addresses and ports that have been decided.
 *
 * <p>A packet that is too big is answered so even if its hop limit is spent. But one that is larger than the link it
 * came from carries must have been reassembled on its way in, so it is fragmented again instead.
 */
public final class Translator64 {
    /** What shows that a packet of Neighbor Discovery comes from the same link; RFC 4861 § 7.1. */
    private static final int NEIGHBOR_HOP_LIMIT = 255;

    private Translator64() {}

    /**
     * Translates the packet at hand and emits the result. Its headers have been read, and if it {@link #isError}, so
     * have those of the packet it quotes; {@link Translation#outgoing} and, for an error,
     * {@link Translation#innerOutgoing} are filled.
     *
     * @return {@link Outcome#CONTINUE}, {@link Outcome#ACCEPT} if there is no route, or {@link Outcome#DROP}
     */
    public static Outcome translate(Translation t, HeaderSettings settings) {
        int mtu = t.routes().mtu4(t.outgoing().destination4, t.mark());
        return mtu == Routes.NO_ROUTE ? t.accept(Reason.FAILED_ROUTES) : translate(t, settings, mtu);
    }

    /**
     * Does the same for a packet whose translation is at once translated back to IPv6: it goes out nowhere, so neither a
     * route nor an MTU is asked for; RFC 7757 § 4.2.2.
     */
    public static Outcome translateToHairpin(Translation t, HeaderSettings settings) {
        return translate(t, settings, Routes.UNKNOWN_MTU);
    }

    private static Outcome translate(Translation t, HeaderSettings settings, int mtu) {
        Packet in = t.packet();
        boolean error = isError(in);
        boolean divisible = t.aggregate() && in.protocol == IpProtocol.TCP && in.transportLength > 0;
        boolean reassembled = !error && !divisible && !t.hairpinning() && in.length > t.ingressMtu();
        boolean fragmentable = reassembled || (t.hairpinning() && in.fragmentHeader);
        if (!error && !divisible && !fragmentable && Ipv6HeaderTo4.totalLength(in) > mtu) {
            return tooBig(t, mtu);
        }
        if (in.ttl() <= 1 && !t.hairpinning()) {
            return t.dropWithIcmp(Reason.V6_TO_V4_TTL, Icmp6.TIME_EXCEEDED, 0, 0);
        }
        if (in.segmentsLeftAt != 0) {
            return t.dropWithIcmp(
                    Reason.V6_TO_V4_SEGMENTS_LEFT,
                    Icmp6.PARAMETER_PROBLEM,
                    Icmp6.ERRONEOUS_HEADER_FIELD,
                    in.segmentsLeftAt);
        }
        if (TransportReader.isUntranslatableIcmp(in)) {
            return isForThisHost(t) ? t.accept(Reason.UNKNOWN_ICMP6_TYPE) : t.drop(Reason.UNKNOWN_ICMP6_TYPE);
        }
        if (reassembled) {
            in.reassembled(t.nextIdentification());
        }
        return error
                ? IcmpErrorTo4.translate(t, settings, mtu, t.nextHopLimit())
                : translate(t, settings, mtu, divisible);
    }

    /**
     * Whether a message with an unknown ICMPv6 type is a neighbour's to the translator's own node; RFC 4861 § 7.1.
     *
     * <p>Deviation from RFC 7915 § 5.2, which drops all of them: pool6 or the EAMT may cover a link of the translator's,
     * which must find its neighbours all the same.
     */
    private static boolean isForThisHost(Translation t) {
        Packet in = t.packet();
        return in.ttl() == NEIGHBOR_HOP_LIMIT
                && in.protocol == IpProtocol.ICMP6
                && Icmp6.isNeighborDiscovery(in.icmp.type())
                && t.routes().isLocal6(in.ipv6.destinationHigh(), in.ipv6.destinationLow(), t.mark());
    }

    /** The most octets of a segment: no more than its sender can have sent, and than the path takes. */
    private static int segmentLimit(Translation t, int mtu) {
        int sent = t.ingressMtu() - PathMtu.HEADER_DIFFERENCE;
        return Math.min(Math.min(mtu, sent), t.routes().learnedPathMtu4(t.outgoing().destination4));
    }

    /** Whether a packet whose transport header was read is an ICMPv6 error that can be translated. */
    public static boolean isError(Packet in) {
        return in.protocol == IpProtocol.ICMP6 && in.transportLength > 0 && Icmp6.isError(in.icmp.type());
    }

    private static Outcome tooBig(Translation t, int mtu) {
        return t.dropWithIcmp(Reason.PKT_TOO_BIG, Icmp6.PACKET_TOO_BIG, 0, PathMtu.toReport6(mtu));
    }

    private static Outcome translate(Translation t, HeaderSettings settings, int mtu, boolean divisible) {
        Packet in = t.packet();
        OutgoingTuple to = t.outgoing();
        int totalLength = Ipv6HeaderTo4.totalLength(in);
        int limit = divisible ? segmentLimit(t, mtu) : mtu;
        boolean divide = divisible && totalLength > limit && in.payloadLength > 0;
        boolean fragment = in.fragmentHeader && totalLength > mtu;
        ChecksumTask checksum = ChecksumTask.of(t, divide, fragment);

        Ipv4Header out = t.views().ipv4.wrap(t.headers(), 0);
        Ipv6HeaderTo4.write(in, to, settings, out, totalLength, t.nextHopLimit());
        Ipv6HeaderTo4.identify(t, out, totalLength);
        TransportHeaderTranslation.write(
                in, to, to.addressSum4(), true, checksum, t.views(), t.headers(), Ipv4Header.LENGTH);

        int headers = Ipv4Header.LENGTH + in.transportLength;
        if (fragment) {
            t.emitFragments(false, headers, in.payloadStart, in.payloadLength, mtu);
        } else if (!divide) {
            t.emit(false, headers, in.payloadStart, in.payloadLength);
        } else if (!t.emitSegments(false, headers, in.payloadStart, in.payloadLength, limit, Ipv6HeaderTo4.DF_ABOVE)) {
            return tooBig(t, mtu);
        }
        if (checksum == ChecksumTask.LEAVE) {
            TransportHeaderTranslation.leaveChecksum(t, Ipv4Header.LENGTH);
        }
        return Outcome.CONTINUE;
    }
}
