// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.UnsignedText;
import joolj.config.definition.BibEntry;
import joolj.config.definition.DefinitionSink;
import joolj.config.definition.EamEntry;
import joolj.config.definition.FmrEntry;
import joolj.config.definition.Pool4Entry;

/** Reads the tables of an instance. */
final class YamlTables {
    private static final String PREFIX4 = "an IPv4 prefix such as 192.0.2.0/24";
    private static final String PREFIX6 = "an IPv6 prefix such as 2001:db8::/96";

    private final YamlValues values;
    private final DefinitionSink sink;

    YamlTables(YamlValues values, DefinitionSink sink) {
        this.values = values;
        this.sink = sink;
    }

    /** Reads a table by its name. */
    void read(String section, YamlNode node, String path) {
        int index = 0;
        for (YamlNode item : values.items(node, path)) {
            String place = path + "[" + index++ + "]";
            switch (section) {
                case "pool4" -> pool4(item, place);
                case "bib" -> bib(item, place);
                case "eamt" -> eam(item, place);
                case "denylist4" ->
                    values.parsed(item, place, PREFIX4, Ipv4Prefix::parse)
                            .ifPresent(prefix -> values.deliver(item, place, () -> sink.denied4(prefix)));
                case "fmrt" -> fmr(item, place);
                default -> throw new IllegalArgumentException(section);
            }
        }
    }

    private void pool4(YamlNode item, String path) {
        Map<String, YamlNode> in = values.members(item, path, YamlKeys.POOL4);
        Optional<L4Protocol> protocol = protocol(in, path);
        Optional<Ipv4Prefix> prefix = prefix4(in, "prefix", path);
        Optional<PortRange> ports = ports(in.get("port range"), YamlValues.join(path, "port range"));
        Optional<Long> mark = in.containsKey("mark")
                ? values.integer(in.get("mark"), YamlValues.join(path, "mark"), 0, UnsignedText.U32)
                : Optional.of(0L);
        Optional<MaxIterations> iterations = Optional.ofNullable(in.get("max-iterations"))
                .flatMap(node -> iterations(node, YamlValues.join(path, "max-iterations")));
        if (protocol.isPresent() && prefix.isPresent() && ports.isPresent() && mark.isPresent()) {
            Pool4Entry entry = new Pool4Entry(mark.get(), protocol.get(), prefix.get(), ports.get(), iterations);
            values.deliver(item, path, () -> sink.pool4(entry));
        }
    }

    private Optional<PortRange> ports(YamlNode node, String path) {
        return node == null
                ? Optional.of(Pool4Entry.DEFAULT_PORTS)
                : values.parsed(node, path, "ports such as 1024-65535, at most 65535", YamlTables::ports);
    }

    /** Other than on the command line, nothing may follow the digits. */
    private static PortRange ports(String text) {
        if (!text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))
                || text.indexOf('-') != text.lastIndexOf('-')) {
            throw new IllegalArgumentException(text);
        }
        return PortRange.parse(text);
    }

    private Optional<MaxIterations> iterations(YamlNode node, String path) {
        Object value = node instanceof YamlNode.Scalar scalar ? scalar.value() : null;
        if ("auto".equals(value)) {
            return Optional.of(MaxIterations.AUTO);
        }
        if ("infinity".equals(value)) {
            return Optional.of(MaxIterations.INFINITY);
        }
        if (value instanceof Long count && count >= 1 && count <= UnsignedText.U32) {
            return Optional.of(new MaxIterations(MaxIterations.Kind.FIXED, count));
        }
        values.reportValue(node, path, "an integer from 1 to " + UnsignedText.U32 + ", auto or infinity");
        return Optional.empty();
    }

    private void bib(YamlNode item, String path) {
        Map<String, YamlNode> in = values.members(item, path, YamlKeys.BIB);
        Optional<L4Protocol> protocol = protocol(in, path);
        Optional<TransportAddress6> address6 = Optional.ofNullable(in.get("ipv6 address"))
                .flatMap(node -> values.parsed(
                        node,
                        YamlValues.join(path, "ipv6 address"),
                        "an IPv6 transport address such as 2001:db8::5#80",
                        TransportAddress6::parse));
        Optional<TransportAddress4> address4 = Optional.ofNullable(in.get("ipv4 address"))
                .flatMap(node -> values.parsed(
                        node,
                        YamlValues.join(path, "ipv4 address"),
                        "an IPv4 transport address such as 192.0.2.1#80",
                        TransportAddress4::parse));
        if (protocol.isPresent() && address6.isPresent() && address4.isPresent()) {
            BibEntry entry = new BibEntry(protocol.get(), address6.get(), address4.get());
            values.deliver(item, path, () -> sink.bib(entry));
        }
    }

    private void eam(YamlNode item, String path) {
        Map<String, YamlNode> in = values.members(item, path, YamlKeys.EAM);
        Optional<Ipv6Prefix> prefix6 = prefix6(in, path);
        Optional<Ipv4Prefix> prefix4 = prefix4(in, "ipv4 prefix", path);
        if (prefix6.isPresent() && prefix4.isPresent()) {
            values.deliver(item, path, () -> sink.eam(new EamEntry(prefix6.get(), prefix4.get())));
        }
    }

    private void fmr(YamlNode item, String path) {
        Map<String, YamlNode> in = values.members(item, path, YamlKeys.FMR);
        Optional<Ipv6Prefix> prefix6 = prefix6(in, path);
        Optional<Ipv4Prefix> prefix4 = prefix4(in, "ipv4 prefix", path);
        Optional<Long> eaBits = Optional.ofNullable(in.get("ea-bits length"))
                .flatMap(node -> values.integer(node, YamlValues.join(path, "ea-bits length"), 0, 48));
        Optional<Long> offset = in.containsKey("a")
                ? values.integer(in.get("a"), YamlValues.join(path, "a"), 0, 16)
                : Optional.of((long) FmrEntry.DEFAULT_OFFSET);
        if (prefix6.isPresent() && prefix4.isPresent() && eaBits.isPresent() && offset.isPresent()) {
            FmrEntry entry = new FmrEntry(
                    prefix6.get(),
                    prefix4.get(),
                    eaBits.get().intValue(),
                    offset.get().intValue());
            values.deliver(item, path, () -> sink.fmr(entry));
        }
    }

    private Optional<L4Protocol> protocol(Map<String, YamlNode> in, String path) {
        return Optional.ofNullable(in.get("protocol"))
                .flatMap(node -> values.parsed(
                        node,
                        YamlValues.join(path, "protocol"),
                        "TCP, UDP or ICMP",
                        text -> L4Protocol.valueOf(text.toUpperCase(Locale.ROOT))));
    }

    private Optional<Ipv4Prefix> prefix4(Map<String, YamlNode> in, String key, String path) {
        return Optional.ofNullable(in.get(key))
                .flatMap(node -> values.parsed(node, YamlValues.join(path, key), PREFIX4, Ipv4Prefix::parse));
    }

    private Optional<Ipv6Prefix> prefix6(Map<String, YamlNode> in, String path) {
        return Optional.ofNullable(in.get("ipv6 prefix"))
                .flatMap(node -> values.parsed(node, YamlValues.join(path, "ipv6 prefix"), PREFIX6, Ipv6Prefix::parse));
    }
}
