// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import joolj.address.L4Protocol;

/** What a NAT64 keeps, RFC 6146 § 3.1 and § 3.2, in lists that are searched from end to end. */
final class Tables {
    /** One transport address of pool4. */
    record PoolEntry(int mark, L4Protocol protocol, Endpoint address) implements Comparable<PoolEntry> {
        @Override
        public int compareTo(PoolEntry other) {
            return Comparator.comparing(PoolEntry::toString).compare(this, other);
        }
    }

    /** A session; the idle time it runs under has a name. */
    static final class Session {
        Endpoint remote4;
        String state = "";
        String timer;
        long last;
        boolean openedFrom4;
        /** The octets of the SYN that is kept with it, in hexadecimal digits, or null. */
        String syn;
    }

    /** A BIB entry with its sessions. */
    static final class Bib {
        final L4Protocol protocol;
        final Endpoint node;
        final Endpoint mask;
        boolean isStatic;
        final List<Session> sessions = new ArrayList<>();

        Bib(L4Protocol protocol, Endpoint node, Endpoint mask) {
            this.protocol = protocol;
            this.node = node;
            this.mask = mask;
        }

        /** The session with a correspondent; an ICMP session is told by the correspondent's address alone. */
        Session with(Endpoint remote4) {
            for (Session session : sessions) {
                boolean samePort = protocol == L4Protocol.ICMP || session.remote4.port() == remote4.port();
                if (session.remote4.address().equals(remote4.address()) && samePort) {
                    return session;
                }
            }
            return null;
        }

        boolean knows(String address) {
            return sessions.stream().anyMatch(s -> s.remote4.address().equals(address));
        }
    }

    /** A SYN that is kept without a BIB entry; its octets in hexadecimal digits. */
    record Syn(Endpoint remote4, Endpoint mask, long since, String octets) {}

    final TreeSet<PoolEntry> pool4 = new TreeSet<>();
    final List<Bib> bibs = new ArrayList<>();
    final List<Syn> syns = new ArrayList<>();

    Bib ofNode(L4Protocol protocol, Endpoint node) {
        return bibs.stream()
                .filter(bib -> bib.protocol == protocol && bib.node.equals(node))
                .findFirst()
                .orElse(null);
    }

    Bib ofMask(L4Protocol protocol, Endpoint mask) {
        return bibs.stream()
                .filter(bib -> bib.protocol == protocol && bib.mask.equals(mask))
                .findFirst()
                .orElse(null);
    }

    /** Whether pool4 has entries for a mark and a protocol. */
    boolean hasDomain(int mark, L4Protocol protocol) {
        return pool4.stream().anyMatch(e -> e.mark() == mark && e.protocol() == protocol);
    }

    /** SYNs that are kept, with a session or without. */
    int keptSyns() {
        long withSession = bibs.stream()
                .flatMap(bib -> bib.sessions.stream())
                .filter(session -> session.syn != null)
                .count();
        return syns.size() + (int) withSession;
    }
}
