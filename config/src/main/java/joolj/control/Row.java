// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.MappingRuleText;
import joolj.config.Processors;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.config.UnsignedText;
import joolj.rfc7597.MappingRule;

/** One line of a table. Each record has a static {@code of} that reads what its {@link #cells} wrote. */
public sealed interface Row {
    /** The cells as JSON values, in the order of the components. */
    List<Object> cells();

    /**
     * A line of {@code instance display}.
     *
     * @param namespace the namespace as hexadecimal digits, without a prefix
     * @param queues the queues it listens on; nothing if it has none
     * @param reinjection how translated packets enter the network again
     * @param device the TUN device they enter it by, if they do
     * @param processors what its workers are bound to
     * @param rules which rules the daemon has installed for an iptables instance, {@code iptables},
     *     {@code iptables-notrack} or {@code nft}, if any
     */
    record Instance(
            String namespace,
            String name,
            Framework framework,
            Optional<QueueRange> queues,
            Reinjection reinjection,
            Optional<String> device,
            Processors processors,
            Optional<String> rules)
            implements Row {
        private static final int CELLS_OF_FIRST_RELEASE = 4;
        private static final int RULES = 7;

        /** An instance whose packets are carried as usual. */
        public Instance(String namespace, String name, Framework framework, Optional<QueueRange> queues) {
            this(
                    namespace,
                    name,
                    framework,
                    queues,
                    Reinjection.RAW,
                    Optional.empty(),
                    Processors.ANY,
                    Optional.empty());
        }

        @Override
        public List<Object> cells() {
            return Arrays.asList(
                    namespace,
                    name,
                    framework.label(),
                    queues.map(QueueRange::toString).orElse(null),
                    reinjection.label(),
                    device.orElse(null),
                    processors.named() ? processors.toString() : null,
                    rules.orElse(null));
        }

        /** Reads the cells. */
        public static Instance of(List<?> cells) throws MalformedMessageException {
            boolean complete = cells.size() > CELLS_OF_FIRST_RELEASE;
            return Cells.read(
                    cells,
                    complete ? CELLS_OF_FIRST_RELEASE + 3 : CELLS_OF_FIRST_RELEASE,
                    in -> new Instance(
                            in.text(0),
                            in.text(1),
                            in.framework(2),
                            in.optionalText(3).map(Instance::queues),
                            complete ? Reinjection.parse(in.text(4)) : Reinjection.RAW,
                            complete ? in.optionalText(5) : Optional.empty(),
                            complete
                                    ? in.optionalText(6).map(Processors::parse).orElse(Processors.ANY)
                                    : Processors.ANY,
                            cells.size() > RULES ? in.optionalText(RULES) : Optional.empty()));
        }

        private static QueueRange queues(String text) {
            return text.indexOf(':') < 0 ? QueueRange.parseNumber(text) : QueueRange.parseRange(text);
        }
    }

    /**
     * A line of {@code instance rules}.
     *
     * @param text without its line feed
     */
    record Line(String text) implements Row {
        @Override
        public List<Object> cells() {
            return List.of(text);
        }

