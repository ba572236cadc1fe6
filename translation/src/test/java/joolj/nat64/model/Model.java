// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.translation.FakeRoutes;
import joolj.translation.Reason;
import joolj.translation.TestPackets;

/** RFC 6146 § 3 as plainly as it can be written. */
final class Model {
    /** The translator's own IPv4 address, which the implicit pool4 offers. */
    static final String OWN = IpText.format4(FakeRoutes.OWN4);

    /** The first port of the implicit pool4. */
    static final int IMPLICIT_FIRST_PORT = 61001;

    private static final String POOL6 = "64:ff9b::";

    private static final int TIME_EXCEEDED_6 = 3 << 8;
    private static final int TIME_EXCEEDED_4 = 11 << 8;
    private static final int PROHIBITED_4 = 3 << 8 | 13;
    private static final int PORT_UNREACHABLE_4 = 3 << 8 | 3;

    /** Which port is chosen is a matter of chance: where the engine put a node. */
    interface Choice {
        /** The pool4 transport address of a node, or null if it has none. */
        Endpoint maskOf(L4Protocol protocol, Endpoint node);
    }

    final Knobs knobs = new Knobs();
    final Tables tables = new Tables();
    final Map<Reason, Long> counters = new EnumMap<>(Reason.class);
    private final Choice choice;
    long now;

    Model(Choice choice) {
        this.choice = choice;
    }

    /** The IPv6 address that stands for an IPv4 one; RFC 6052. */
    static String embedded(String address4) {
        return IpText.format6(IpText.parse6(POOL6)[0], IpText.parse4(address4) & 0xffff_ffffL);
    }

    private static boolean isEmbedded(String address6) {
        return address6.startsWith(POOL6);
    }

    private static String extracted(String address6) {
        return IpText.format4((int) IpText.parse6(address6)[1]);
    }

    /** What becomes of a packet. */
    Answer answer(Message m) {
        count(m.from6() ? Reason.RECEIVED6 : Reason.RECEIVED4);
        Answer answer = knobs.enabled ? translated(m) : Answer.back(Reason.XLATOR_DISABLED);
        if (answer.reason() != null) {
            count(answer.reason());
        }
        return answer;
    }

    private void count(Reason reason) {
        counters.merge(reason, 1L, Long::sum);
    }

    private Answer translated(Message m) {
        if (m.isError()) {
            return m.from6() ? error6(m) : error4(m.protocol(), m.from(), m.to(), m.sender());
        }
        return m.from6() ? from6(m) : from4(m, m.from(), m.to(), TestPackets.hex(m.octets()), m.hops());
    }

    // ---- from IPv6 to IPv4

    private Answer from6(Message m) {
        if (isEmbedded(m.from().address())) {
            return Answer.dropped(Reason.HAIRPIN_LOOP);
        }
        if (!isEmbedded(m.to().address())) {
            return Answer.back(Reason.POOL6_MISMATCH);
        }
        if (m.protocol() == L4Protocol.ICMP && knobs.dropIcmpv6Info) {
            return Answer.dropped(Reason.ICMP6_FILTER);
        }
        boolean implicit = tables.pool4.isEmpty();
        if (!implicit && !tables.hasDomain(m.mark(), m.protocol())) {
            return Answer.dropped(Reason.MASK_DOMAIN_NOT_FOUND);
        }
        Tables.Bib bib = tables.ofNode(m.protocol(), m.from());
        if (implicit && bib != null && !bib.isStatic && !bib.mask.address().equals(OWN)) {
            tables.bibs.remove(bib);
            bib = null;
        }
        String remote = extracted(m.to().address());
        if (bib == null) {
            if (m.protocol() == L4Protocol.TCP && !m.flags().contains("S")) {
                return Answer.dropped(Reason.SYN6_EXPECTED);
            }
            bib = open(m, new Endpoint(remote, m.to().port()));
            if (bib == null) {
                return Answer.dropped(m.protocol() == L4Protocol.TCP ? Reason.UNKNOWN : Reason.BIB6_NOT_FOUND);
            }
        } else {
            use(bib, m, remote);
        }
        return send4(m, bib, new Endpoint(remote, portOf(bib, m.to().port())));
    }

