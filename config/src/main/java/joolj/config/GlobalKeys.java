// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc7597.MappingRule;

/** The registry of globals: every key, in the order in which they are displayed. */
public final class GlobalKeys {
    private static final Set<Product> ALL = EnumSet.allOf(Product.class);
    private static final Set<Product> NAT64 = EnumSet.of(Product.NAT64);
    private static final Set<Product> SIIT = EnumSet.of(Product.SIIT);
    private static final Set<Product> MAPT = EnumSet.of(Product.MAPT);
    private static final Set<Product> STATELESS = EnumSet.of(Product.SIIT, Product.MAPT);

    /** Whether the instance translates at all. */
    public static final Global<Boolean> MANUALLY_ENABLED =
            flag("manually-enabled", ALL, true, "Translate; if false, every packet is handed back untouched.");
    /** The RFC 6052 prefix. */
    public static final Global<Optional<Ipv6Prefix>> POOL6 = new Global<>(
            "pool6",
            ALL,
            new Prefix6Type(),
            Optional.empty(),
            GlobalRules::pool6,
            "The RFC 6052 translation prefix; its length is 32, 40, 48, 56, 64 or 96.");
    /** Octets; at least 1280. */
    public static final Global<Long> LOWEST_IPV6_MTU = new Global<>(
            "lowest-ipv6-mtu",
            ALL,
            new UnsignedType(UnsignedText.U32),
            1280L,
            GlobalRules::lowestIpv6Mtu,
            "Size to which IPv6 packets are fragmented that stem from IPv4 packets without DF; octets, at least 1280.");
    /** Whether decisions about each packet are logged. */
    public static final Global<Boolean> LOGGING_DEBUG =
            flag("logging-debug", ALL, false, "Log every packet and what was decided about it; slow.");
    /** Whether the IPv6 traffic class becomes 0. */
    public static final Global<Boolean> ZEROIZE_TRAFFIC_CLASS = flag(
            "zeroize-traffic-class", ALL, false, "Set the IPv6 traffic class to 0 instead of copying the IPv4 TOS.");
    /** Whether the IPv4 TOS becomes {@link #TOS}. */
    public static final Global<Boolean> OVERRIDE_TOS =
            flag("override-tos", ALL, false, "Set the IPv4 TOS to 'tos' instead of copying the IPv6 traffic class.");
    /** The TOS octet that {@link #OVERRIDE_TOS} sets, 0 to 255. */
    public static final Global<Long> TOS = number("tos", ALL, UnsignedText.U8, 0, "TOS of override-tos; 0 to 255.");
    /** Octets, 1 to 65535 each, descending, without repetition. */
    public static final Global<List<Integer>> MTU_PLATEAUS = new Global<>(
            "mtu-plateaus",
            ALL,
            new PlateausType(),
            List.of(65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68),
            GlobalRules::plateaus,
            "Path MTUs to guess from when a Fragmentation Needed tells none; octets, at most 64 values.");

    /** Whether IPv4 UDP without checksum gets one. */
    public static final Global<Boolean> AMEND_UDP_CHECKSUM_ZERO =
            flag("amend-udp-checksum-zero", SIIT, false, "Compute the checksum of IPv4 UDP packets that have none.");
    /** What happens between EAM hosts. */
    public static final Global<HairpinMode> EAM_HAIRPIN_MODE = new Global<>(
            "eam-hairpin-mode",
            SIIT,
            new ChoiceType<>(HairpinMode.class, HairpinMode::label, "a hairpinning mode"),
            HairpinMode.INTRINSIC,
            (value, force) -> value,
            "Hairpinning of EAM hosts, RFC 7757 section 4.2; off, simple or intrinsic.");
    /** Whether RFC 6791 addresses are chosen at random. */
    public static final Global<Boolean> RANDOMIZE_RFC6791_ADDRESSES = flag(
            "randomize-rfc6791-addresses",
            SIIT,
            true,
            "Choose the address of an ICMP error at random from rfc6791v4-prefix; if false, by hop limit.");
    /** Source of IPv6 ICMP errors whose real source is untranslatable. */
    public static final Global<Optional<Ipv6Prefix>> RFC6791V6_PREFIX = new Global<>(
            "rfc6791v6-prefix",
            STATELESS,
            new Prefix6Type(),
            Optional.empty(),
            GlobalRules::rfc6791v6,
            "Prefix of the source of ICMPv6 errors whose IPv4 source is untranslatable.");
    /** Source of IPv4 ICMP errors whose real source is untranslatable. */
    public static final Global<Optional<Ipv4Prefix>> RFC6791V4_PREFIX = new Global<>(
            "rfc6791v4-prefix",
            STATELESS,
            new Prefix4Type(),
            Optional.empty(),
            GlobalRules::rfc6791v4,
            "Prefix of the source of ICMPv4 errors whose IPv6 source is untranslatable.");

