// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.config.PortRange;
import joolj.instances.rules.Selection.Destination4;

/**
 * What one rule looks for, in no firewall's language.
 *
 * @param address what the address must be
 * @param prefix the prefix of {@link Address#PREFIX}, without the length if it is one address; else empty
 * @param protocol nothing stands for all
 * @param ports {@link PortRange#ALL} if they do not matter
 * @param taken whether such packets are the instance's; otherwise they are nobody's and go on
 */
record Match(Address address, String prefix, Optional<L4Protocol> protocol, PortRange ports, boolean taken) {
    /** Which addresses a rule is about. */
    enum Address {
        /** Those of a prefix. */
        PREFIX,
        /** The node's own. */
        LOCAL,
        /** The node's own, groups and broadcasts. */
        NOT_UNICAST,
        /** Those of a prefix, of datagrams in fragments. */
        FRAGMENTS_OF_PREFIX,
        /** The node's own, of datagrams in fragments. */
        FRAGMENTS_OF_LOCAL,
        /** All. */
        ANY
    }

    /** What to look for in the packets of an IP version, in this order. */
    static List<Match> of(Selection selection, Family family) {
        List<Match> matches = new ArrayList<>();
        if (family == Family.IPV6) {
            selection.taken6().forEach(prefix -> matches.add(taken(Address.PREFIX, single(prefix.toString(), "/128"))));
            return matches;
        }
        selection.taken4().stream().map(Match::of).forEach(matches::add);
        selection.taken4().stream()
                .filter(destination -> !destination.ports().equals(PortRange.ALL))
                .map(Match::fragments)
                .distinct()
                .forEach(matches::add);
        if (selection.rest4()) {
            matches.add(left(Address.NOT_UNICAST, ""));
            selection.left4().forEach(prefix -> matches.add(left(Address.PREFIX, single(prefix.toString(), "/32"))));
            matches.add(taken(Address.ANY, ""));
        }
        return matches;
    }

    private static Match of(Destination4 destination) {
        return new Match(
                destination.prefix().isPresent() ? Address.PREFIX : Address.LOCAL,
                text(destination),
                destination.protocol(),
                destination.ports(),
                true);
    }

    /** Fragments tell their ports in the first one only, so all of them must come. */
    private static Match fragments(Destination4 destination) {
        return taken(
                destination.prefix().isPresent() ? Address.FRAGMENTS_OF_PREFIX : Address.FRAGMENTS_OF_LOCAL,
                text(destination));
    }

    private static String text(Destination4 destination) {
        return destination
                .prefix()
                .map(prefix -> single(prefix.toString(), "/32"))
                .orElse("");
    }

    private static Match taken(Address address, String prefix) {
        return new Match(address, prefix, Optional.empty(), PortRange.ALL, true);
    }

    private static Match left(Address address, String prefix) {
        return new Match(address, prefix, Optional.empty(), PortRange.ALL, false);
    }

    private static String single(String prefix, String length) {
        return prefix.endsWith(length) ? prefix.substring(0, prefix.length() - length.length()) : prefix;
    }

    /** Whether it is about datagrams in fragments. */
    boolean isAboutFragments() {
        return address == Address.FRAGMENTS_OF_PREFIX || address == Address.FRAGMENTS_OF_LOCAL;
    }
}
