// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.util.Optional;
import joolj.address.Ipv6Prefix;
import joolj.config.definition.Draft;
import joolj.config.definition.FmrEntry;
import joolj.rfc7597.MappingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The globals of MAP-T, and the rules about several of them together. */
class MaptGlobalsTest {
    private static final String PREFIX = "2001:db8:ce:11b::/64";
    private static final Object BMR =
            GlobalKeys.BMR.type().json(Optional.of(MappingRule.of("2001:db8:ce::/51", "192.0.2.0/24", 13, 0)));

    private final Globals fresh = Globals.ofNewInstance(Product.MAPT, Optional.of(Ipv6Prefix.parse("64:ff9b::/96")));

    private static String refusal(Globals globals, String key, Object value) {
        return assertThrows(RefusedException.class, () -> globals.updated(key, value, false))
                .getMessage();
    }

    /** As the tutorial does it: rule and prefix first, then the role. */
    @Test
    void aBorderRelayBecomesACustomerEdgeOnceItHasRuleAndPrefix() {
        Globals relay = fresh.updated("end-user-ipv6-prefix", PREFIX, false).updated("bmr", BMR, false);

        Globals edge = relay.updated("map-t-type", "CE", false);

        assertEquals(MaptType.BR, fresh.get(GlobalKeys.MAP_T_TYPE));
        assertEquals(MaptType.CE, edge.get(GlobalKeys.MAP_T_TYPE));
        assertEquals(MaptType.BR, edge.updated("map-t-type", "BR", false).get(GlobalKeys.MAP_T_TYPE));
    }

    @Test
    void aCustomerEdgeNeedsRuleAndPrefixThatFit() {
        Globals prefixed = fresh.updated("end-user-ipv6-prefix", PREFIX, false);
        Globals edge = prefixed.updated("bmr", BMR, false).updated("map-t-type", "CE", false);

        assertEquals("The End-user IPv6 prefix is unset.", refusal(fresh, "map-t-type", "CE"));
        assertEquals("The BMR is unset.", refusal(prefixed, "map-t-type", "CE"));
        assertEquals("The BMR is unset.", refusal(edge, "bmr", null));
        assertEquals("The End-user IPv6 prefix is unset.", refusal(edge, "end-user-ipv6-prefix", null));
        assertEquals(
                "The BMR's IPv6 prefix length (51) plus the BMR's EA bits length (13) does not equal the End-user IPv6 "
                        + "prefix's length (56).",
                refusal(edge, "end-user-ipv6-prefix", "2001:db8:ce:100::/56"));
        assertEquals(
                "The BMR's IPv6 prefix does not contain the End-user IPv6 prefix.",
                refusal(edge, "end-user-ipv6-prefix", "2001:db8:cf:11b::/64"));
        assertEquals(
                "'2001:db8:ce:11b::1/64' seems to have a suffix; please fix.",
                refusal(edge, "end-user-ipv6-prefix", "2001:db8:ce:11b::1/64"));
    }

    /** RFC 5382 § 5 REQ-5, RFC 4787 § 4.3 REQ-5: sessions of the NAPT live long enough. */
    @Test
    void timeoutsOfTheNaptHaveLowerLimits() {
        assertEquals(
                "The 'napt-tcp' timeout (7439999) is too small. (min: 7440000)",
                refusal(fresh, "napt-tcp-timeout", "2:03:59.999"));
        assertEquals(
                "The 'napt-udp' timeout (119999) is too small. (min: 120000)",
                refusal(fresh, "napt-udp-timeout", "1:59.999"));
        assertEquals(120_000L, fresh.updated("napt-udp-timeout", "2:00", false).get(GlobalKeys.NAPT_UDP_TIMEOUT));
        assertEquals(5L, fresh.updated("napt-icmp-timeout", "0.005", false).get(GlobalKeys.NAPT_ICMP_TIMEOUT));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"ipv6 prefix\":\"2001:db8::/40\",\"ipv4 prefix\":\"192.0.2.0/24\",\"EA-BITS length\":16}|"
                        + "2001:db8::/40 192.0.2.0/24 16 6",
                "{\"IPv6 Prefix\":\"::/0\",\"IPv4 Prefix\":\"0.0.0.0/0\",\"EA-bits length\":48,\"a\":0,\"comment\":7}|"
                        + "::/0 0.0.0.0/0 48 0"
            })
    void rulesAreReadFromJsonWhateverTheCaseOfTheirKeys(String json, String plain) throws JsonParserException {
        Optional<MappingRule> rule =
                GlobalKeys.BMR.type().fromJson("bmr", JsonParser.object().from(json));

        assertEquals(plain, GlobalKeys.BMR.type().plain(rule));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}",
                "{\"ipv6 prefix\":\"x\",\"ipv4 prefix\":\"192.0.2.0/24\",\"ea-bits length\":16}",
                "{\"ipv6 prefix\":\"::/0\",\"ipv4 prefix\":\"192.0.2.0/24\",\"ea-bits length\":49}",
                "{\"ipv6 prefix\":\"::/0\",\"ipv4 prefix\":\"192.0.2.0/24\",\"ea-bits length\":16,\"a\":17}",
                "{\"ipv6 prefix\":\"::/0\",\"ipv4 prefix\":\"192.0.2.0/24\",\"ea-bits length\":16,\"b\":1}",
                "{\"ipv6 prefix\":1,\"ipv4 prefix\":\"192.0.2.0/24\",\"ea-bits length\":16}"
            })
    void otherObjectsAreNoRules(String json) {
        assertThrows(
                RefusedException.class,
                () -> fresh.updated("bmr", JsonParser.object().from(json), false));
    }

    @Test
    void aDraftRefusesWhatARunningInstanceWould() {
        Draft draft = new Draft(Product.MAPT, false);
        FmrEntry entry = new FmrEntry(
                Ipv6Prefix.parse("2001:db8:ce::/51"), joolj.address.Ipv4Prefix.parse("192.0.2.0/24"), 13, 0);
        draft.fmr(entry);

        assertEquals(
                "Entry already exists.",
                assertThrows(RefusedException.class, () -> draft.fmr(entry)).getMessage());
        assertEquals(1, draft.rules().size());
        draft.global("map-t-type", "CE");
        assertEquals(
                "The End-user IPv6 prefix is unset.",
                assertThrows(RefusedException.class, draft::finish).getMessage());
        draft.global("end-user-ipv6-prefix", PREFIX);
        draft.global("bmr", BMR);
        draft.finish();
    }
}