    /** The role of a MAP-T instance. */
    public static final Global<MaptType> MAP_T_TYPE = new Global<>(
            "map-t-type",
            MAPT,
            new ChoiceType<>(MaptType.class, MaptType::name, "a MAP-T type"),
            MaptType.BR,
            (value, force) -> value,
            "Whether the instance is a border relay (BR) or a customer edge (CE).");
    /** The prefix that is delegated to a customer edge; RFC 7597 § 5.2. */
    public static final Global<Optional<Ipv6Prefix>> END_USER_IPV6_PREFIX = new Global<>(
            "end-user-ipv6-prefix",
            MAPT,
            new Prefix6Type(),
            Optional.empty(),
            GlobalRules::rfc6791v6,
            "CE: the prefix delegated to it.");
    /** The Basic Mapping Rule of a customer edge; RFC 7597 § 5.2. */
    public static final Global<Optional<MappingRule>> BMR = new Global<>(
            "bmr",
            MAPT,
            new MappingRuleType(),
            Optional.empty(),
            GlobalRules::mappingRule,
            "CE: its Basic Mapping Rule.");
    /** Whether ports are checked against port sets; RFC 7599 § 8.2, § 8.3. */
    public static final Global<Boolean> MAP_T_CHECK_PORTS = flag(
                    "map-t-check-ports",
                    MAPT,
                    true,
                    "Drop IPv6 packets whose port is not in the port set of the CE that they come from or go to.")
            .asBeyondJool();
    /** Whether a customer edge does the NAPT; RFC 7599 § 8.1. */
    public static final Global<Boolean> NAPT = flag(
                    "napt",
                    MAPT,
                    false,
                    "CE: mask private addresses with its own address and the ports of its own set.")
            .asBeyondJool();
    /** The private addresses that the NAPT masks. */
    public static final Global<Optional<Ipv4Prefix>> NAPT_PREFIX = new Global<>(
                    "napt-prefix",
                    MAPT,
                    new Prefix4Type(),
                    Optional.of(new Ipv4Prefix(0xc0a8_0000, 16)),
                    GlobalRules::naptPrefix,
                    "CE: the private addresses that the NAPT masks.")
            .asBeyondJool();
    /** Milliseconds; at least 7440000, RFC 5382 § 5 REQ-5. */
    public static final Global<Long> NAPT_TCP_TIMEOUT = new Global<>(
                    "napt-tcp-timeout",
                    MAPT,
                    new TimeoutType(),
                    7_440_000L,
                    GlobalRules.timeout("napt-tcp", 7_440_000),
                    "CE: life of an idle established TCP connection in the NAPT; at least 2 hours and 4 minutes.")
            .asBeyondJool();
    /** Milliseconds; at least 120000, RFC 4787 § 4.3 REQ-5. */
    public static final Global<Long> NAPT_UDP_TIMEOUT = new Global<>(
                    "napt-udp-timeout",
                    MAPT,
                    new TimeoutType(),
                    300_000L,
                    GlobalRules.timeout("napt-udp", 120_000),
                    "CE: life of an idle UDP session in the NAPT; at least 2 minutes.")
            .asBeyondJool();
    /** Milliseconds. */
    public static final Global<Long> NAPT_ICMP_TIMEOUT = new Global<>(
                    "napt-icmp-timeout",
                    MAPT,
                    new TimeoutType(),
                    60_000L,
                    (value, force) -> value,
                    "CE: life of an idle ICMP echo session in the NAPT; RFC 5508 wants at least 1 minute.")
            .asBeyondJool();

