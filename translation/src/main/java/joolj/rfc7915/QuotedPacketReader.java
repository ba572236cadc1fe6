// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.wire.Icmp6;
import joolj.wire.IcmpHeader;

/**
 * Finds and reads the packet that an ICMP error quotes, and where the error's extensions start behind it; RFC 4884 § 3
 * to § 5.
 */
public final class QuotedPacketReader {
    /** The unit of the length in ICMPv4 errors, octets; RFC 4884 § 3. */
    static final int UNIT4 = 4;

    /** The unit of the length in ICMPv6 errors, octets; RFC 4884 § 3. */
    static final int UNIT6 = 8;

    private QuotedPacketReader() {}

    /**
     * Reads the headers of the quoted packet. Extensions are what lies between its end and the error's.
     *
     * @param error an ICMP error whose transport header was read
     * @param inner what to fill
     * @return null, or why the error must be dropped
     */
    public static Reason read(Packet error, Packet inner) {
        int start = error.transport + IcmpHeader.LENGTH;
        int present = error.transportPresent() - IcmpHeader.LENGTH;
        int quoted = quotedLength(error);
        if (quoted > present) {
            return Reason.ICMPEXT_BIG;
        }
        if (quoted == 0 || quoted == present) {
            inner.locate(error.buffer, start, error.end, error.tailBuffer, error.tailStart, error.tailLength);
        } else {
            inner.locate(error.buffer, start, start + quoted);
        }
        Reason defect = error.version == 4 ? Ipv4Reader.read(inner, true) : Ipv6Reader.read(inner, true);
        return defect == null ? TransportReader.read(inner, true, false) : defect;
    }

    /** Octets that the error says it quotes, 0 if it says nothing. */
    private static int quotedLength(Packet error) {
        if (error.version == 4) {
            return (error.icmp.rest() >>> 16 & 0xff) * UNIT4;
        }
        return mayBeExtended(error.icmp.type()) ? (error.icmp.rest() >>> 24) * UNIT6 : 0;
    }

    /** Whether an ICMPv6 error of this type may have extensions, RFC 4884 § 4. */
    static boolean mayBeExtended(int icmp6Type) {
        return icmp6Type == Icmp6.DESTINATION_UNREACHABLE || icmp6Type == Icmp6.TIME_EXCEEDED;
    }

    /** Octets of extensions of an error whose quoted packet was read. */
    static int extensionLength(Packet error, Packet inner) {
        return error.end - inner.end;
    }
}
