// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.config.GlobalKeys;
import joolj.config.PortRange;
import joolj.config.RefusedException;
import joolj.instances.rules.PrefixCover;
import joolj.instances.rules.Selection;
import joolj.instances.rules.Selection.Destination4;
import joolj.mapt.MaptSettings;
import joolj.mapt.MaptTranslator;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.Pool4Row;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.rfc7757.Eam;
import joolj.rfc7757.EamtReader;
import joolj.siit.SiitTranslator;

/** Finds out which packets an instance translates, for the rules that are to send them to it. */
final class Selections {
    private static final PortRange IMPLICIT_PORTS = new PortRange(Pool4.IMPLICIT_FIRST_PORT, 65535);
    private static final int PAGE = 512;

    private static final Comparator<Destination4> BY_ADDRESS = Comparator.comparing(
                    (Destination4 destination) ->
                            destination.prefix().orElseThrow().address(),
                    Integer::compareUnsigned)
            .thenComparing(destination -> destination.protocol().orElseThrow())
            .thenComparing(destination -> destination.ports().first());

    private Selections() {}

    /**
     * The packets of an instance as it is configured now.
     *
     * @throws RefusedException if there are too many different destinations for rules
     */
    static Selection of(Instance instance) {
        Engine engine = instance.engine();
        List<Ipv6Prefix> pool6 =
                instance.globals().get(GlobalKeys.POOL6).map(List::of).orElse(List.of());
        if (engine instanceof Nat64Engine nat64) {
            return new Selection(pool6, pool4(nat64.state().pool4()), false, List.of());
        }
        if (engine instanceof SiitEngine siit) {
            return stateless(siit.translator(), pool6);
        }
        return mapt(((MaptEngine) engine).translator());
    }

    private static List<Destination4> pool4(Pool4 pool4) {
        if (pool4.isEmpty()) {
            return List.of(
                    local(L4Protocol.TCP, IMPLICIT_PORTS),
                    local(L4Protocol.UDP, IMPLICIT_PORTS),
                    local(L4Protocol.ICMP, PortRange.ALL));
        }
        List<Destination4> destinations = new ArrayList<>();
        List<Ipv4Prefix> addresses = new ArrayList<>();
        for (L4Protocol protocol : L4Protocol.values()) {
            addRows(pool4.rows(protocol), protocol, destinations, addresses);
        }
        // ICMP errors about TCP and UDP sessions come to these addresses, too.
        for (Ipv4Prefix prefix : PrefixCover.of4(addresses)) {
            destinations.add(new Destination4(Optional.of(prefix), Optional.of(L4Protocol.ICMP), PortRange.ALL));
        }
        destinations.sort(BY_ADDRESS);
        return limited(destinations);
    }

    private static void addRows(
            Iterator<Pool4Row> rows, L4Protocol protocol, List<Destination4> destinations, List<Ipv4Prefix> addresses) {
        Map<Long, AddressRanges> byPorts = new TreeMap<>();
        while (rows.hasNext()) {
            Pool4Row row = rows.next();
            byPorts.computeIfAbsent(((long) row.firstPort() << 16) | row.lastPort(), key -> new AddressRanges())
                    .add(row.address() & 0xffff_ffffL);
        }
        byPorts.forEach((key, ranges) -> {
            List<Ipv4Prefix> prefixes = ranges.cover();
            addresses.addAll(prefixes);
            if (protocol != L4Protocol.ICMP) {
                PortRange ports = withoutPort0((int) (key >>> 16), (int) (key & 0xffff));
                prefixes.forEach(prefix ->
                        destinations.add(new Destination4(Optional.of(prefix), Optional.of(protocol), ports)));
            }
        });
    }

    /** No packet comes from or to port 0, so that ports from 1 up are all of them. */
    private static PortRange withoutPort0(int first, int last) {
        return first <= 1 && last == 65535 ? PortRange.ALL : new PortRange(first, last);
    }

    private static Destination4 local(L4Protocol protocol, PortRange ports) {
        return new Destination4(Optional.empty(), Optional.of(protocol), ports);
    }

    private static Selection stateless(SiitTranslator translator, List<Ipv6Prefix> pool6) {
        List<Ipv6Prefix> taken6 = new ArrayList<>(pool6);
        List<Ipv4Prefix> taken4 = new ArrayList<>();
        EamtReader reader = translator.eamt().read();
        for (List<Eam> page = reader.next(PAGE); !page.isEmpty(); page = reader.next(PAGE)) {
            page.forEach(eam -> {
                taken6.add(eam.prefix6());
                taken4.add(eam.prefix4());
            });
            limited(taken4);
        }
        Collection<Ipv4Prefix> denied = translator.configuration().denylist4().prefixes();
        return new Selection(
                PrefixCover.of6(taken6),
                PrefixCover.of4(taken4).stream().map(Destination4::of).toList(),
                !pool6.isEmpty(),
                PrefixCover.of4(denied));
    }

    /**
     * A border relay takes what goes to its DMR and to the addresses of customer edges; a customer edge what goes to its
     * own prefix, and all IPv4, because its packets can be told by their source only.
     */
    private static Selection mapt(MaptTranslator translator) {
        MaptSettings settings = translator.settings();
        CustomerEdge edge = settings.edge();
        if (edge != null) {
            return new Selection(List.of(edge.endUserPrefix()), List.of(), true, List.of());
        }
        List<Ipv6Prefix> taken6 =
                settings.dmr() == null ? List.of() : List.of(settings.dmr().prefix());
        List<Ipv4Prefix> taken4 = limited(
                translator.rules().rules().stream().map(MappingRule::prefix4).toList());
        List<Destination4> edges =
                PrefixCover.of4(taken4).stream().map(Destination4::of).toList();
        return new Selection(taken6, edges, false, List.of());
    }

    private static <T> List<T> limited(List<T> list) {
        if (list.size() > Selection.MAXIMUM) {
            throw new RefusedException(
                    RefusedException.ENOSPC,
                    "The instance has more than " + Selection.MAXIMUM
                            + " destinations; please write rules for prefixes that hold many of them.");
        }
        return list;
    }

    /** Addresses in ascending order, several times over: those of a mark, then those of the next. */
    private static final class AddressRanges {
        private final List<Ipv4Prefix> prefixes = new ArrayList<>();
        private long first = -1;
        private long last = -1;

        void add(long address) {
            if (address != last + 1 || first < 0) {
                end();
                first = address;
            }
            last = address;
        }

        private void end() {
            if (first >= 0) {
                prefixes.addAll(PrefixCover.ofRange(first, last));
                limited(prefixes);
            }
        }

        List<Ipv4Prefix> cover() {
            end();
            first = -1;
            return PrefixCover.of4(prefixes);
        }
    }
}