        /** Reads the cells. */
        public static Line of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 1, in -> new Line(in.text(0)));
        }
    }

    /**
     * A line of {@code global display}.
     *
     * @param value as {@link joolj.config.ValueType#json} makes it; may be null
     */
    record Global(String key, Object value) implements Row {
        @Override
        public List<Object> cells() {
            return Arrays.asList(key, value);
        }

        /** Reads the cells. */
        public static Global of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 2, in -> new Global(in.text(0), in.any(1)));
        }
    }

    /**
     * A line of {@code stats display}.
     *
     * @param label as {@link joolj.translation.Reason#label} has it
     * @param count events or, for gauges, things alive; 0 to 2^63-1
     */
    record Stat(String label, long count) implements Row {
        @Override
        public List<Object> cells() {
            return Arrays.asList(label, count);
        }

        /** Reads the cells. */
        public static Stat of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 2, in -> new Stat(in.text(0), in.integer(1, Long.MAX_VALUE)));
        }
    }

    /**
     * A line of {@code pool4 display}.
     *
     * @param mark packet mark, 0 to 2^32-1
     * @param address big-endian
     * @param minPort first port or identifier, 0 to 65535
     * @param maxPort last port or identifier, 0 to 65535
     * @param iterations bound of the port search of this mark and protocol; -1 means none
     * @param fixed whether an operator chose the bound
     */
    record Pool4(long mark, L4Protocol protocol, int address, int minPort, int maxPort, long iterations, boolean fixed)
            implements Row {
        /** No bound. */
        public static final long INFINITE = -1;

        @Override
        public List<Object> cells() {
            return Arrays.asList(mark, protocol.name(), IpText.format4(address), minPort, maxPort, iterations, fixed);
        }

        /** Reads the cells. */
        public static Pool4 of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    7,
                    in -> new Pool4(
                            in.integer(0, UnsignedText.U32),
                            in.protocol(1),
                            IpText.parse4(in.text(2)),
                            in.port(3),
                            in.port(4),
                            in.isMinusOne(5) ? INFINITE : in.integer(5, UnsignedText.U32),
                            in.flag(6)));
        }
    }

    /** A line of {@code bib display}. */
    record Bib(L4Protocol protocol, TransportAddress6 address6, TransportAddress4 address4, boolean isStatic)
            implements Row {
        @Override
        public List<Object> cells() {
            List<Object> cells = new ArrayList<>(6);
            cells.add(protocol.name());
            add(cells, address6);
            add(cells, address4);
            cells.add(isStatic);
            return cells;
        }

        /** Reads the cells. */
        public static Bib of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 6, in -> new Bib(in.protocol(0), in.transport6(1), in.transport4(3), in.flag(5)));
        }
    }

    /**
     * A line of {@code session display}.
     *
     * @param remote6 the IPv6 node
     * @param local6 the IPv4 node as the IPv6 node sees it
     * @param local4 the IPv6 node as the IPv4 node sees it
     * @param remote4 the IPv4 node
     * @param expires time left, milliseconds
     * @param state the TCP state by Jool's name; nothing for UDP and ICMP
     */
    record Session(
            L4Protocol protocol,
            TransportAddress6 remote6,
            TransportAddress6 local6,
            TransportAddress4 local4,
            TransportAddress4 remote4,
            long expires,
            Optional<String> state)
            implements Row {
        @Override
        public List<Object> cells() {
            List<Object> cells = new ArrayList<>(11);
            cells.add(protocol.name());
            add(cells, remote6);
            add(cells, local6);
            add(cells, local4);
            add(cells, remote4);
            cells.add(expires);
            cells.add(state.orElse(null));
            return cells;
        }

        /** Reads the cells. */
        public static Session of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    11,
                    in -> new Session(
                            in.protocol(0),
                            in.transport6(1),
                            in.transport6(3),
                            in.transport4(5),
                            in.transport4(7),
                            in.integer(9, Long.MAX_VALUE),
                            in.optionalText(10)));
        }
    }

    /**
     * A line of {@code session follow}.
     *
     * @param millis when it happened, milliseconds since 1970, UTC
     * @param added whether the session came; otherwise it ended
     */
    record SessionEvent(
            long millis,
            boolean added,
            L4Protocol protocol,
            TransportAddress6 remote6,
            TransportAddress6 local6,
            TransportAddress4 local4,
            TransportAddress4 remote4)
            implements Row {
        @Override
        public List<Object> cells() {
            List<Object> cells = new ArrayList<>(11);
            cells.add(millis);
            cells.add(added);
            cells.add(protocol.name());
            add(cells, remote6);
            add(cells, local6);
            add(cells, local4);
            add(cells, remote4);
            return cells;
        }

        /** Reads the cells. */
        public static SessionEvent of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    11,
                    in -> new SessionEvent(
                            in.integer(0, Long.MAX_VALUE),
                            in.flag(1),
                            in.protocol(2),
                            in.transport6(3),
                            in.transport6(5),
                            in.transport4(7),
                            in.transport4(9)));
        }
    }

    /** A line of {@code eamt display}. */
    record Eam(Ipv6Prefix prefix6, Ipv4Prefix prefix4) implements Row {
        @Override
        public List<Object> cells() {
            return List.of(prefix6.toString(), prefix4.toString());
        }

        /** Reads the cells. */
        public static Eam of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 2, in -> new Eam(Ipv6Prefix.parse(in.text(0)), Ipv4Prefix.parse(in.text(1))));
        }
    }

    /** A line of {@code denylist4 display}. */
    record Denied4(Ipv4Prefix prefix4) implements Row {
        @Override
        public List<Object> cells() {
            return List.of(prefix4.toString());
        }

        /** Reads the cells. */
        public static Denied4 of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 1, in -> new Denied4(Ipv4Prefix.parse(in.text(0))));
        }
    }

    /**
     * The only line of {@code address query}. Its protocol tells the direction: an IPv4 result was asked for by an IPv6
     * address.
     *
     * @param result what the address becomes
     * @param scheme by which rule; {@link Scheme#EAMT} goes with a prefix4, {@link Scheme#RFC6052} without
     * @param prefix6 pool6, or the IPv6 prefix of the mapping
     * @param prefix4 the IPv4 prefix of the mapping
     */
    record TranslatedAddress(IpAddress result, Scheme scheme, Ipv6Prefix prefix6, Optional<Ipv4Prefix> prefix4)
            implements Row {
        /** Checks that scheme and prefix4 agree. */
        public TranslatedAddress {
            if ((scheme == Scheme.EAMT) != prefix4.isPresent()) {
                throw new IllegalArgumentException("scheme " + scheme.label() + " with prefix4 " + prefix4);
            }
        }

        /** The result of an explicit address mapping. */
        public static TranslatedAddress byEam(IpAddress result, Ipv6Prefix prefix6, Ipv4Prefix prefix4) {
            return new TranslatedAddress(result, Scheme.EAMT, prefix6, Optional.of(prefix4));
        }

        /** The result of pool6. */
        public static TranslatedAddress byPool6(IpAddress result, Ipv6Prefix pool6) {
            return new TranslatedAddress(result, Scheme.RFC6052, pool6, Optional.empty());
        }

        @Override
        public List<Object> cells() {
            return Arrays.asList(
                    result.toString(),
                    scheme.label(),
                    prefix6.toString(),
                    prefix4.map(Ipv4Prefix::toString).orElse(null));
        }

        /** Reads the cells. */
        public static TranslatedAddress of(List<?> cells) throws MalformedMessageException {
            return Cells.read(cells, 4, in -> {
                IpAddress result = IpAddress.parse(in.text(0));
                Ipv6Prefix prefix6 = Ipv6Prefix.parse(in.text(2));
                return in.scheme(1) == Scheme.EAMT
                        ? byEam(result, prefix6, Ipv4Prefix.parse(in.text(3)))
                        : byPool6(result, prefix6);
            });
        }
    }

    /**
     * A line of {@code fmrt display}.
     *
     * @param rule the Forwarding Mapping Rule
     */
    record Fmr(MappingRule rule) implements Row {
        @Override
        public List<Object> cells() {
            return Arrays.asList(
                    rule.prefix6().toString(), rule.prefix4().toString(), rule.eaBits(), rule.offsetBits());
        }

        /** Reads the cells. */
        public static Fmr of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    4,
                    in -> new Fmr(new MappingRule(
                            Ipv6Prefix.parse(in.text(0)),
                            Ipv4Prefix.parse(in.text(1)),
                            (int) in.integer(2, MappingRule.MAX_EA_BITS),
                            (int) in.integer(3, MappingRuleText.OFFSET_MAX))));
        }
    }

    /**
     * The only line of {@code daemon status}.
     *
     * @param version the release of the daemon
     * @param pid its process number
     * @param uptime seconds since it became ready
     * @param instances how many instances it runs, in all namespaces
     */
    record Daemon(String version, long pid, long uptime, long instances) implements Row {
        @Override
        public List<Object> cells() {
            return Arrays.asList(version, pid, uptime, instances);
        }

        /** Reads the cells. */
        public static Daemon of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    4,
                    in -> new Daemon(
                            in.text(0),
                            in.integer(1, Long.MAX_VALUE),
                            in.integer(2, Long.MAX_VALUE),
                            in.integer(3, Long.MAX_VALUE)));
        }
    }

    /**
     * The only line of {@code daemon reload}.
     *
     * @param added instances created
     * @param changed instances changed or created anew
     * @param removed instances removed
     * @param unchanged instances that are as their files say
     * @param problems what could not be done, and why; a line each
     */
    record Reload(long added, long changed, long removed, long unchanged, List<String> problems) implements Row {
        /** Keeps a copy. */
        public Reload {
            problems = List.copyOf(problems);
        }

        @Override
        public List<Object> cells() {
            return List.of(added, changed, removed, unchanged, problems);
        }

        /** Reads the cells. */
        public static Reload of(List<?> cells) throws MalformedMessageException {
            return Cells.read(
                    cells,
                    5,
                    in -> new Reload(
                            in.integer(0, Long.MAX_VALUE),
                            in.integer(1, Long.MAX_VALUE),
                            in.integer(2, Long.MAX_VALUE),
                            in.integer(3, Long.MAX_VALUE),
                            in.texts(4)));
        }
    }

    private static void add(List<Object> cells, TransportAddress6 address) {
        cells.add(IpText.format6(address.high(), address.low()));
        cells.add(address.port());
    }

    private static void add(List<Object> cells, TransportAddress4 address) {
        cells.add(IpText.format4(address.address()));
        cells.add(address.port());
    }
}
