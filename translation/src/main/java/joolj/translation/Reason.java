// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

/**
 * Every fact that is counted about a packet, one constant for each of Jool's counters, in the order of
 * {@code stats display}, and then those that Jool does not have. A dropped or handed-back packet has exactly one reason.
 */
public enum Reason {
    /** IPv6 packets that entered the instance. */
    RECEIVED6("JSTAT_RECEIVED6", "IPv6 packets that entered the instance."),
    /** IPv4 packets that entered the instance. */
    RECEIVED4("JSTAT_RECEIVED4", "IPv4 packets that entered the instance."),
    /** Packets that were translated and handed to the network. */
    SUCCESS("JSTAT_SUCCESS", "Packets that were translated and handed to the network."),
    /** BIB entries alive now, static and dynamic, of all protocols. */
    BIB_ENTRIES("JSTAT_BIB_ENTRIES", "BIB entries alive now, static and dynamic, of all protocols."),
    /** Sessions alive now, of all protocols. */
    SESSIONS("JSTAT_SESSIONS", "Sessions alive now, of all protocols."),
    /** Dropped: a table or a buffer is full and may not grow. */
    ENOMEM("JSTAT_ENOMEM", "Dropped: a table or a buffer is full and may not grow."),
    /** Handed back: the instance is paused (manually-enabled is false). */
    XLATOR_DISABLED("JSTAT_XLATOR_DISABLED", "Handed back: the instance is paused (manually-enabled is false)."),
    /** Handed back: the instance has no pool6 (MAP-T: no default mapping rule). */
    POOL6_UNSET("JSTAT_POOL6_UNSET", "Handed back: the instance has no pool6 (MAP-T: no default mapping rule)."),
    /** A condition of kernel buffers; always 0 here. */
    SKB_SHARED("JSTAT_SKB_SHARED", "A condition of kernel buffers; always 0 here."),
    /** A condition of kernel buffers; always 0 here. */
    L3HDR_OFFSET("JSTAT_L3HDR_OFFSET", "A condition of kernel buffers; always 0 here."),
    /** Dropped: the packet ends inside a header that is needed. */
    SKB_TRUNCATED("JSTAT_SKB_TRUNCATED", "Dropped: the packet ends inside a header that is needed."),
    /** Dropped: the IPv6 header contradicts itself or the packet, or an ICMPv6 error quotes something that is no first fragment or another error. */
    HDR6(
            "JSTAT_HDR6",
            "Dropped: the IPv6 header contradicts itself or the packet, or an ICMPv6 error quotes something that is no first fragment or another error."),
    /** Dropped: the IPv4 header contradicts itself or the packet, or an ICMPv4 error quotes a malformed packet or a later fragment. */
    HDR4(
            "JSTAT_HDR4",
            "Dropped: the IPv4 header contradicts itself or the packet, or an ICMPv4 error quotes a malformed packet or a later fragment."),
    /** Handed back: the transport protocol is not TCP, UDP or ICMP. */
    UNKNOWN_L4_PROTO("JSTAT_UNKNOWN_L4_PROTO", "Handed back: the transport protocol is not TCP, UDP or ICMP."),
    /** Handed back (NAT64) or dropped (SIIT): the ICMPv6 type has no ICMPv4 counterpart. */
    UNKNOWN_ICMP6_TYPE(
            "JSTAT_UNKNOWN_ICMP6_TYPE",
            "Handed back (NAT64) or dropped (SIIT): the ICMPv6 type has no ICMPv4 counterpart."),
    /** Handed back (NAT64) or dropped (SIIT): the ICMPv4 type has no ICMPv6 counterpart. */
    UNKNOWN_ICMP4_TYPE(
            "JSTAT_UNKNOWN_ICMP4_TYPE",
            "Handed back (NAT64) or dropped (SIIT): the ICMPv4 type has no ICMPv6 counterpart."),
    /** Dropped: an ICMPv6 error that quotes an ICMPv6 error. */
    DOUBLE_ICMP6_ERROR("JSTAT_DOUBLE_ICMP6_ERROR", "Dropped: an ICMPv6 error that quotes an ICMPv6 error."),
    /** Dropped: an ICMPv4 error that quotes an ICMPv4 error. */
    DOUBLE_ICMP4_ERROR("JSTAT_DOUBLE_ICMP4_ERROR", "Dropped: an ICMPv4 error that quotes an ICMPv4 error."),
    /** Handed back: an ICMP error that quotes neither TCP, UDP nor ICMP. */
    UNKNOWN_PROTO_INNER(
            "JSTAT_UNKNOWN_PROTO_INNER", "Handed back: an ICMP error that quotes neither TCP, UDP nor ICMP."),
    /** Dropped: the IPv6 source address lies in pool6. */
    HAIRPIN_LOOP("JSTAT_HAIRPIN_LOOP", "Dropped: the IPv6 source address lies in pool6."),
    /** Handed back: the IPv6 destination address lies outside pool6. */
    POOL6_MISMATCH("JSTAT_POOL6_MISMATCH", "Handed back: the IPv6 destination address lies outside pool6."),
    /** Handed back: the IPv4 destination address and port lie outside pool4. */
    POOL4_MISMATCH("JSTAT_POOL4_MISMATCH", "Handed back: the IPv4 destination address and port lie outside pool4."),
    /** Dropped: ICMPv6 echo, because drop-icmpv6-info is set. */
    ICMP6_FILTER("JSTAT_ICMP6_FILTER", "Dropped: ICMPv6 echo, because drop-icmpv6-info is set."),
    /** Dropped: the IPv6 destination address does not hold an IPv4 address. */
    UNTRANSLATABLE_DST6(
            "JSTAT_UNTRANSLATABLE_DST6", "Dropped: the IPv6 destination address does not hold an IPv4 address."),
    /** Dropped: the IPv4 source address cannot be embedded in pool6. */
    UNTRANSLATABLE_DST4("JSTAT_UNTRANSLATABLE_DST4", "Dropped: the IPv4 source address cannot be embedded in pool6."),
    /** Dropped: the hash that selects a port could not be computed. */
    RFC6056_F("JSTAT_6056_F", "Dropped: the hash that selects a port could not be computed."),
    /** Dropped: pool4 has no entry for the packet's mark and protocol. */
    MASK_DOMAIN_NOT_FOUND(
            "JSTAT_MASK_DOMAIN_NOT_FOUND", "Dropped: pool4 has no entry for the packet's mark and protocol."),
    /** Dropped: no BIB entry for an IPv6 packet and none could be made, because pool4 has no free port. */
    BIB6_NOT_FOUND(
            "JSTAT_BIB6_NOT_FOUND",
            "Dropped: no BIB entry for an IPv6 packet and none could be made, because pool4 has no free port."),
    /** Handed back: no BIB entry for an IPv4 packet to pool4. */
    BIB4_NOT_FOUND("JSTAT_BIB4_NOT_FOUND", "Handed back: no BIB entry for an IPv4 packet to pool4."),
    /** Handed back: an ICMP error about a flow that has no BIB entry. */
    SESSION_NOT_FOUND("JSTAT_SESSION_NOT_FOUND", "Handed back: an ICMP error about a flow that has no BIB entry."),
    /** Dropped, answered as administratively prohibited: address-dependent filtering. */
    ADF("JSTAT_ADF", "Dropped, answered as administratively prohibited: address-dependent filtering."),
    /** Dropped: a TCP connection opened from IPv4, because drop-externally-initiated-tcp is set. */
    V4_SYN("JSTAT_V4_SYN", "Dropped: a TCP connection opened from IPv4, because drop-externally-initiated-tcp is set."),
    /** Dropped: an IPv6 TCP packet without SYN that belongs to no BIB entry. */
    SYN6_EXPECTED("JSTAT_SYN6_EXPECTED", "Dropped: an IPv6 TCP packet without SYN that belongs to no BIB entry."),
    /** Dropped: an IPv4 TCP packet without SYN that belongs to no BIB entry. */
    SYN4_EXPECTED("JSTAT_SYN4_EXPECTED", "Dropped: an IPv4 TCP packet without SYN that belongs to no BIB entry."),
    /** IPv4 SYNs kept for a simultaneous open, without a BIB entry. */
    TYPE1PKT("JSTAT_TYPE1PKT", "IPv4 SYNs kept for a simultaneous open, without a BIB entry."),
    /** IPv4 SYNs kept for a simultaneous open, with a BIB entry, because of address-dependent filtering. */
    TYPE2PKT(
            "JSTAT_TYPE2PKT",
            "IPv4 SYNs kept for a simultaneous open, with a BIB entry, because of address-dependent filtering."),
    /** Dropped: an IPv4 SYN whose like is already kept. */
    SO_EXISTS("JSTAT_SO_EXISTS", "Dropped: an IPv4 SYN whose like is already kept."),
    /** Dropped, answered as port unreachable: more SYNs kept than maximum-simultaneous-opens allows. */
    SO_FULL(
            "JSTAT_SO_FULL",
            "Dropped, answered as port unreachable: more SYNs kept than maximum-simultaneous-opens allows."),
    /** Handed back: an IPv6 packet's address is untranslatable (Jool 4.1.9 counts destinations here). */
    V6_TO_V4_SRC(
            "JSTAT64_SRC",
            "Handed back: an IPv6 packet's address is untranslatable (Jool 4.1.9 counts destinations here)."),
    /** Handed back: an IPv6 packet's address is untranslatable (Jool 4.1.9 counts sources here). */
    V6_TO_V4_DST(
            "JSTAT64_DST", "Handed back: an IPv6 packet's address is untranslatable (Jool 4.1.9 counts sources here)."),
    /** Dropped: no room for the IPv4 packet. */
    V6_TO_V4_PSKB_COPY("JSTAT64_PSKB_COPY", "Dropped: no room for the IPv4 packet."),
    /** Dropped: no IPv4 address to send an ICMP error from. */
    V6_TO_V4_RFC6791_ENOENT("JSTAT64_6791_ENOENT", "Dropped: no IPv4 address to send an ICMP error from."),
    /** Dropped: an ICMPv6 error with a wrong checksum. */
    V6_TO_V4_ICMP_CSUM("JSTAT64_ICMP_CSUM", "Dropped: an ICMPv6 error with a wrong checksum."),
    /** Dropped: an ICMPv6 parameter problem that points at a field without an IPv4 counterpart. */
    V6_TO_V4_UNTRANSLATABLE_PARAM_PROB_PTR(
            "JSTAT64_UNTRANSLATABLE_PARAM_PROB_PTR",
            "Dropped: an ICMPv6 parameter problem that points at a field without an IPv4 counterpart."),
    /** Dropped, answered as time exceeded: hop limit 1 or 0. */
    V6_TO_V4_TTL("JSTAT64_TTL", "Dropped, answered as time exceeded: hop limit 1 or 0."),
    /** Dropped: a fragment of an ICMPv6 message. */
    V6_TO_V4_FRAGMENTED_ICMP("JSTAT64_FRAGMENTED_ICMP", "Dropped: a fragment of an ICMPv6 message."),
    /** Dropped: two fragment headers. */
    V6_TO_V4_DOUBLE_FRAGMENT("JSTAT64_2XFRAG", "Dropped: two fragment headers."),
    /** Dropped, answered as administratively prohibited: an extension header behind the fragment header. */
    V6_TO_V4_FRAG_THEN_EXT(
            "JSTAT64_FRAG_THEN_EXT",
            "Dropped, answered as administratively prohibited: an extension header behind the fragment header."),
    /** Dropped, answered as parameter problem: a routing header with segments left. */
    V6_TO_V4_SEGMENTS_LEFT(
            "JSTAT64_SEGMENTS_LEFT", "Dropped, answered as parameter problem: a routing header with segments left."),
    /** Handed back (NAT64: dropped): the IPv4 source address is untranslatable. */
    V4_TO_V6_SRC("JSTAT46_SRC", "Handed back (NAT64: dropped): the IPv4 source address is untranslatable."),
    /** Handed back: the IPv4 destination address is untranslatable. */
    V4_TO_V6_DST("JSTAT46_DST", "Handed back: the IPv4 destination address is untranslatable."),
    /** Dropped: no room for the IPv6 packet. */
    V4_TO_V6_PSKB_COPY("JSTAT46_PSKB_COPY", "Dropped: no room for the IPv6 packet."),
    /** Dropped: no IPv6 address to send an ICMP error from. */
    V4_TO_V6_RFC6791_ENOENT("JSTAT46_6791_ENOENT", "Dropped: no IPv6 address to send an ICMP error from."),
    /** Dropped: an ICMPv4 error with a wrong checksum. */
    V4_TO_V6_ICMP_CSUM("JSTAT46_ICMP_CSUM", "Dropped: an ICMPv4 error with a wrong checksum."),
    /** Dropped: an ICMPv4 parameter problem that points at a field without an IPv6 counterpart. */
    V4_TO_V6_UNTRANSLATABLE_PARAM_PROBLEM_PTR(
            "JSTAT46_UNTRANSLATABLE_PARAM_PROBLEM_PTR",
            "Dropped: an ICMPv4 parameter problem that points at a field without an IPv6 counterpart."),
    /** Dropped, answered as time exceeded: TTL 1 or 0. */
    V4_TO_V6_TTL("JSTAT46_TTL", "Dropped, answered as time exceeded: TTL 1 or 0."),
    /** Dropped: a fragment of an ICMPv4 message. */
    V4_TO_V6_FRAGMENTED_ICMP("JSTAT46_FRAGMENTED_ICMP", "Dropped: a fragment of an ICMPv4 message."),
    /** Dropped, answered as source route failed: an unexpired source route option. */
    V4_TO_V6_SRC_ROUTE(
            "JSTAT46_SRC_ROUTE", "Dropped, answered as source route failed: an unexpired source route option."),
    /** Dropped, answered as administratively prohibited: UDP without a checksum that may not be computed. */
    V4_TO_V6_FRAGMENTED_ZERO_CSUM(
            "JSTAT46_FRAGMENTED_ZERO_CSUM",
            "Dropped, answered as administratively prohibited: UDP without a checksum that may not be computed."),
    /** Dropped: the outgoing interface's MTU is below 1280. */
    V4_TO_V6_BAD_MTU("JSTAT46_BAD_MTU", "Dropped: the outgoing interface's MTU is below 1280."),
    /** Handed back: no route for the translated packet. */
    FAILED_ROUTES("JSTAT_FAILED_ROUTES", "Handed back: no route for the translated packet."),
    /** Dropped, answered as too big: the translated packet exceeds the MTU and may not be fragmented. */
    PKT_TOO_BIG(
            "JSTAT_PKT_TOO_BIG",
            "Dropped, answered as too big: the translated packet exceeds the MTU and may not be fragmented."),
    /** Dropped: the kernel refused the translated packet. */
    DST_OUTPUT("JSTAT_DST_OUTPUT", "Dropped: the kernel refused the translated packet."),
    /** ICMPv6 errors that the instance itself sent. */
    ICMP6ERR_SUCCESS("JSTAT_ICMP6ERR_SUCCESS", "ICMPv6 errors that the instance itself sent."),
    /** ICMPv6 errors that the instance could not send. */
    ICMP6ERR_FAILURE("JSTAT_ICMP6ERR_FAILURE", "ICMPv6 errors that the instance could not send."),
    /** ICMPv4 errors that the instance itself sent. */
    ICMP4ERR_SUCCESS("JSTAT_ICMP4ERR_SUCCESS", "ICMPv4 errors that the instance itself sent."),
    /** ICMPv4 errors that the instance could not send. */
    ICMP4ERR_FAILURE("JSTAT_ICMP4ERR_FAILURE", "ICMPv4 errors that the instance could not send."),
    /** Dropped: an ICMP extension whose length field exceeds the packet (RFC 4884). */
    ICMPEXT_BIG("JSTAT_ICMPEXT_BIG", "Dropped: an ICMP extension whose length field exceeds the packet (RFC 4884)."),
    /** Handed back, MAP-T CE: the IPv4 source address is not the one that the BMR gives. */
    MAPT_ADDR4("JSTAT_MAPT_ADDR4", "Handed back: the IPv4 source address is not the CE's own by its BMR."),
    /** Handed back, MAP-T CE: the IPv4 source port is not in the CE's port set. */
    MAPT_PSID("JSTAT_MAPT_PSID", "Handed back: the PSID of the IPv4 source port is not the CE's own."),
    /** Handed back, MAP-T: the IPv6 address of an outside node does not match the default mapping rule. */
    MAPT_POOL6("JSTAT_MAPT_POOL6", "Handed back: the IPv6 address of the outside node does not match the DMR."),
    /** Handed back, MAP-T CE: the IPv6 destination address lies outside the end-user prefix. */
    MAPT_EUI6P("JSTAT_MAPT_EUI6P", "Handed back: the IPv6 destination address lies outside end-user-ipv6-prefix."),
    /** Handed back, MAP-T BR: no forwarding mapping rule for the IPv6 source address. */
    MAPT_FMR6("JSTAT_MAPT_FMR6", "Handed back: no FMR has the IPv6 source address."),
    /** Handed back, MAP-T BR: no forwarding mapping rule for the IPv4 destination address. */
    MAPT_FMR4("JSTAT_MAPT_FMR4", "Handed back: no FMR has the IPv4 destination address."),
    /** A rule whose bits do not fit a port; always 0 here, because such rules are refused. */
    MAPT_BAD_PRPF("JSTAT_MAPT_BAD_PRPF", "A rule whose a + k exceeds 16; always 0 here, such rules are refused."),
    /** Dropped, MAP-T: a port outside the port set of its customer edge; RFC 7599 § 8.2, § 8.3. */
    MAPT_PORTS(
            "JSTAT_MAPT_PORTS",
            "Dropped, if it is the source's answered as failed policy: a CE's port outside its port set; map-t-check-ports.",
            true),
    /** Dropped, answered as host unreachable, MAP-T CE: the NAPT has no port left; RFC 6888 § 3 REQ-8. */
    MAPT_NAPT_FULL(
            "JSTAT_MAPT_NAPT_FULL",
            "Dropped, answered as host unreachable: the NAPT has no free port in the CE's port set.",
            true),
    /** Dropped, MAP-T CE: the NAPT knows no connection that the packet belongs to. */
    MAPT_NAPT_CLOSED(
            "JSTAT_MAPT_NAPT_CLOSED", "Dropped: the NAPT knows no connection that the packet belongs to.", true),
    /** Dropped: no free pool4 port for a TCP connection, or an internal inconsistency; see the daemon's log. */
    UNKNOWN(
            "JSTAT_UNKNOWN",
            "Dropped: no free pool4 port for a TCP connection, or an internal inconsistency; see the daemon's log."),

