// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

/** Types and codes of ICMPv6, RFC 4443. */
public final class Icmp6 {
    /** Type; § 3.1. */
    public static final int DESTINATION_UNREACHABLE = 1;

    /** Type; § 3.2. The second word is the MTU. */
    public static final int PACKET_TOO_BIG = 2;

    /** Type; § 3.3. */
    public static final int TIME_EXCEEDED = 3;

    /** Type; § 3.4. The second word is the pointer. */
    public static final int PARAMETER_PROBLEM = 4;

    /** Type; § 4.1. */
    public static final int ECHO_REQUEST = 128;

    /** Type; § 4.2. */
    public static final int ECHO_REPLY = 129;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NO_ROUTE = 0;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int ADMINISTRATIVELY_PROHIBITED = 1;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int BEYOND_SCOPE = 2;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int ADDRESS_UNREACHABLE = 3;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int PORT_UNREACHABLE = 4;

    /** Code of {@link #DESTINATION_UNREACHABLE}: source address failed ingress/egress policy. */
    public static final int SOURCE_ADDRESS_FAILED_POLICY = 5;

    /** Code of {@link #PARAMETER_PROBLEM}. */
    public static final int ERRONEOUS_HEADER_FIELD = 0;

    /** Code of {@link #PARAMETER_PROBLEM}. */
    public static final int UNRECOGNIZED_NEXT_HEADER = 1;

    /** The lowest type that is not an error; § 2.1. */
    private static final int FIRST_INFORMATIONAL = 128;

    /** Router solicitation, the first type of Neighbor Discovery; RFC 4861 § 4. {@link #REDIRECT} is its last. */
    private static final int ROUTER_SOLICITATION = 133;

    /** Redirect, which may not be answered by an error either; § 2.4 (e.2). */
    private static final int REDIRECT = 137;

    private Icmp6() {}

    /** Whether a type is echo request or echo reply. */
    public static boolean isEcho(int type) {
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }

    /** Whether a type is one of the four error messages that are translated. */
    public static boolean isError(int type) {
        return type >= DESTINATION_UNREACHABLE && type <= PARAMETER_PROBLEM;
    }

    /** Whether a type is one of Neighbor Discovery's; RFC 4861 § 4. */
    public static boolean isNeighborDiscovery(int type) {
        return type >= ROUTER_SOLICITATION && type <= REDIRECT;
    }

    /** Whether an error message may answer a message of this type; § 2.4 (e). */
    public static boolean mayBeAnswered(int type) {
        return type >= FIRST_INFORMATIONAL && type != REDIRECT;
    }
}
