// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

/** Types and codes of ICMP for IPv4, RFC 792, RFC 1122 § 3.2.2, RFC 1812 § 5.2.7. */
public final class Icmp4 {
    /** Type. */
    public static final int ECHO_REPLY = 0;

    /** Type. */
    public static final int DESTINATION_UNREACHABLE = 3;

    /** Type; deprecated by RFC 6633. */
    public static final int SOURCE_QUENCH = 4;

    /** Type. */
    public static final int REDIRECT = 5;

    /** Type. */
    public static final int ECHO_REQUEST = 8;

    /** Type. */
    public static final int TIME_EXCEEDED = 11;

    /** Type. */
    public static final int PARAMETER_PROBLEM = 12;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NETWORK_UNREACHABLE = 0;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int HOST_UNREACHABLE = 1;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int PROTOCOL_UNREACHABLE = 2;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int PORT_UNREACHABLE = 3;

    /** Code of {@link #DESTINATION_UNREACHABLE}; the MTU is in the low 16 bits of the second word, RFC 1191 § 4. */
    public static final int FRAGMENTATION_NEEDED = 4;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int SOURCE_ROUTE_FAILED = 5;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NETWORK_UNKNOWN = 6;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int HOST_UNKNOWN = 7;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int HOST_ISOLATED = 8;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NETWORK_PROHIBITED = 9;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int HOST_PROHIBITED = 10;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NETWORK_UNREACHABLE_FOR_TOS = 11;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int HOST_UNREACHABLE_FOR_TOS = 12;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    /** Code of {@link #DESTINATION_UNREACHABLE}. */
    public static final int PRECEDENCE_CUTOFF = 15;

    /** Code of {@link #PARAMETER_PROBLEM}; the pointer is the first octet of the second word. */
    public static final int POINTER_INDICATES_ERROR = 0;

    /** Code of {@link #PARAMETER_PROBLEM}. */
    public static final int BAD_LENGTH = 2;

    /** The highest type that is known to be assigned to a query or to an error. */
    private static final int HIGHEST_QUERY = 18;

    private Icmp4() {}

    /** Whether a type is echo request or echo reply. */
    public static boolean isEcho(int type) {
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }

    /** Whether a type is an error message, which quotes the packet it is about; RFC 1122 § 3.2.2. */
    public static boolean isError(int type) {
        return type == DESTINATION_UNREACHABLE
                || type == SOURCE_QUENCH
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** Whether an error message may answer a message of this type: it must be known to be no error itself. */
    public static boolean mayBeAnswered(int type) {
        return type <= HIGHEST_QUERY && !isError(type);
    }
}
