// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import java.nio.ByteBuffer;
import joolj.translation.Packet;
import joolj.translation.Translation;
import joolj.wire.IcmpHeader;

/**
 * What follows the ICMP header of a translated error: the quoted packet, cut to the permitted size, and the error's
 * extensions; RFC 7915 § 4.3, § 5.3, RFC 4884 § 3 to § 5.
 */
final class IcmpErrorBody {
    /** The least size of a quoted packet in front of extensions, octets; RFC 4884 § 3. */
    private static final int LEAST_QUOTED = 128;

    private IcmpErrorBody() {}

    /**
     * Puts the error together and emits it, without its outer IP and ICMP headers, which are still to be written.
     *
     * @param outerLength octets of the outer IP and ICMP headers
     * @param written octets of all headers, the last ones being the quoted packet's, which have been written
     * @param largest octets of the whole error at most
     * @param unit of the length field: {@link QuotedPacketReader#UNIT4} or {@link QuotedPacketReader#UNIT6}
     * @param extensible whether the error may have extensions
     * @return the length field of the error, 0 if it has no extensions
     */
    static int emit(Translation t, int outerLength, int written, int largest, int unit, boolean extensible) {
        Packet inner = t.inner();
        boolean ipv6 = unit == QuotedPacketReader.UNIT6;
        int extension = QuotedPacketReader.extensionLength(t.packet(), inner);
        if (extensible && extension > 0 && extension <= largest - outerLength - LEAST_QUOTED) {
            return emitExtended(t, outerLength, written, largest - extension, unit, extension);
        }
        int payload = Math.min(inner.payloadLength, largest - written);
        boolean lieWhereReceived = !t.hairpinning() || inner.tailLength > 0;
        if (lieWhereReceived) {
            t.emit(ipv6, written, inner.payloadStart, payload);
        } else {
            t.headers().put(written, inner.payloadBuffer, inner.payloadStart, payload);
            t.emit(ipv6, written + payload, 0, 0);
        }
        return 0;
    }

    private static int emitExtended(Translation t, int outerLength, int written, int largest, int unit, int extension) {
        Packet inner = t.inner();
        ByteBuffer out = t.headers();
        int quoted = Math.min(written - outerLength + inner.payloadLength, largest - outerLength);
        quoted = quoted / unit * unit;
        int headersQuoted = written - outerLength;
        if (quoted > headersQuoted) {
            out.put(written, inner.payloadBuffer, inner.payloadStart, quoted - headersQuoted);
        }
        int at = outerLength + quoted;
        int padded = Math.max(quoted, LEAST_QUOTED);
        while (at < outerLength + padded) {
            out.put(at++, (byte) 0);
        }
        out.put(at, t.packet().buffer, inner.end, extension);
        t.emit(unit == QuotedPacketReader.UNIT6, at + extension, 0, 0);
        return padded / unit;
    }

    /** Octets of the outer headers in front of the quoted packet. */
    static int outerLength(int ipHeaderLength) {
        return ipHeaderLength + IcmpHeader.LENGTH;
    }
}
