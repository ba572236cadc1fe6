// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

/**
 * Protocol numbers, the values of IPv4's Protocol and IPv6's Next Header fields.
 *
 * @see <a href="https://www.iana.org/assignments/protocol-numbers">IANA, Assigned Internet Protocol Numbers</a>
 */
public final class IpProtocol {
    /** IPv6 Hop-by-Hop Options; RFC 8200 § 4.3. */
    public static final int HOP_BY_HOP = 0;

    /** ICMP for IPv4; RFC 792. */
    public static final int ICMP4 = 1;

    /** TCP; RFC 9293. */
    public static final int TCP = 6;

    /** UDP; RFC 768. */
    public static final int UDP = 17;

    /** IPv6 Routing header; RFC 8200 § 4.4. */
    public static final int ROUTING = 43;

    /** IPv6 Fragment header; RFC 8200 § 4.5. */
    public static final int FRAGMENT = 44;

    /** ICMPv6; RFC 4443. */
    public static final int ICMP6 = 58;

    /** IPv6 Destination Options; RFC 8200 § 4.6. */
    public static final int DESTINATION_OPTIONS = 60;

    private IpProtocol() {}
}