    /** The IPv4 node's port, or the identifier, in packets that use an entry. */
    private static int portOf(Tables.Bib bib, int port) {
        return bib.protocol == L4Protocol.ICMP ? bib.mask.port() : port;
    }

    /** § 3.5.1.1, § 3.5.2.2 CLOSED: an entry and a session for a node without one; null if there is no port for it. */
    private Tables.Bib open(Message m, Endpoint remote4) {
        List<Endpoint> waited = waited(m, remote4);
        Endpoint mask = choice.maskOf(m.protocol(), m.from());
        if (waited.isEmpty() && !hasFree(m)) {
            assertTrue(mask == null, () -> "an entry was made of a port that is not there: " + mask);
            return null;
        }
        assertNotNull(mask, "no entry was made");
        assertTrue(tables.ofMask(m.protocol(), mask) == null, () -> "the port is in use: " + mask);
        assertTrue(isOffered(m.mark(), m.protocol(), mask), () -> "the port is not in the pool: " + mask);
        assertTrue(waited.isEmpty() || waited.contains(mask), () -> mask + " is not of a SYN that waits: " + waited);
        Tables.Bib bib = new Tables.Bib(m.protocol(), m.from(), mask);
        tables.bibs.add(bib);
        Tables.Session session = add(bib, remote4.address(), remote4.port());
        if (m.protocol() == L4Protocol.TCP) {
            session.state = waited.isEmpty() ? "V6_INIT" : "ESTABLISHED";
            session.timer = waited.isEmpty() ? "transitory" : "established";
        }
        tables.syns.removeIf(syn ->
                !waited.isEmpty() && syn.remote4().equals(remote4) && syn.mask().equals(mask));
        return bib;
    }

    /** Where SYNs of the correspondent wait for this one. */
    private List<Endpoint> waited(Message m, Endpoint remote4) {
        return tables.syns.stream()
                .filter(syn -> m.protocol() == L4Protocol.TCP && syn.remote4().equals(remote4))
                .map(Tables.Syn::mask)
                .filter(mask -> isOffered(m.mark(), L4Protocol.TCP, mask))
                .filter(mask -> tables.ofMask(L4Protocol.TCP, mask) == null)
                .toList();
    }

    private boolean hasFree(Message m) {
        return tables.pool4.isEmpty()
                || tables.pool4.stream()
                        .anyMatch(e -> e.mark() == m.mark()
                                && e.protocol() == m.protocol()
                                && tables.ofMask(m.protocol(), e.address()) == null);
    }

    private boolean isOffered(int mark, L4Protocol protocol, Endpoint mask) {
        return tables.pool4.isEmpty()
                ? mask.address().equals(OWN) && mask.port() >= IMPLICIT_FIRST_PORT
                : tables.pool4.contains(new Tables.PoolEntry(mark, protocol, mask));
    }

    private Tables.Session add(Tables.Bib bib, String remote, int port) {
        Tables.Session session = new Tables.Session();
        session.remote4 = new Endpoint(remote, portOf(bib, port));
        session.timer = bib.protocol == L4Protocol.UDP ? "udp" : "icmp";
        session.last = now;
        bib.sessions.add(session);
        return session;
    }

    private void use(Tables.Bib bib, Message m, String remote) {
        Tables.Session session = bib.with(new Endpoint(remote, m.to().port()));
        if (m.protocol() == L4Protocol.TCP) {
            if (session != null) {
                TcpRules.segment(session, true, m.flags(), knobs.shortenOnReset, now);
            } else if (m.flags().contains("S")) {
                session = add(bib, remote, m.to().port());
                session.state = "V6_INIT";
                session.timer = "transitory";
            }
        } else if (session != null) {
            session.last = now;
        } else {
            add(bib, remote, m.to().port());
        }
    }

