// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.GlobalKeys;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Product;
import joolj.config.RefusedException;
import org.junit.jupiter.api.Test;

class DraftTest {
    private final Draft nat64 = new Draft(Product.NAT64, false);

    private static Pool4Entry pool4(String prefix) {
        return new Pool4Entry(
                0, L4Protocol.TCP, Ipv4Prefix.parse(prefix), Pool4Entry.DEFAULT_PORTS, Optional.of(MaxIterations.AUTO));
    }

    private static BibEntry bib(String address6, String address4) {
        return new BibEntry(L4Protocol.TCP, TransportAddress6.parse(address6), TransportAddress4.parse(address4));
    }

    private static String refusal(Runnable change) {
        return assertThrows(RefusedException.class, change::run).getMessage();
    }

    @Test
    void keepsDefaultsOfWhatIsNotNamed() {
        nat64.global("pool6", "64:ff9b::/96");
        nat64.finish();

        assertEquals(1280L, nat64.globals().get(GlobalKeys.LOWEST_IPV6_MTU));
        assertEquals(
                "64:ff9b::/96",
                nat64.globals().get(GlobalKeys.POOL6).orElseThrow().toString());
        assertTrue(nat64.pool4().isEmpty());
        assertEquals(Optional.empty(), nat64.bib());
    }

    @Test
    void natWithoutPool6IsRefusedAtTheEnd() {
        nat64.global("tos", 3L);

        assertEquals("pool6 is mandatory in NAT64 instances.", refusal(nat64::finish));
    }

    @Test
    void refusesWhatTheTranslatorRefuses() {
        assertEquals(
                "'192.0.2.1/24' seems to have a suffix; please fix.",
                refusal(() -> nat64.pool4(pool4("192.0.2.1/24"))));
        assertEquals(
                "lowest-ipv6-mtu (5) is too small (min: 1280).", refusal(() -> nat64.global("lowest-ipv6-mtu", 5L)));
        assertEquals(
                "'eam-hairpin-mode' is not a global of a nat64 instance.",
                refusal(() -> nat64.global("eam-hairpin-mode", "off")));
        assertEquals(
                "Zero is not a legal Max Iterations value.",
                refusal(() -> nat64.pool4(new Pool4Entry(
                        0,
                        L4Protocol.UDP,
                        Ipv4Prefix.parse("192.0.2.1"),
                        new PortRange(1, 2),
                        Optional.of(MaxIterations.parse("0"))))));
        assertEquals(
                "A nat64 instance has no denylist4.", refusal(() -> nat64.denied4(Ipv4Prefix.parse("10.0.0.0/8"))));
    }

    @Test
    void staticBibEntriesMustBelongToPool4WhateverTheOrderOfSections() {
        nat64.global("pool6", "64:ff9b::/96");
        nat64.bib(bib("2001:db8::1#80", "192.0.2.1#62000"));
        nat64.pool4(pool4("192.0.2.1"));
        nat64.finish();
        nat64.bib(bib("2001:db8::2#80", "192.0.2.1#60000"));

        assertEquals(
                "The transport address '192.0.2.1#60000' does not belong to pool4.\nPlease add it there first.",
                refusal(nat64::finish));
    }

    @Test
    void staticBibEntriesMayRepeatButNotCollide() {
        nat64.global("pool6", "64:ff9b::/96");
        nat64.bib(bib("2001:db8::1#80", "192.0.2.1#62000"));
        nat64.bib(bib("2001:db8::1#80", "192.0.2.1#62000"));
        nat64.finish();
        nat64.bib(bib("2001:db8::2#80", "192.0.2.1#62000"));

        assertEquals(
                "Entry 192.0.2.1#62000|2001:db8::2#80 collides with 192.0.2.1#62000|2001:db8::1#80.",
                refusal(nat64::finish));
    }

    @Test
    void forceWaivesOverlapsButNotHostBits() {
        Draft strict = new Draft(Product.SIIT, false);
        Draft forced = new Draft(Product.SIIT, true);
        EamEntry wide = new EamEntry(Ipv6Prefix.parse("2001:db8::/64"), Ipv4Prefix.parse("192.0.2.0/24"));
        EamEntry narrow = new EamEntry(Ipv6Prefix.parse("2001:db8::/120"), Ipv4Prefix.parse("198.51.100.0/24"));
        strict.eam(wide);
        forced.eam(wide);
        forced.eam(narrow);
        forced.denied4(Ipv4Prefix.parse("127.0.0.0/8"));

        assertEquals(2, forced.eamt().size());
        assertEquals(
                List.of(Ipv4Prefix.parse("127.0.0.0/8")), forced.denylist4().prefixes());
        assertTrue(refusal(() -> strict.eam(narrow)).startsWith("Prefix 2001:db8::/120 overlaps with EAM ["));
        assertTrue(
                refusal(() -> strict.denied4(Ipv4Prefix.parse("127.0.0.0/8"))).contains("subnet scoped"));
        assertTrue(refusal(() -> forced.denied4(Ipv4Prefix.parse("10.0.0.1/8"))).contains("suffix"));
    }
}
