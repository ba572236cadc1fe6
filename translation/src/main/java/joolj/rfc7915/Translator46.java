// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Outcome;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;
import joolj.wire.Icmp4;
import joolj.wire.IpProtocol;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv4Options;

/**
 * RFC 7915 § 4: translates an IPv4 packet into IPv6, with addresses and ports that have been decided.
 *
 * <p>A packet that is too big is answered so even if its time to live is spent. A packet without DF that fits gets no
 * Fragment header; RFC 8021.
 */
public final class Translator46 {
    private Translator46() {}

    /**
     * Translates the packet at hand and emits the result. Its headers have been read, and if it {@link #isError}, so
     * have those of the packet it quotes; {@link Translation#outgoing} and, for an error,
     * {@link Translation#innerOutgoing} are filled.
     *
     * @return {@link Outcome#CONTINUE}, {@link Outcome#ACCEPT} if there is no route, or {@link Outcome#DROP}
     */
    public static Outcome translate(Translation t, HeaderSettings settings) {
        OutgoingTuple to = t.outgoing();
        int mtu = t.routes().mtu6(to.destination6High, to.destination6Low, t.mark());
        if (mtu == Routes.NO_ROUTE) {
            return t.accept(Reason.FAILED_ROUTES);
        }
        return translate(t, settings, mtu, false);
    }

    /**
     * Does the same for a packet whose translation is at once translated back to IPv4: it goes out nowhere, so neither a
     * route nor an MTU is asked for, and it is not fragmented. A packet that may be fragmented later, because it has no
     * DF, gets a Fragment header, which tells so.
     */
    public static Outcome translateToHairpin(Translation t, HeaderSettings settings) {
        return translate(t, settings, Routes.UNKNOWN_MTU, true);
    }

    private static Outcome translate(Translation t, HeaderSettings settings, int mtu, boolean toHairpin) {
        Packet in = t.packet();
        boolean error = isError(in);
        int limit = in.ipv4.dontFragment() || toHairpin ? mtu : Math.min(mtu, settings.lowestIpv6Mtu());
        if (!error && limit < HeaderSettings.MINIMUM_IPV6_MTU) {
            return t.drop(Reason.V4_TO_V6_BAD_MTU);
        }
        boolean divisible = t.aggregate() && in.protocol == IpProtocol.TCP && in.transportLength > 0;
        if (!error && !divisible && in.ipv4.dontFragment() && wholeLength(in) > mtu) {
            return tooBig(t, mtu);
        }
        if (in.ttl() <= 1 && !t.hairpinning()) {
            return t.dropWithIcmp(Reason.V4_TO_V6_TTL, Icmp4.TIME_EXCEEDED, 0, 0);
        }
        if (hasUnexpiredSourceRoute(in)) {
            return t.dropWithIcmp(
                    Reason.V4_TO_V6_SRC_ROUTE, Icmp4.DESTINATION_UNREACHABLE, Icmp4.SOURCE_ROUTE_FAILED, 0);
        }
        if (TransportReader.isUntranslatableIcmp(in)) {
            return t.drop(Reason.UNKNOWN_ICMP4_TYPE);
        }
        if (error) {
            return IcmpErrorTo6.translate(t, settings, mtu, t.nextHopLimit());
        }
        boolean showDivisible = toHairpin && !divisible && !in.ipv4.dontFragment();
        return translate(t, settings, limit, divisible, showDivisible);
    }

    /** Whether a packet whose transport header was read is an ICMPv4 error. */
    public static boolean isError(Packet in) {
        return in.protocol == IpProtocol.ICMP4 && in.transportLength > 0 && Icmp4.isError(in.icmp.type());
    }

    private static boolean hasUnexpiredSourceRoute(Packet in) {
        return in.headersLength > Ipv4Header.LENGTH
                && Ipv4Options.hasUnexpiredSourceRoute(in.buffer, in.start + Ipv4Header.LENGTH, in.transport);
    }

    /** Octets of the IPv6 packet that a packet becomes, if the translator does not fragment it. */
    private static int wholeLength(Packet in) {
        return Ipv4HeaderTo6.length(in.isFragment()) + in.length - in.headersLength;
    }

    private static Outcome tooBig(Translation t, int mtu) {
        return t.dropWithIcmp(
                Reason.PKT_TOO_BIG, Icmp4.DESTINATION_UNREACHABLE, Icmp4.FRAGMENTATION_NEEDED, PathMtu.toReport4(mtu));
    }

    /** The most octets of a segment: no more than its sender can have sent, and than the path takes. */
    private static int segmentLimit(Translation t, int limit) {
        int sent = t.ingressMtu() + PathMtu.HEADER_DIFFERENCE;
        int learned = t.routes().learnedPathMtu6(t.outgoing().destination6High, t.outgoing().destination6Low);
        return Math.min(Math.min(limit, sent), learned);
    }

    private static Outcome translate(
            Translation t, HeaderSettings settings, int limit, boolean divisible, boolean showDivisible) {
        Packet in = t.packet();
        OutgoingTuple to = t.outgoing();
        int segmentLimit = divisible ? segmentLimit(t, limit) : limit;
        boolean segment = divisible && wholeLength(in) > segmentLimit && in.payloadLength > 0;
        boolean fragment = !divisible && wholeLength(in) > limit;
        boolean fragmentHeader = fragment || in.isFragment() || showDivisible;
        ChecksumTask checksum = ChecksumTask.of(t, segment, fragment);

        int headers = Ipv4HeaderTo6.length(fragmentHeader);
        int octets = in.length - in.headersLength;
        Ipv4HeaderTo6.write(in, to, settings, t.views(), t.headers(), 0, fragmentHeader, octets, t.nextHopLimit());
        boolean amend = settings.amendUdpChecksumZero();
        boolean written = TransportHeaderTranslation.write(
                in, to, to.addressSum6(), amend, checksum, t.views(), t.headers(), headers);
        if (written == TransportHeaderTranslation.REFUSED) {
            return t.dropWithIcmp(
                    Reason.V4_TO_V6_FRAGMENTED_ZERO_CSUM,
                    Icmp4.DESTINATION_UNREACHABLE,
                    Icmp4.ADMINISTRATIVELY_PROHIBITED,
                    0);
        }

        headers += in.transportLength;
        if (fragment) {
            t.emitFragments(true, headers, in.payloadStart, in.payloadLength, limit);
        } else if (!segment) {
            t.emit(true, headers, in.payloadStart, in.payloadLength);
        } else if (!t.emitSegments(true, headers, in.payloadStart, in.payloadLength, segmentLimit, 0)) {
            return tooBig(t, limit);
        }
        if (checksum == ChecksumTask.LEAVE) {
            TransportHeaderTranslation.leaveChecksum(t, headers - in.transportLength);
        }
        return Outcome.CONTINUE;
    }
}
