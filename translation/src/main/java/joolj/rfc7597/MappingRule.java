// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.AddressBits;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;

/**
 * A mapping rule, RFC 7597 § 5: basic (§ 5.2) or forwarding (§ 5.3). It maps IPv4 transport addresses to the IPv6
 * addresses of customer edges and back:
 *
 * <pre>
 * |     n bits         |  o bits   | s bits  |   128-n-o-s bits      |
 * +--------------------+-----------+---------+-----------------------+
 * |  Rule IPv6 prefix  |  EA bits  |subnet ID|     interface ID      |
 * +--------------------+-----------+---------+-----------------------+
 * |&lt;---  End-user IPv6 prefix  ---&gt;|
 * </pre>
 *
 * <p>The EA bits are the p bits of the IPv4 address that follow the rule's IPv4 prefix, and behind them q = k bits of
 * PSID. The interface identifier is 16 zero bits, the IPv4 address and the PSID, as far as prefix and EA bits leave room
 * for it (§ 6).
 *
 * <p>Deviation from § 5.2 and § 6, as Jool has it: if the EA bits complete a prefix only (o &lt; p), all p bits are put
 * behind the rule's IPv6 prefix and read from there, so that the address of a node behind the customer edge survives.
 *
 * @param prefix6 the Rule IPv6 prefix
 * @param prefix4 the Rule IPv4 prefix
 * @param eaBits o, the length of the EA bits, 0 to 48
 * @param offsetBits a, the length of the PSID offset, 0 to 16
 */
public record MappingRule(Ipv6Prefix prefix6, Ipv4Prefix prefix4, int eaBits, int offsetBits) {
    /** The most EA bits: a whole IPv4 address and a port. */
    public static final int MAX_EA_BITS = 48;

    /** The offset bits of rules that do not say; RFC 7597 § 5.1. */
    public static final int DEFAULT_OFFSET_BITS = 6;

    /** Checks the ranges of the numbers; what they mean together is checked by {@link #requireValid}. */
    public MappingRule {
        Objects.requireNonNull(prefix6, "prefix6");
        Objects.requireNonNull(prefix4, "prefix4");
        if (eaBits < 0 || eaBits > MAX_EA_BITS) {
            throw new IllegalArgumentException("EA-bits length is " + eaBits + ", must be 0 to " + MAX_EA_BITS);
        }
        if (offsetBits < 0 || offsetBits > PortSet.PORT_BITS) {
            throw new IllegalArgumentException("a is " + offsetBits + ", must be 0 to " + PortSet.PORT_BITS);
        }
    }

    /** Reads a rule with the default offset from texts; for tests and constants. */
    public static MappingRule of(String prefix6, String prefix4, int eaBits) {
        return of(prefix6, prefix4, eaBits, DEFAULT_OFFSET_BITS);
    }

    /** Reads a rule from texts. */
    public static MappingRule of(String prefix6, String prefix4, int eaBits, int offsetBits) {
        return new MappingRule(Ipv6Prefix.parse(prefix6), Ipv4Prefix.parse(prefix4), eaBits, offsetBits);
    }

    /**
     * Refuses a rule that maps nothing well: its methods for addresses must not be used.
     *
     * @return this rule
     * @throws RefusedException with {@link Cause#INVALID} if prefixes have host bits, or the lengths do not fit a port or
     *     an IPv6 address
     */
    public MappingRule requireValid() {
        if (prefix6.hasSuffix()) {
            throw hasSuffix(prefix6);
        }
        if (prefix4.hasSuffix()) {
            throw hasSuffix(prefix4);
        }
        if (offsetBits + Math.max(0, eaBits - suffixLength()) > PortSet.PORT_BITS) {
            throw invalid("a + k > 16.\n(a:" + offsetBits + ", k = EA-bits length - IPv4 suffix length = " + eaBits
                    + " - " + suffixLength() + ")");
        }
        int mapped = Math.max(eaBits, suffixLength());
        if (prefix6.length() + mapped > Ipv6Prefix.MAX_LENGTH) {
            throw invalid("The rule's IPv6 prefix length (" + prefix6.length() + ") plus the bits behind it (" + mapped
                    + ") exceed 128.");
        }
        return this;
    }

    private static RefusedException hasSuffix(Object prefix) {
        return invalid("'" + prefix + "' seems to have a suffix; please fix.");
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Cause.INVALID, message);
    }

    /** p, if there are as many EA bits: how many bits of an IPv4 address follow the rule's prefix, 0 to 32. */
    public int suffixLength() {
        return Ipv4Prefix.MAX_LENGTH - prefix4.length();
    }

    /** k: how many bits the PSID has, 0 to 16. With none, addresses are not shared. */
    public int psidLength() {
        return Math.max(0, eaBits - suffixLength());
    }

    /** The PSID of a port or ICMP identifier, 0 to 65535. */
    public int psidOf(int port) {
        return PortSet.psidOf(port, offsetBits, psidLength());
    }

    /** The PSID in an IPv6 address of this rule, or in an end-user prefix. */
    public int psidIn(long high, long low) {
        return (int) AddressBits.get(high, low, prefix6.length() + suffixLength(), psidLength());
    }

    /** The IPv4 address, big-endian, in an IPv6 address of this rule. */
    public int address4In(long high, long low) {
        return prefix4.address() | (int) AddressBits.get(high, low, prefix6.length(), suffixLength());
    }

    /** Whether a port or ICMP identifier, 0 to 65535, belongs to the port set in an IPv6 address of this rule. */
    public boolean permits(long high, long low, int port) {
        return PortSet.contains(port, offsetBits, psidLength(), psidIn(high, low));
    }

    /** Writes the IPv6 address that a transport address maps to; § 5.3, § 6. */
    public void map(int address4, int port, Address6 result) {
        write(address4, psidOf(port), result);
    }

    /** Writes the IPv6 address that an IPv4 address of the rule, big-endian, and a PSID map to. */
    void write(int address4, int psid, Address6 result) {
        long bits = address4 & 0xffff_ffffL;
        long identifier = bits << PortSet.PORT_BITS | psid;
        result.set(prefix6.high(), prefix6.low() | (identifier & ~prefix6.maskLow()));
        int length = prefix6.length();
        int p = suffixLength();
        int q = psidLength();
        AddressBits.put(result, length, p, bits);
        AddressBits.put(result, length + p, q, psid);
    }

    /** Such as {@code 2001:db8::/40|192.0.2.0/24|16|6}. */
    @Override
    public String toString() {
        return prefix6 + "|" + prefix4 + "|" + eaBits + "|" + offsetBits;
    }
}
