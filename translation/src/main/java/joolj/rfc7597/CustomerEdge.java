// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.translation.Address6;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;

/**
 * What a customer edge is given: everything that follows from its Basic Mapping Rule and its End-user IPv6 prefix; RFC
 * 7597 § 5.2. Immutable.
 */
public final class CustomerEdge {
    private final MappingRule bmr;
    private final Ipv6Prefix endUserPrefix;
    private final Ipv4Prefix prefix4;
    private final PortSet ports;

    /**
     * @param bmr the Basic Mapping Rule
     * @param endUserPrefix the delegated prefix
     * @throws RefusedException with {@link Cause#INVALID} if the rule is not valid or they do not belong together
     */
    public CustomerEdge(MappingRule bmr, Ipv6Prefix endUserPrefix) {
        this.bmr = Objects.requireNonNull(bmr, "bmr").requireValid();
        this.endUserPrefix = Objects.requireNonNull(endUserPrefix, "endUserPrefix");
        if (endUserPrefix.hasSuffix()) {
            throw invalid("'" + endUserPrefix + "' seems to have a suffix; please fix.");
        }
        if (bmr.prefix6().length() + bmr.eaBits() != endUserPrefix.length()) {
            throw invalid("The BMR's IPv6 prefix length (" + bmr.prefix6().length()
                    + ") plus the BMR's EA bits length (" + bmr.eaBits()
                    + ") does not equal the End-user IPv6 prefix's length (" + endUserPrefix.length() + ").");
        }
        if (!bmr.prefix6().contains(endUserPrefix)) {
            throw invalid("The BMR's IPv6 prefix does not contain the End-user IPv6 prefix.");
        }
        int address = bmr.address4In(endUserPrefix.high(), endUserPrefix.low());
        int length = Math.min(Ipv4Prefix.MAX_LENGTH, bmr.prefix4().length() + bmr.eaBits());
        this.prefix4 = new Ipv4Prefix(address, length);
        this.ports =
                new PortSet(bmr.offsetBits(), bmr.psidLength(), bmr.psidIn(endUserPrefix.high(), endUserPrefix.low()));
    }

    private CustomerEdge(CustomerEdge other, PortSet ports) {
        this.bmr = other.bmr;
        this.endUserPrefix = other.endUserPrefix;
        this.prefix4 = other.prefix4;
        this.ports = ports;
    }

    /**
     * The same customer edge with a PSID that is not in its prefix but told to it by other means, DHCP for instance; § 5.2.
     *
     * @param psidLength k, 1 to 16 - a
     * @param psid 0 to 2^k - 1
     * @throws RefusedException with {@link Cause#INVALID} if the rule gives a PSID or a whole prefix already, or the
     *     numbers are out of range
     */
    public CustomerEdge withPsid(int psidLength, int psid) {
        if (ports.psidLength() > 0 || prefix4.length() < Ipv4Prefix.MAX_LENGTH) {
            throw invalid("The rule's EA bits already say which ports there are.");
        }
        if (psidLength < 1 || bmr.offsetBits() + psidLength > PortSet.PORT_BITS) {
            throw invalid("The PSID length (" + psidLength + ") must be 1 to " + (PortSet.PORT_BITS - bmr.offsetBits())
                    + ", 16 - a.");
        }
        if (psid < 0 || psid >= 1 << psidLength) {
            throw invalid("The PSID (" + psid + ") must be 0 to " + ((1 << psidLength) - 1) + ".");
        }
        return new CustomerEdge(this, new PortSet(bmr.offsetBits(), psidLength, psid));
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Cause.INVALID, message);
    }

    /** The customer edge that a transport address of a rule belongs to. */
    public static CustomerEdge of(MappingRule rule, int address4, int port) {
        rule.requireValid();
        if (!rule.prefix4().contains(address4)) {
            throw invalid("The rule's IPv4 prefix " + rule.prefix4() + " does not contain the address.");
        }
        Address6 address = new Address6();
        rule.map(address4, port, address);
        int length = rule.prefix6().length() + rule.eaBits();
        return new CustomerEdge(rule, new Ipv6Prefix(address.high, address.low, length).network());
    }

    /** The Basic Mapping Rule. */
    public MappingRule bmr() {
        return bmr;
    }

    /** The End-user IPv6 prefix. */
    public Ipv6Prefix endUserPrefix() {
        return endUserPrefix;
    }

    /** The IPv4 address, a prefix of length 32; or the whole IPv4 prefix. */
    public Ipv4Prefix prefix4() {
        return prefix4;
    }

    /** The ports of the address; all of them unless it is shared. */
    public PortSet ports() {
        return ports;
    }

    /** Whether an IPv6 address lies in the End-user IPv6 prefix. */
    public boolean contains6(long high, long low) {
        return endUserPrefix.contains(high, low);
    }

    /** Whether an IPv4 address, big-endian, is this customer edge's, perhaps together with others. */
    public boolean contains4(int address4) {
        return prefix4.contains(address4);
    }

    /** Writes the MAP address that stands for an IPv4 address of the customer edge; § 6. */
    public void map(int address4, Address6 result) {
        bmr.write(address4, ports.psid(), result);
    }

    /** Writes the customer edge's own MAP address: that of its IPv4 address, or of its prefix's first address. */
    public void mapAddress(Address6 result) {
        map(prefix4.address(), result);
    }
}
