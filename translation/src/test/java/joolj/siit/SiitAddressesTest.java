// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static joolj.siit.SiitBench.NODE4;
import static joolj.siit.SiitBench.NODE6;
import static joolj.siit.SiitBench.REMOTE4;
import static joolj.siit.SiitBench.REMOTE6;
import static joolj.siit.SiitBench.UNMAPPED6;
import static joolj.siit.SiitBench.error4;
import static joolj.siit.SiitBench.error6;
import static joolj.siit.SiitBench.quotedRoute;
import static joolj.siit.SiitBench.udp4;
import static joolj.siit.SiitBench.udp6;
import static org.junit.jupiter.api.Assertions.assertEquals;

import joolj.address.IpText;
import joolj.rfc6052.Pool6;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7915 § 4.1, § 5.1 and RFC 7757 § 3.3: which addresses a stateless translator translates, and into what. */
class SiitAddressesTest {
    /** Jool 4.1.9 counts untranslatable IPv6 destinations and sources under each other's name. */
    private static final Reason DESTINATION6 = Reason.V6_TO_V4_SRC;

    private static final Reason SOURCE6 = Reason.V6_TO_V4_DST;

    private final SiitBench siit = new SiitBench();

    private static String embedded(String address4) {
        Pool6 pool6 = Pool6.parse(SiitBench.POOL6);
        return pool6.embedText(IpText.parse4(address4));
    }

    @Test
    void oneAddressIsMappedAndTheOtherEmbedded() {
        siit.assertTranslated(NODE4, REMOTE4, udp6(NODE6, REMOTE6));
        siit.assertTranslated(REMOTE6, NODE6, udp4(REMOTE4, NODE4));
    }