    /** § 3.6 to § 3.8. */
    private Answer send4(Message m, Tables.Bib bib, Endpoint remote4) {
        if (m.hops() <= 1) {
            return Answer.dropped(Reason.V6_TO_V4_TTL, TIME_EXCEEDED_6);
        }
        if (!inPool4(m.protocol(), remote4)) {
            return Answer.translated(bib.mask, remote4, null);
        }
        return from4(m, bib.mask, remote4, "", Integer.MAX_VALUE).withoutReply();
    }

    private Answer error6(Message m) {
        if (isEmbedded(m.to().address())) {
            return Answer.dropped(Reason.HAIRPIN_LOOP);
        }
        if (!isEmbedded(m.from().address())) {
            return Answer.back(Reason.POOL6_MISMATCH);
        }
        Tables.Bib bib = tables.ofNode(m.protocol(), m.to());
        if (bib == null) {
            return Answer.back(Reason.SESSION_NOT_FOUND);
        }
        Endpoint remote4 =
                new Endpoint(extracted(m.from().address()), portOf(bib, m.from().port()));
        return inPool4(m.protocol(), remote4)
                ? error4(m.protocol(), remote4, bib.mask, bib.mask.address())
                : Answer.translated(remote4, bib.mask, bib.mask.address());
    }

    // ---- from IPv4 to IPv6

    /** Whether a transport address is in pool4, whatever the mark; § 3.2. */
    boolean inPool4(L4Protocol protocol, Endpoint address) {
        return tables.pool4.isEmpty()
                ? address.address().equals(OWN) && address.port() >= IMPLICIT_FIRST_PORT
                : tables.pool4.stream()
                        .anyMatch(e -> e.protocol() == protocol && e.address().equals(address));
    }

    private Answer from4(Message m, Endpoint from, Endpoint to, String octets, int hops) {
        if (!inPool4(m.protocol(), to)) {
            return Answer.back(Reason.POOL4_MISMATCH);
        }
        Tables.Bib bib = tables.ofMask(m.protocol(), to);
        Answer refusal = m.protocol() == L4Protocol.TCP
                ? segmentFrom4(bib, from, to, m.flags(), octets)
                : datagramFrom4(bib, from);
        if (refusal != null) {
            return refusal;
        }
        if (hops <= 1) {
            return Answer.dropped(Reason.V4_TO_V6_TTL, TIME_EXCEEDED_4);
        }
        int port = m.protocol() == L4Protocol.ICMP ? bib.node.port() : from.port();
        return Answer.translated(new Endpoint(embedded(from.address()), port), bib.node, null);
    }

    /** § 3.5.1.2, § 3.5.3. */
    private Answer datagramFrom4(Tables.Bib bib, Endpoint from) {
        if (bib == null) {
            return Answer.back(Reason.BIB4_NOT_FOUND);
        }
        Tables.Session session = bib.with(from);
        if (session != null) {
            session.last = now;
            return null;
        }
        if (knobs.addressDependentFiltering && !bib.knows(from.address())) {
            return Answer.dropped(Reason.ADF, PROHIBITED_4);
        }
        add(bib, from.address(), from.port()).openedFrom4 = true;
        return null;
    }

    /** § 3.5.2.2. */
    private Answer segmentFrom4(Tables.Bib bib, Endpoint from, Endpoint to, String flags, String octets) {
        Tables.Session session = bib == null ? null : bib.with(from);
        if (session != null) {
            if (session.syn != null) {
                return Answer.dropped(Reason.SO_EXISTS);
            }
            TcpRules.segment(session, false, flags, knobs.shortenOnReset, now);
            return null;
        }
        if (!flags.contains("S")) {
            return bib == null ? Answer.dropped(Reason.SYN4_EXPECTED) : null;
        }
        if (knobs.dropExternallyInitiatedTcp) {
            return Answer.dropped(Reason.V4_SYN);
        }
        if (bib != null && !knobs.addressDependentFiltering) {
            session = add(bib, from.address(), from.port());
            session.state = "V4_INIT";
            session.timer = "transitory";
            return null;
        }
        return keep(bib, from, to, octets);
    }

