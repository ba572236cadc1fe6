// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import static joolj.config.yaml.YamlKey.integer;
import static joolj.config.yaml.YamlKey.mandatory;
import static joolj.config.yaml.YamlKey.oneOf;
import static joolj.config.yaml.YamlKey.optional;
import static joolj.config.yaml.YamlKey.string;
import static joolj.config.yaml.YamlKey.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.Processors;
import joolj.config.Product;
import joolj.config.Reinjection;
import joolj.config.UnsignedText;

/** Every key of a YAML file but the globals, which {@link joolj.config.GlobalKeys} declares. */
public final class YamlKeys {
    /** Most queues of an instance. */
    static final int WORKERS_MAX = 64;

    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "ICMP");
    private static final Map<String, Object> ANY_ARRAY = Map.of("type", "array");

    /** The only key of a file that defines several instances. */
    public static final YamlKey INSTANCES =
            mandatory("instances", ANY_ARRAY, "The instances of the file, if it defines more than one.");

    /** What every instance has. */
    public static final List<YamlKey> COMMON = List.of(
            mandatory(
                    "instance",
                    Map.of("type", "string", "maxLength", InstanceName.MAXIMUM_LENGTH),
                    "The instance's name; at most 15 printable ASCII characters."),
            optional(
                    "product",
                    words(Arrays.stream(Product.values()).map(Product::label).toList()),
                    "What the instance is: nat64 (default), siit or mapt."),
            optional(
                    "framework",
                    words(Arrays.stream(Framework.values())
                            .map(Framework::label)
                            .toList()),
                    "What hands it packets: netfilter (default), all packets of the namespace, or iptables, those that a "
                            + "rule sends."),
            optional(
                    "namespace",
                    string(),
                    "The network namespace: a name that `ip netns` knows, the path of a namespace's file, or self "
                            + "(default), the daemon's own."),
            optional(
                    "queue",
                    oneOf(List.of(integer(0, UnsignedText.U16), string())),
                    "The NFQUEUE number, a range such as 6400-6403, or auto (default): free ones from 6400 up."),
            optional(
                    "workers",
                    integer(1, WORKERS_MAX),
                    "How many queues there are, each with a thread of its own; default: 1, or as many as 'queue' names."),
            optional(
                    "rules",
                    words(List.of("none", "install")),
                    "Whether the daemon installs the rules of an iptables instance (install) or leaves that to the "
                            + "operator (none, default)."),
            optional(
                    "reinject",
                    words(Arrays.stream(Reinjection.values())
                            .map(Reinjection::label)
                            .toList()),
                    "How translated packets enter the network again: raw (default), raw sockets, or tun, a TUN device."),
            optional(
                    "cpu",
                    oneOf(List.of(
                            integer(0, Processors.LAST),
                            Map.of("type", "array", "items", integer(0, Processors.LAST)))),
                    "The processor that the workers are bound to, or a list with one for each queue; default: any."),
            optional(
                    "force",
                    Map.of("type", "boolean"),
                    "Waive the checks that --force waives: overlapping EAMs, subnet-scoped prefixes, pool6's u octet."),
            optional("comment", Map.of(), "Ignored."),
            optional("global", Map.of("type", "object"), "The globals; what is not named has its default."));

    private static final YamlKey POOL4_SECTION =
            optional("pool4", ANY_ARRAY, "The IPv4 transport addresses that mask IPv6 nodes.");
    private static final YamlKey BIB_SECTION = optional("bib", ANY_ARRAY, "The static BIB entries.");
    private static final YamlKey EAMT_SECTION = optional("eamt", ANY_ARRAY, "The explicit address mappings.");
    private static final YamlKey DENYLIST4_SECTION = optional(
            "denylist4",
            Map.of("type", "array", "items", string()),
            "The IPv4 prefixes that pool6 does not translate.");
    private static final YamlKey FMRT_SECTION = optional("fmrt", ANY_ARRAY, "The Forwarding Mapping Rules.");

    /** An element of {@code pool4}. */
    public static final List<YamlKey> POOL4 = List.of(
            mandatory("protocol", words(PROTOCOLS), "TCP, UDP or ICMP."),
            mandatory("prefix", string(), "The IPv4 addresses, such as 192.0.2.0/28; a length of 32 may be left out."),
            optional(
                    "port range",
                    oneOf(List.of(integer(0, UnsignedText.U16), string())),
                    "The ports or ICMP identifiers, such as 1024-65535; default: 61001-65535."),
            optional(
                    "mark",
                    integer(0, UnsignedText.U32),
                    "The packet mark of the IPv6 packets that may use them; default: 0."),
            optional(
                    "max-iterations",
                    oneOf(List.of(integer(1, UnsignedText.U32), words(List.of("auto", "infinity")))),
                    "How many transport addresses are tried at most for a BIB entry, for this mark and protocol; default: "
                            + "auto."));
    /** An element of {@code bib}. */
    public static final List<YamlKey> BIB = List.of(
            mandatory("protocol", words(PROTOCOLS), "TCP, UDP or ICMP."),
            mandatory("ipv6 address", string(), "The IPv6 node's transport address, such as 2001:db8::5#80."),
            mandatory("ipv4 address", string(), "The transport address of pool4, such as 192.0.2.1#80."));
    /** An element of {@code eamt}. */
    public static final List<YamlKey> EAM = List.of(
            mandatory("ipv6 prefix", string(), "The IPv6 side; a length of 128 may be left out."),
            mandatory("ipv4 prefix", string(), "The IPv4 side; a length of 32 may be left out."));
    /** An element of {@code fmrt}. */
    public static final List<YamlKey> FMR = List.of(
            mandatory("ipv6 prefix", string(), "The Rule IPv6 prefix."),
            mandatory("ipv4 prefix", string(), "The Rule IPv4 prefix."),
            mandatory("ea-bits length", integer(0, 48), "The length of the EA bits."),
            optional("a", integer(0, 16), "The PSID offset; default: 6."));

    private YamlKeys() {}

    /** The keys of an instance. */
    public static List<YamlKey> of(Product product) {
        List<YamlKey> keys = new ArrayList<>(COMMON);
        keys.addAll(sections(product));
        return keys;
    }

    /** The tables of an instance. */
    public static List<YamlKey> sections(Product product) {
        return switch (product) {
            case NAT64 -> List.of(POOL4_SECTION, BIB_SECTION);
            case SIIT -> List.of(EAMT_SECTION, DENYLIST4_SECTION);
            case MAPT -> List.of(FMRT_SECTION);
        };
    }

    /** The keys of an element of a table, or nothing if elements are plain values. */
    public static List<YamlKey> elements(String section) {
        return switch (section) {
            case "pool4" -> POOL4;
            case "bib" -> BIB;
            case "eamt" -> EAM;
            case "fmrt" -> FMR;
            default -> List.of();
        };
    }
}