    /** RFC 6146 § 3.5 filtering. */
    public static final Global<Boolean> ADDRESS_DEPENDENT_FILTERING = flag(
            "address-dependent-filtering",
            NAT64,
            false,
            "Let IPv4 nodes in only if the IPv6 node has sent to them before, RFC 6146 section 3.5.");
    /** Whether IPv4 may open TCP connections. */
    public static final Global<Boolean> DROP_EXTERNALLY_INITIATED_TCP =
            flag("drop-externally-initiated-tcp", NAT64, false, "Drop TCP connections that are opened from IPv4.");
    /** Whether ICMPv6 echo is dropped. */
    public static final Global<Boolean> DROP_ICMPV6_INFO =
            flag("drop-icmpv6-info", NAT64, false, "Drop ICMPv6 echo requests and replies.");
    /** Whose address ICMPv6 errors carry. */
    public static final Global<Boolean> SOURCE_ICMPV6_ERRORS_BETTER = flag(
            "source-icmpv6-errors-better",
            NAT64,
            true,
            "Send ICMPv6 errors from pool6 and their real IPv4 source; if false, from the session's address.");
    /** Bit mask, 0 to 15: 8 source address, 4 source port, 2 destination address, 1 destination port. */
    public static final Global<Long> F_ARGS = new Global<>(
            "f-args",
            NAT64,
            new FieldMaskType(),
            0b1011L,
            GlobalRules::fieldMask,
            "Fields that select the IPv4 port; sum of 8 source address, 4 source port, 2 destination address, 1 "
                    + "destination port.");
    /** Whether a reset ends half-closed connections early. */
    public static final Global<Boolean> HANDLE_RST_DURING_FIN_RCV = flag(
            "handle-rst-during-fin-rcv",
            NAT64,
            false,
            "Use the transitory timeout when a half-closed TCP connection is reset.");
    /** Milliseconds; at least 7200000. */
    public static final Global<Long> TCP_EST_TIMEOUT = timeout(
            "tcp-est-timeout",
            7_200_000,
            GlobalRules.timeout("tcp-est", 7_200_000),
            "Life of an idle established TCP session; at least 2 hours.");
    /** Milliseconds; at least 240000. */
    public static final Global<Long> TCP_TRANS_TIMEOUT = timeout(
            "tcp-trans-timeout",
            240_000,
            GlobalRules.timeout("tcp-trans", 240_000),
            "Life of an idle transitory TCP session; at least 4 minutes.");
    /** Milliseconds; at least 120000. */
    public static final Global<Long> UDP_TIMEOUT = timeout(
            "udp-timeout",
            300_000,
            GlobalRules.timeout("udp", 120_000),
            "Life of an idle UDP session; at least 2 minutes.");
    /** Milliseconds. */
    public static final Global<Long> ICMP_TIMEOUT =
            timeout("icmp-timeout", 60_000, (value, force) -> value, "Life of an idle ICMP echo session.");
    /** Whether BIB entries are logged. */
    public static final Global<Boolean> LOGGING_BIB =
            flag("logging-bib", NAT64, false, "Log every BIB entry that is created or removed.");
    /** Whether sessions are logged. */
    public static final Global<Boolean> LOGGING_SESSION =
            flag("logging-session", NAT64, false, "Log every session that is created or removed.");
    /** Packets. */
    public static final Global<Long> MAXIMUM_SIMULTANEOUS_OPENS = number(
            "maximum-simultaneous-opens",
            NAT64,
            UnsignedText.U32,
            10,
            "IPv4 SYNs kept at most while their IPv6 counterpart is awaited.");
    /** Whether sessions are shared with other translators. */
    public static final Global<Boolean> SS_ENABLED =
            flag("ss-enabled", NAT64, false, "Synchronise sessions with other translators.");
    /** Whether sessions are sent at once. */
    public static final Global<Boolean> SS_FLUSH_ASAP =
            flag("ss-flush-asap", NAT64, true, "Synchronise every session at once.");
    /** Milliseconds. */
    public static final Global<Long> SS_FLUSH_DEADLINE = number(
            "ss-flush-deadline",
            NAT64,
            UnsignedText.U32,
            2000,
            "Longest wait before queued sessions are synchronised; milliseconds.");
    /** Sessions. */
    public static final Global<Long> SS_CAPACITY =
            number("ss-capacity", NAT64, UnsignedText.U32, 512, "Sessions that may wait to be synchronised.");
    /** Octets. */
    public static final Global<Long> SS_MAX_PAYLOAD = number(
            "ss-max-payload", NAT64, UnsignedText.U32, 1452, "Largest synchronisation message; octets of payload.");

    // ---- Beyond Jool, displayed last.

    /** Sessions; 0 is no limit. */
    public static final Global<Long> SESSION_LIMIT = number(
                    "session-limit", NAT64, UnsignedText.U32, 0, "Sessions of all protocols at most; 0 is no limit.")
            .asBeyondJool();
    /** Sessions; 0 is no limit. */
    public static final Global<Long> SESSION_LIMIT_PER_SOURCE = number(
                    "session-limit-per-source",
                    NAT64,
                    UnsignedText.U32,
                    0,
                    "Sessions at most of the IPv6 nodes of one prefix of session-source-prefix-length; 0 is no limit.")
            .asBeyondJool();
    /** Sessions per second; 0 is no limit. */
    public static final Global<Long> SESSION_RATE_PER_SOURCE = new Global<>(
                    "session-rate-per-source",
                    NAT64,
                    new UnsignedType(UnsignedText.U32),
                    0L,
                    GlobalRules.range("session-rate-per-source", 0, 1_000_000),
                    "Sessions that the IPv6 nodes of one prefix of session-source-prefix-length may open in a second; "
                            + "0 to 1000000, 0 is no limit.")
            .asBeyondJool();
    /** Bits, 1 to 128. */
    public static final Global<Long> SESSION_SOURCE_PREFIX_LENGTH = new Global<>(
                    "session-source-prefix-length",
                    NAT64,
                    new UnsignedType(UnsignedText.U8),
                    64L,
                    GlobalRules.range("session-source-prefix-length", 1, 128),
                    "Length of the IPv6 prefixes whose sessions are limited together; 1 to 128.")
            .asBeyondJool();

