// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.List;
import java.util.regex.Pattern;

/** The one list of {@link KnownDifference}s; {@code docs/differences.md} has the same. */
final class KnownDifferences {
    static final List<KnownDifference> ALL = List.of(
            because(
                    "Jool translates an ICMPv4 error that quotes an ICMPv4 error; jool-j drops it.",
                    "RFC 7915 § 4.3: drop the packet if it contains more embedded headers",
                    "verdict: dropped, recorded translated"
                            + "|step 0 packet 0: none, recorded IPv6"
                            + "|counters: \\{JSTAT_DOUBLE_ICMP4_ERROR=1, JSTAT_RECEIVED4=1}, recorded .*",
                    "icmp46-inner/inner-err"),
            because(
                    "Jool drops ICMP errors that quote less than a whole TCP header; jool-j translates them if the quote"
                            + " has the ports and the sequence number.",
                    "RFC 792: 64 bits of the original datagram's data are quoted",
                    "verdict: translated, recorded dropped"
                            + "|step [01] packet 0: sent IPv[46], recorded none"
                            + "|counters: .*JSTAT_SUCCESS=[12]}, recorded .*JSTAT_SKB_TRUNCATED=1.*",
                    "icmp46-inner/inner-tcp-cut28",
                    "icmp64-inner/inner-tcp-cut48",
                    "icmp64-inner/inner-tcp-cut59",
                    "nat64-icmp4/tcp-cut28"),
            because(
                    "Jool forgets that the packet that an ICMPv6 error quotes is a first fragment, or makes up where it lies"
                            + " in its datagram if the error itself has a Fragment header; jool-j translates what is there.",
                    "RFC 7915 § 5.3, § 5.1.1: the inner header is translated as an outer one",
                    "step 0 packet 0: octet 34 20, recorded 00"
                            + "|step 0 packet 0: octet 32 00000000, recorded 7e7f0996; octet 38 8e81, recorded 066c",
                    "icmp64-inner/inner-frag-first",
                    "icmp64-inner/inner-ext-hbh-dst-frag",
                    "icmp64-error/outer-atomic"),
            because(
                    "Jool does not fragment a reassembled IPv4 datagram if its fragments were small enough, so that it is lost;"
                            + " jool-j fragments it.",
                    "RFC 6146 § 3.4, RFC 7915 § 4: packets without DF are fragmented",
                    "step [1-3] packet 0: (octet 6 2c|1496 octets, recorded 1280).*"
                            + "|step [1-3] packet 1: sent IPv6, recorded none"
                            + "|counters: .*JSTAT_SUCCESS=1}, recorded .*JSTAT_DST_OUTPUT=1.*",
                    "nat64-fragment/udp-46-inorder",
                    "nat64-fragment/udp-46-reversed",
                    "nat64-fragment/udp-46-dup",
                    "nat64-fragment/tcp-46-inorder",
                    "nat64-fragment/tcp-46-reversed",
                    "nat64-fragment/icmp-46-inorder",
                    "nat64-fragment/icmp-46-reversed",
                    "nat64-fragment/udp-46-tiny-first",
                    "nat64-fragment/udp-46-zero",
                    "nat64-fragment/lowest-mtu"),
            because(
                    "Jool loses three bits of the traffic class in a packet that is hairpinned; jool-j keeps all.",
                    "RFC 7915 § 4.1, § 5.1: the octet is copied",
                    "step 0 packet 0: octet 0 6b, recorded 61",
                    "nat64-hairpin/udp-tc",
                    "nat64-hairpin/tcp-tc"),
            because(
                    "Jool computes a wrong checksum for a quoted UDP header without one, and for a datagram without one that"
                            + " is to be fragmented; jool-j computes the right one.",
                    "RFC 7915 § 4.5: calculate an IPv6 checksum",
                    "step 0 packet 0: octet 42 0737, recorded 62ef; octet 94 e1f8, recorded 8640"
                            + "|step 0 packet 0: octet 54 b8df, recorded 525c",
                    "siit46-checksum/udp0-on-inner",
                    "siit46-mtu/1280-udp0"),
            because(
                    "Which free port is taken depends on a secret and on the hash function, which is another one.",
                    "RFC 6056 § 3.3.3: F is a cryptographic hash function",
                    "step 0 packet 0: octet 21 .., recorded ..; octet 27 .., recorded .."
                            + "|step 3 packet 0: octet 15 8[4-7], recorded 86; octet 27 e., recorded e2"
                            + "|step [01] packet 0: octet 23 3., recorded 3.; octet 25 3[de], recorded 3[de]"
                            + "|(bib|sessions): .*",
                    "nat64-pool4/f-args-15",
                    "nat64-pool4/prefix",
                    "nat64-session/icmp-two-ports"),
            because(
                    "Of several kept SYNs that expire at the same time, Jool answers the one that came last first; jool-j"
                            + " answers them in the order in which they came.",
                    "RFC 6146 § 3.5.2.2 says nothing about the order",
                    "step 4 packet [01]: octet 49 e[67], recorded e[67]; octet 52 [0-9a-f]{8}, recorded [0-9a-f]{8};"
                            + " octet 65 9[36], recorded 9[36]",
                    "nat64-syn/max-opens-2"));

    private KnownDifferences() {}

    /** The one that a case shows, or null. */
    static KnownDifference of(String id) {
        return ALL.stream()
                .filter(known -> known.ids().contains(id))
                .findFirst()
                .orElse(null);
    }

    private static KnownDifference because(String reason, String section, String lines, String... ids) {
        return new KnownDifference(List.of(ids), Pattern.compile(lines), reason, section);
    }
}