    @Test
    void mappingWinsOverThePool6() {
        siit.addEam("2001:db8:64::c633:6400/120", "203.0.113.0/24");

        siit.assertTranslated(NODE4, "203.0.113.2", udp6(NODE6, REMOTE6));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "127.255.3.4",
                "169.254.3.4",
                "224.0.0.1",
                "239.1.2.3",
                "255.255.255.255",
                "198.51.100.1",
                "198.51.100.255"
            })
    void subnetScopedAndOwnAddressesAreLeftAlone(String address) {
        siit.assertAccepted(DESTINATION6, udp6(NODE6, embedded(address)));
        siit.assertAccepted(SOURCE6, udp6(embedded(address), REMOTE6));
        siit.assertAccepted(Reason.V4_TO_V6_DST, udp4(REMOTE4, address));
        siit.assertAccepted(Reason.V4_TO_V6_SRC, udp4(address, NODE4));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0.1.2.3", "240.0.0.1", "10.1.2.3", "100.64.1.1", "198.18.0.1", "198.51.100.0", "8.8.4.4"})
    void otherAddressesAreTranslated(String address) {
        siit.assertTranslated(NODE4, address, udp6(NODE6, embedded(address)));
        siit.assertTranslated(address, REMOTE4, udp6(embedded(address), REMOTE6));
        siit.assertTranslated(REMOTE6, embedded(address), udp4(REMOTE4, address));
        siit.assertTranslated(embedded(address), NODE6, udp4(address, NODE4));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"127.0.0.1", "198.51.100.1"})
    void mappingDoesNotMakeThemTranslatable(String address) {
        siit.addEam("2001:db8:2::7", address);

        siit.assertAccepted(Reason.V4_TO_V6_DST, udp4(REMOTE4, address));
        siit.assertAccepted(Reason.V4_TO_V6_SRC, udp4(address, NODE4));
        siit.assertAccepted(DESTINATION6, udp6(NODE6, "2001:db8:2::7"));
        siit.assertAccepted(SOURCE6, udp6("2001:db8:2::7", REMOTE6));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"::", "fe80::1234", "fd00::1", "::ffff:198.51.100.9", "::198.51.100.9", UNMAPPED6})
    void addressesOfNeitherKindAreLeftAlone(String address) {
        siit.assertAccepted(DESTINATION6, udp6(NODE6, address));
        siit.assertAccepted(SOURCE6, udp6(address, REMOTE6));
    }

    @Test
    void loopbackIsLeftAloneEvenIfMapped() {
        siit.addEam("::/112", "203.0.113.0/24");

        siit.assertAccepted(DESTINATION6, udp6(NODE6, "::1"));
        siit.assertAccepted(SOURCE6, udp6("::1", REMOTE6));
        siit.assertAccepted(SOURCE6, error6("::1", REMOTE6, udp6(REMOTE6, NODE6)));
        siit.assertTranslated(NODE4, "203.0.113.0", udp6(NODE6, "::2"));
    }

    @Test
    void destinationIsLookedAtFirst() {
        siit.assertAccepted(DESTINATION6, udp6(UNMAPPED6, UNMAPPED6));
        siit.assertAccepted(Reason.V4_TO_V6_DST, udp4("127.0.0.1", "127.0.0.1"));
    }

    @Test
    void deniedAddressesAreLeftAlone() {
        siit.deny("198.18.0.0/16");

        siit.assertAccepted(DESTINATION6, udp6(NODE6, embedded("198.18.5.5")));
        siit.assertAccepted(SOURCE6, udp6(embedded("198.18.5.5"), REMOTE6));
        siit.assertAccepted(Reason.V4_TO_V6_DST, udp4(REMOTE4, "198.18.5.5"));
        siit.assertAccepted(Reason.V4_TO_V6_SRC, udp4("198.18.5.5", NODE4));
        siit.assertTranslated(embedded("198.19.0.0"), NODE6, udp4("198.19.0.0", NODE4));
    }

    @Test
    void mappedAddressesCannotBeDenied() {
        siit.deny("192.0.2.0/24");

        siit.assertTranslated(NODE4, REMOTE4, udp6(NODE6, REMOTE6));
        siit.assertTranslated(REMOTE6, NODE6, udp4(REMOTE4, NODE4));
    }

    @Test
    void withoutPool6OnlyMappedAddressesAreTranslated() {
        SiitBench bare = new SiitBench(SiitSettings.defaults(null));
        bare.addEam("2001:db8:9::7", "10.9.8.7");

        bare.assertTranslated(NODE4, "10.9.8.7", udp6(NODE6, "2001:db8:9::7"));
        bare.assertTranslated("2001:db8:9::7", NODE6, udp4("10.9.8.7", NODE4));
        bare.assertAccepted(Reason.V4_TO_V6_SRC, udp4(REMOTE4, NODE4));
        bare.assertAccepted(Reason.V4_TO_V6_DST, udp4(NODE4, REMOTE4));
        bare.assertAccepted(DESTINATION6, udp6(NODE6, REMOTE6));
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {"198.51.100.1", "198.51.100.255", "127.0.0.1", "198.18.5.5"})
    void icmpv6ErrorsComeFromAddressesThatAreOtherwiseRefused(String router) {
        siit.deny("198.18.0.0/16");

        siit.assertTranslated(router, REMOTE4, error6(embedded(router), REMOTE6, udp6(REMOTE6, NODE6)));
    }

    @ParameterizedTest(name = "from {0}")
    @ValueSource(strings = {"198.51.100.1", "198.51.100.255", "127.0.0.1"})
    void icmpv4ErrorsComeFromOwnAddresses(String router) {
        siit.assertTranslated(embedded(router), NODE6, error4(router, NODE4, udp4(NODE4, REMOTE4)));
    }

    @Test
    void icmpv4ErrorsFromDeniedAddressesAreLeftAlone() {
        siit.deny("198.18.0.0/16");

        siit.assertAccepted(Reason.V4_TO_V6_SRC, error4("198.18.5.5", NODE4, udp4(NODE4, REMOTE4)));
    }

    @Test
    void quotedAddressesAreTranslatedByTheSameRules() {
        byte[] out6 = siit.translate(error4("198.51.100.77", NODE4, udp4(NODE4, REMOTE4)));
        byte[] out4 = siit.translate(error6("2001:db8:1::9", REMOTE6, udp6(REMOTE6, NODE6)));

        assertEquals(NODE6 + " > " + REMOTE6, quotedRoute(out6));
        assertEquals(REMOTE4 + " > " + NODE4, quotedRoute(out4));
    }

    @ParameterizedTest(name = "{0} > {1}")
    @CsvSource({"2001:db8:9::9, 2001:db8:1::2, V6_TO_V4_DST", "2001:db8:64::c633:6402, 2001:db8:9::9, V6_TO_V4_SRC"})
    void errorsThatQuoteUntranslatableIpv6AddressesAreLeftAlone(String source, String destination, Reason reason) {
        siit.assertAccepted(reason, error6("2001:db8:1::9", REMOTE6, udp6(source, destination)));
    }

    @ParameterizedTest(name = "{0} > {1}")
    @CsvSource({"192.0.2.2, 224.0.0.5, V4_TO_V6_DST", "198.51.100.1, 198.51.100.2, V4_TO_V6_SRC"})
    void errorsThatQuoteUntranslatableIpv4AddressesAreLeftAlone(String source, String destination, Reason reason) {
        siit.assertAccepted(reason, error4("198.51.100.77", NODE4, udp4(source, destination)));
    }
}