    /** Entries, 1 to 2^28. */
    public static final Global<Long> TABLE_CAPACITY = new Global<>(
                    "table-capacity",
                    NAT64,
                    new UnsignedType(UnsignedText.U32),
                    4_194_304L,
                    GlobalRules.range("table-capacity", 1, 268_435_456),
                    "Sessions, and BIB entries, that there may be at most for each protocol; 1 to 268435456.")
            .asBeyondJool();

    private static final List<Global<?>> REGISTRY = List.of(
            MANUALLY_ENABLED,
            POOL6,
            LOWEST_IPV6_MTU,
            LOGGING_DEBUG,
            ZEROIZE_TRAFFIC_CLASS,
            OVERRIDE_TOS,
            TOS,
            MTU_PLATEAUS,
            AMEND_UDP_CHECKSUM_ZERO,
            EAM_HAIRPIN_MODE,
            RANDOMIZE_RFC6791_ADDRESSES,
            RFC6791V6_PREFIX,
            RFC6791V4_PREFIX,
            MAP_T_TYPE,
            END_USER_IPV6_PREFIX,
            BMR,
            MAP_T_CHECK_PORTS,
            NAPT,
            NAPT_PREFIX,
            NAPT_TCP_TIMEOUT,
            NAPT_UDP_TIMEOUT,
            NAPT_ICMP_TIMEOUT,
            ADDRESS_DEPENDENT_FILTERING,
            DROP_EXTERNALLY_INITIATED_TCP,
            DROP_ICMPV6_INFO,
            SOURCE_ICMPV6_ERRORS_BETTER,
            F_ARGS,
            HANDLE_RST_DURING_FIN_RCV,
            TCP_EST_TIMEOUT,
            TCP_TRANS_TIMEOUT,
            UDP_TIMEOUT,
            ICMP_TIMEOUT,
            LOGGING_BIB,
            LOGGING_SESSION,
            MAXIMUM_SIMULTANEOUS_OPENS,
            SS_ENABLED,
            SS_FLUSH_ASAP,
            SS_FLUSH_DEADLINE,
            SS_CAPACITY,
            SS_MAX_PAYLOAD,
            SESSION_LIMIT,
            SESSION_LIMIT_PER_SOURCE,
            SESSION_RATE_PER_SOURCE,
            SESSION_SOURCE_PREFIX_LENGTH,
            TABLE_CAPACITY);
    private static final Map<Product, List<Global<?>>> BY_PRODUCT = byProduct();

    private GlobalKeys() {}

    /** The globals of a product, in display order. */
    public static List<Global<?>> of(Product product) {
        return BY_PRODUCT.get(product);
    }

    /** Finds the global of a product that has exactly this name, or nothing. */
    public static Optional<Global<?>> named(Product product, String name) {
        for (Global<?> global : of(product)) {
            if (global.name().equals(name)) {
                return Optional.of(global);
            }
        }
        return Optional.empty();
    }

    private static Map<Product, List<Global<?>>> byProduct() {
        Map<Product, List<Global<?>>> map = new EnumMap<>(Product.class);
        Arrays.stream(Product.values())
                .forEach(product -> map.put(
                        product,
                        REGISTRY.stream()
                                .filter(global -> global.products().contains(product))
                                .toList()));
        return map;
    }

    private static Global<Boolean> flag(String name, Set<Product> products, boolean initial, String text) {
        return new Global<>(name, products, new BooleanType(), initial, (value, force) -> value, text);
    }

    private static Global<Long> number(String name, Set<Product> products, long maximum, long initial, String text) {
        return new Global<>(name, products, new UnsignedType(maximum), initial, (value, force) -> value, text);
    }

    private static Global<Long> timeout(String name, long initial, Global.Rule<Long> rule, String text) {
        return new Global<>(name, NAT64, new TimeoutType(), initial, rule, text);
    }
}
