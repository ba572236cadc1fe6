// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import java.util.List;
import java.util.SplittableRandom;
import joolj.address.L4Protocol;

/** Makes random packets between few nodes and few ports, so that they get in each other's way. */
final class Traffic {
    /** Ports of pool4 that occur; not all of them need be in it. */
    static final int FIRST_PORT = 100;

    static final int LAST_PORT = 107;

    static final List<String> POOL4 = List.of("203.0.113.5", "203.0.113.6");
    static final List<Integer> MARKS = List.of(0, 7);

    private static final List<String> FLAGS = List.of("S", "S", "S", "A", "A", "", "F", "FA", "R", "SA", "FR", "SF");

    private final Tables tables;
    private final SplittableRandom random;

    Traffic(Tables tables, SplittableRandom random) {
        this.tables = tables;
        this.random = random;
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T oneOf(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    L4Protocol protocol() {
        return L4Protocol.values()[random.nextInt(3)];
    }

    Endpoint node6() {
        return new Endpoint("2001:db8:1::" + (1 + random.nextInt(4)), 5000 + random.nextInt(3));
    }

    private Endpoint node4() {
        return new Endpoint("198.51.100." + (2 + random.nextInt(3)), 80 + random.nextInt(3));
    }

    /** A transport address that may be in pool4, or have been, or be of the implicit one. */
    Endpoint poolAddress() {
        return once(8)
                ? new Endpoint(Model.OWN, Model.IMPLICIT_FIRST_PORT - 1 + random.nextInt(3))
                : new Endpoint(oneOf(POOL4), random.nextInt(FIRST_PORT, LAST_PORT + 1));
    }

    /** For a static entry: sometimes one that a SYN waits at. */
    Endpoint poolAddressToReserve() {
        return tables.syns.isEmpty() || once(2)
                ? poolAddress()
                : oneOf(tables.syns).mask();
    }

    private Endpoint mask(L4Protocol protocol) {
        List<Endpoint> masks = tables.bibs.stream()
                .filter(bib -> bib.protocol == protocol)
                .map(bib -> bib.mask)
                .toList();
        return masks.isEmpty() || once(4) ? poolAddress() : oneOf(masks);
    }

    private Endpoint bound(L4Protocol protocol) {
        List<Endpoint> nodes = tables.bibs.stream()
                .filter(bib -> bib.protocol == protocol)
                .map(bib -> bib.node)
                .toList();
        return nodes.isEmpty() || once(4) ? node6() : oneOf(nodes);
    }

    private Endpoint correspondent(L4Protocol protocol) {
        if (once(6)) {
            return mask(protocol);
        }
        return tables.syns.isEmpty() || once(2) ? node4() : oneOf(tables.syns).remote4();
    }

    /** The next packet. */
    Message next() {
        L4Protocol protocol = protocol();
        String flags = protocol == L4Protocol.TCP ? oneOf(FLAGS) : "";
        int hops = once(40) ? random.nextInt(2) : 64;
        int mark = once(5) ? 7 : once(20) ? 9 : 0;
        if (once(7)) {
            return once(2) ? error6(protocol, flags) : error4(protocol, flags);
        }
        return once(2) ? from6(protocol, flags, hops, mark) : from4(protocol, flags, hops, mark);
    }

    private Message from6(L4Protocol protocol, String flags, int hops, int mark) {
        Endpoint from = once(3) ? node6() : bound(protocol);
        Endpoint to = correspondent(protocol);
        String destination = once(60) ? "2001:db8:2::1" : Model.embedded(to.address());
        String source = once(60) ? Model.embedded("192.0.2.1") : from.address();
        int port = protocol == L4Protocol.ICMP ? from.port() : to.port();
        return new Message(
                true,
                protocol,
                new Endpoint(source, from.port()),
                new Endpoint(destination, port),
                flags,
                hops,
                mark,
                null);
    }

    private Message from4(L4Protocol protocol, String flags, int hops, int mark) {
        Endpoint to = mask(protocol);
        Endpoint from = node4();
        int port = protocol == L4Protocol.ICMP ? to.port() : from.port();
        return new Message(false, protocol, new Endpoint(from.address(), port), to, flags, hops, mark, null);
    }

    /** An error about a packet that went from IPv4 to IPv6, from somewhere on the IPv6 side. */
    private Message error6(L4Protocol protocol, String flags) {
        Endpoint to = once(60) ? new Endpoint(Model.embedded("192.0.2.1"), 5000) : bound(protocol);
        Endpoint from = correspondent(protocol);
        String source = once(60) ? "2001:db8:2::1" : Model.embedded(from.address());
        int port = protocol == L4Protocol.ICMP ? to.port() : from.port();
        return new Message(true, protocol, new Endpoint(source, port), to, flags, 64, 0, "2001:db8:1::ff");
    }

    /** An error about a packet that went from IPv6 to IPv4, from somewhere on the IPv4 side. */
    private Message error4(L4Protocol protocol, String flags) {
        Endpoint from = mask(protocol);
        Endpoint to = node4();
        int port = protocol == L4Protocol.ICMP ? from.port() : to.port();
        return new Message(false, protocol, from, new Endpoint(to.address(), port), flags, 64, 0, "192.0.2.254");
    }
}