    private Answer keep(Tables.Bib bib, Endpoint from, Endpoint to, String octets) {
        if (tables.syns.stream()
                .anyMatch(syn -> syn.remote4().equals(from) && syn.mask().equals(to))) {
            return Answer.dropped(Reason.SO_EXISTS);
        }
        if (tables.keptSyns() >= knobs.maximumSimultaneousOpens) {
            return Answer.dropped(Reason.SO_FULL, PORT_UNREACHABLE_4);
        }
        if (bib == null) {
            tables.syns.add(new Tables.Syn(from, to, now, octets));
            return Answer.dropped(Reason.TYPE1PKT);
        }
        Tables.Session session = add(bib, from.address(), from.port());
        session.state = "V4_INIT";
        session.timer = "syn";
        session.syn = octets;
        return Answer.dropped(Reason.TYPE2PKT);
    }

    private Answer error4(L4Protocol protocol, Endpoint quotedFrom, Endpoint quotedTo, String sender) {
        if (!inPool4(protocol, quotedFrom)) {
            return Answer.back(Reason.POOL4_MISMATCH);
        }
        Tables.Bib bib = tables.ofMask(protocol, quotedFrom);
        if (bib == null) {
            return Answer.back(Reason.SESSION_NOT_FOUND);
        }
        int port = protocol == L4Protocol.ICMP ? bib.node.port() : quotedTo.port();
        return Answer.translated(
                bib.node,
                new Endpoint(embedded(quotedTo.address()), port),
                embedded(knobs.errorsBetter ? sender : quotedTo.address()));
    }

    // ---- time

    private long timeout(String timer) {
        return switch (timer) {
            case "established" -> knobs.established;
            case "transitory" -> knobs.transitory;
            case "syn" -> 6_000;
            case "udp" -> knobs.udp;
            default -> knobs.icmp;
        };
    }

    /** Ends what is overdue; what is sent then. */
    List<String> expire() {
        List<String> sent = new ArrayList<>();
        for (Tables.Bib bib : List.copyOf(tables.bibs)) {
            for (Tables.Session session : List.copyOf(bib.sessions)) {
                if (now - session.last >= timeout(session.timer)) {
                    end(bib, session, sent);
                }
            }
        }
        for (Tables.Syn syn : List.copyOf(tables.syns)) {
            if (now - syn.since() >= 6_000) {
                sent.add("port unreachable to " + syn.remote4() + " about " + syn.octets());
                tables.syns.remove(syn);
            }
        }
        return sent;
    }

    private void end(Tables.Bib bib, Tables.Session session, List<String> sent) {
        if (session.state.equals("ESTABLISHED")) {
            session.state = "TRANS";
            session.timer = "transitory";
            session.last = now;
            sent.add("probe to " + bib.node + " from " + local6(bib, session));
            return;
        }
        if (session.syn != null) {
            sent.add("port unreachable to " + session.remote4 + " about " + session.syn);
        }
        bib.sessions.remove(session);
        if (bib.sessions.isEmpty() && !bib.isStatic) {
            tables.bibs.remove(bib);
        }
    }

    private static Endpoint local6(Tables.Bib bib, Tables.Session session) {
        boolean asSent = bib.protocol == L4Protocol.ICMP && !session.openedFrom4;
        return new Endpoint(embedded(session.remote4.address()), asSent ? bib.node.port() : session.remote4.port());
    }

    // ---- what is displayed

    List<String> bibRows() {
        return tables.bibs.stream()
                .map(bib -> bib.protocol + " " + bib.node + " " + bib.mask + (bib.isStatic ? " static" : " dynamic"))
                .sorted()
                .toList();
    }

    List<String> sessionRows() {
        List<String> rows = new ArrayList<>();
        for (Tables.Bib bib : tables.bibs) {
            for (Tables.Session session : bib.sessions) {
                long left = Math.max(0, session.last + timeout(session.timer) - now);
                rows.add(bib.protocol + " " + bib.node + " " + local6(bib, session) + " " + bib.mask + " "
                        + session.remote4 + " " + session.state + " " + left);
            }
        }
        rows.sort(null);
        return rows;
    }
}
