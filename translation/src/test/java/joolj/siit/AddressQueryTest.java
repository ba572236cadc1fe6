// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.siit.AddressAnswer.Scheme;
import joolj.translation.FakeRoutes;
import joolj.translation.RefusedException;
import joolj.translation.RefusedException.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code address query} answers. */
class AddressQueryTest {
    private final Eamt eamt = new Eamt();

    private AddressQuery query(String pool6) {
        Pool6 pool = pool6 == null ? null : Pool6.parse(pool6);
        Denylist4 denylist = Denylist4.EMPTY.with(Ipv4Prefix.parse("198.51.0.0/18"), false);
        SiitConfiguration configuration = new SiitConfiguration(SiitSettings.defaults(pool), eamt, denylist);
        return new AddressQuery(configuration, new FakeRoutes());
    }

    private AddressAnswer ask(String pool6, String address) {
        if (address.contains(":")) {
            long[] halves = IpText.parse6(address);
            return query(pool6).ask6(halves[0], halves[1]);
        }
        return query(pool6).ask4(IpText.parse4(address));
    }

    private void assertRefused(String message, String pool6, String address) {
        RefusedException refusal = assertThrows(RefusedException.class, () -> ask(pool6, address));

        assertEquals(message, refusal.getMessage());
        assertEquals(Cause.INVALID, refusal.reason());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "192.0.2.5, 2001:db8:aaaa::5, 192.0.2.5 - 192.0.2.0/24 + 2001:db8:aaaa::/120 = 2001:db8:aaaa::5",
        "2001:db8:aaaa::5, 192.0.2.5, 2001:db8:aaaa::5 - 2001:db8:aaaa::/120 + 192.0.2.0/24 = 192.0.2.5"
    })
    void mappingAnswers(String address, String result, String operation) {
        eamt.add(new Eam(Ipv6Prefix.parse("2001:db8:aaaa::/120"), Ipv4Prefix.parse("192.0.2.0/24")), false);

        AddressAnswer answer = ask("2001:db8:100::/40", address);

        assertEquals(address, answer.query());
        assertEquals(result, answer.result());
        assertEquals("EAMT", answer.scheme().label());
        assertEquals("2001:db8:aaaa::/120", answer.prefix6().toString());
        assertEquals("192.0.2.0/24", answer.prefix4().toString());
        assertEquals(operation, answer.operation());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "203.0.113.5, 2001:db8:1cb:71:5::, 2001:db8:100::/40 + 203.0.113.5 = 2001:db8:1cb:71:5::",
        "2001:db8:1cb:71:5::, 203.0.113.5, 2001:db8:1cb:71:5:: - 2001:db8:100::/40 = 203.0.113.5",
        "2001:db8:1cb:71:5::1, 203.0.113.5, 2001:db8:1cb:71:5::1 - 2001:db8:100::/40 = 203.0.113.5"
    })
    void pool6Answers(String address, String result, String operation) {
        AddressAnswer answer = ask("2001:db8:100::/40", address);

        assertEquals(result, answer.result());
        assertEquals(Scheme.RFC6052, answer.scheme());
        assertEquals("RFC 6052 prefix", answer.scheme().label());
        assertEquals("2001:db8:100::/40", answer.prefix6().toString());
        assertNull(answer.prefix4());
        assertEquals(operation, answer.operation());
    }

    @Test
    void withoutAnythingNothingIsTranslated() {
        assertRefused("The address lacks EAMT entry and there's no pool6 prefix.", null, "192.0.2.5");
        assertRefused("The input address lacks both pool6 prefix and EAM.", null, "2001:db8::5");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"fe80::1", "ff02::1", "2001:db9::1"})
    void addressesOutsideThePool6AreNotTranslated(String address) {
        assertRefused("The input address lacks both pool6 prefix and EAM.", "2001:db8:100::/40", address);
    }

    @Test
    void deniedAddressesAreNotTranslated() {
        assertRefused("The address lacks EAMT entry and is denylist4ed.", "64:ff9b::/96", "198.51.1.5");
        assertRefused("The resulting address (%pI4) is denylist4ed.", "64:ff9b::/96", "64:ff9b::198.51.1.5");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "169.254.1.1",
                "224.0.0.1",
                "255.255.255.255",
                "198.51.100.1",
                "198.51.100.255"
            })
    void subnetScopedAndOwnAddressesAreNotTranslated(String address) {
        assertRefused("The address is subnet-scoped or belongs to a local interface.", "64:ff9b::/96", address);
        assertRefused(
                "The resulting address is subnet-scoped or belongs to a local interface.",
                "64:ff9b::/96",
                "64:ff9b::" + address);
    }

    @Test
    void loopbackIsIllegal() {
        assertRefused("IPv6 source address (::1) is illegal (according to RFC 7915).", "64:ff9b::/96", "::1");
    }
}