    // ---- Beyond Jool.

    /** Datagrams in fragments, dropped: the rest did not come in time; RFC 6146 § 3.4. */
    FRAGMENTS_TIMEOUT(
            "JSTAT_FRAGMENTS_TIMEOUT",
            "Dropped: the rest of a datagram in fragments did not come in time (IPv4: 30 s, IPv6: 60 s).",
            true),
    /** Datagrams in fragments, dropped: others began, and no more can be in pieces at a time; RFC 6146 § 3.4. */
    FRAGMENTS_DATAGRAMS(
            "JSTAT_FRAGMENTS_DATAGRAMS",
            "Dropped: a datagram in fragments, because too many others were in fragments, too (256 for each queue).",
            true),
    /** Datagrams in fragments, dropped: no memory was left for pieces of others; RFC 6146 § 3.4. */
    FRAGMENTS_OCTETS(
            "JSTAT_FRAGMENTS_OCTETS",
            "Dropped: a datagram in fragments, because fragments took too much memory (4 MiB for each queue).",
            true),
    /** Dropped: another session would exceed session-limit. */
    SESSION_LIMIT("JSTAT_SESSION_LIMIT", "Dropped: another session would exceed session-limit.", true),
    /** Dropped: another session would exceed session-limit-per-source. */
    SESSION_LIMIT_SOURCE(
            "JSTAT_SESSION_LIMIT_SOURCE", "Dropped: another session would exceed session-limit-per-source.", true),
    /** Dropped: another session would exceed session-rate-per-source. */
    SESSION_RATE_SOURCE(
            "JSTAT_SESSION_RATE_SOURCE", "Dropped: another session would exceed session-rate-per-source.", true),
    /** Lines of logging-bib and logging-session that were not written, because they came too fast. */
    LOG_LOST(
            "JSTAT_LOG_LOST",
            "Lines of logging-bib and logging-session that were not written, because they came too fast.",
            true);

    private static final Reason[] VALUES = values();

    private final String label;
    private final String explanation;
    private final boolean beyondJool;

    Reason(String label, String explanation) {
        this(label, explanation, false);
    }

    Reason(String label, String explanation, boolean beyondJool) {
        this.beyondJool = beyondJool;
        this.label = label;
        this.explanation = explanation;
    }

    /** How many reasons there are. */
    public static int count() {
        return VALUES.length;
    }

    /** The name that Jool's {@code stats display} prints, such as {@code JSTAT_SUCCESS}. */
    public String label() {
        return label;
    }

    /** Whether only MAP-T counts it. */
    public boolean isMapt() {
        return label.startsWith("JSTAT_MAPT_");
    }

    /** Whether Jool has no such counter; {@code stats display} under Jool's names leaves it out. */
    public boolean isBeyondJool() {
        return beyondJool;
    }

    /** One sentence for people, as {@code stats display --explain} prints it. */
    public String explanation() {
        return explanation;
    }
}
