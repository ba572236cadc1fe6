// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Product;
import joolj.config.definition.InstanceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jool's rules about its files, one by one. In the tables {@code '} stands for the quotation marks of JSON, {@code ^} for a line feed. */
class JsonDefinitionTest {
    private static JsonDefinition of(Product product, String json) {
        return new JsonDefinition(product, JsonDocument.of(json), Optional.empty());
    }

    private static InstanceDefinition nat64(String members) {
        return of(Product.NAT64, "{\"instance\":\"gw\",\"framework\":\"netfilter\"," + members + "}")
                .read();
    }

    private static void assertComplaint(int status, String message, String place, DefinitionException e) {
        assertAll(
                () -> assertEquals(message, e.getMessage()),
                () -> assertEquals(status, e.status()),
                () -> assertEquals(place, e.location().toString()));
    }

    @Test
    void readsEverySectionOfANat64() {
        InstanceDefinition definition = nat64("""
                "comment": ["anything"], "Comment": {"x": 1},
                "GLOBAL": {"Pool6": "64:ff9b::/96", "tos": 7.9, "comment": 1, "udp-timeout": "2:30",
                           "mtu-plateaus": [1500, 68], "logging-bib": true},
                "pool4": [
                    {"protocol": "udp", "prefix": "198.51.100.8/31"},
                    {"mark": 7, "PROTOCOL": "ICMP", "prefix": "198.51.100.8", "port range": "80", "comment": null,
                     "max-iterations": "infinity"},
                    {"protocol": "TCP", "prefix": "192.0.2.1", "port range": "9-3", "max-iterations": 12}],
                "bib": [{"protocol": "TCP", "ipv6 address": "2001:db8::5#443", "ipv4 address": "192.0.2.1#5"}]
                """);

        assertEquals(new InstanceName("gw"), definition.name());
        assertEquals(Framework.NETFILTER, definition.framework());
        assertEquals(
                "{pool6=64:ff9b::/96, tos=7, udp-timeout=0:02:30, mtu-plateaus=[1500, 68], logging-bib=true}",
                definition.globals().toString());
        assertEquals(new PortRange(61001, 65535), definition.pool4().get(0).ports());
        assertEquals(L4Protocol.UDP, definition.pool4().get(0).protocol());
        assertEquals(Optional.empty(), definition.pool4().get(0).maxIterations());
        assertEquals(7, definition.pool4().get(1).mark());
        assertEquals(new PortRange(80, 80), definition.pool4().get(1).ports());
        assertEquals(
                Optional.of(MaxIterations.INFINITY), definition.pool4().get(1).maxIterations());
        assertEquals(
                Optional.of(new MaxIterations(MaxIterations.Kind.FIXED, 12)),
                definition.pool4().get(2).maxIterations());
        assertEquals(
                "[2001:db8::5#443]",
                definition.bib().orElseThrow().stream()
                        .map(e -> e.address6())
                        .toList()
                        .toString());
    }

    @Test
    void readsEverySectionOfASiit() {
        InstanceDefinition definition = of(Product.SIIT, """
                        {"instance": "s", "framework": "iptables", "global": {"pool6": null},
                         "eamt": [{"ipv6 prefix": "2001:db8::a", "ipv4 prefix": "203.0.113.5"}],
                         "blacklist4": ["192.0.2.0/26"], "denylist4": ["203.0.113.9"]}""").read();

        assertEquals("2001:db8::a/128", definition.eamt().get(0).prefix6().toString());
        assertEquals(
                List.of(Ipv4Prefix.parse("192.0.2.0/26"), Ipv4Prefix.parse("203.0.113.9")), definition.denylist4());
    }

    @Test
    void ignoresWhateverFollowsTheRootValue() {
        assertEquals(
                "gw",
                of(Product.SIIT, "{\"instance\":\"gw\",\"framework\":\"netfilter\"} trailing }{")
                        .read()
                        .name()
                        .text());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a':1,}               | }               | 1:8",
                "{'a' 1}                | 1}              | 1:6",
                "{'a':1 'b':2}          | 'b':2}          | 1:8",
                "[1,]                   | ]               | 1:4",
                "{// no^}              | // no^}        | 1:2",
                "{'a':nul}              | nul}            | 1:6",
                "{'a':01}               | 1}              | 1:7",
                "{'a':^  tru}          | tru}            | 2:3",
                "{'a':'never closed}    | \"\"            | 1:20",
                "{'a':[1,2              | \"\"            | 1:10",
                "\"\"                   | \"\"            | 1:1",
                "{a:1}                  | a:1}            | 1:2",
                "{'a':-}                | -}              | 1:6",
            })
    void pointsToWhereSyntaxBreaks(String json, String rest, String place) {
        String text = json.replace('\'', '"').replace('^', '\n');
        DefinitionException e = assertThrows(DefinitionException.class, () -> JsonDocument.of(text));

        assertEquals(
                "The JSON parser got confused around the beginning of this string:\n"
                        + rest.replace('\'', '"').replace('^', '\n'),
                e.getMessage());
        assertEquals(place, e.location().line() + ":" + e.location().column());
        assertEquals(234, e.status());
    }

    @Test
    void refusesToSinkIntoNestedArrays() {
        assertThrows(DefinitionException.class, () -> JsonDocument.of("[".repeat(1_000_000)));
        assertThrows(DefinitionException.class, () -> JsonDocument.of("{\"a\":".repeat(1_000_000)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                   | Object 'root' is missing the 'instance' child. | 1:1",
                "[]                                   | The '<unnamed>' element appears to be an array, not a 'Object'. | 1:1",
                "{'instance':'a'}                     | Object '<unnamed>' is missing the 'framework' child. | 1:1",
                "{'instance':5,'framework':'netfilter'} | The 'instance' element '5' is not a valid String. | 1:13: instance",
                "{'instance':'1234567890123456','framework':'netfilter'} | The instance name must be a null-terminated ascii string, 15 characters max. | 1:13: instance",
                "{'instance':'a','framework':'Netfilter'} | Unknown framework: 'Netfilter' | 1:29: framework",
                "{'instance':'a','framework':true}    | The 'framework' element 'true' is not a valid String. | 1:29: framework",
            })
    void demandsANameAndAFramework(String json, String message, String place) {
        JsonDefinition definition = of(Product.NAT64, json.replace('\'', '"'));

        assertComplaint(234, message, place, assertThrows(DefinitionException.class, definition::read));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'foo':1            | 234 | Unknown tag: 'foo' | 1:43: foo",
                "'eamt':[]          | 234 | Unknown tag: 'eamt' | 1:43: eamt",
                "'pool4':[],'Pool4':[] | 239 | Multiple 'pool4' tags found. Aborting... | 1:54: Pool4",
                "'pool4':{}         | 234 | The 'pool4' element appears to be an object, not a 'Array'. | 1:51: pool4",
                "'pool4':7          | 234 | The 'pool4' element '7' is not a valid Array. | 1:51: pool4",
                "'global':null      | 234 | The 'global' element 'null' is not a valid Object. | 1:52: global",
                "'global':[]        | 234 | The 'global' element appears to be an array, not a 'Object'. | 1:52: global",
                "'global':{'x':1}   | 234 | Unknown tag: 'x' | 1:53: global.x",
                "'global':{'tos':1,'TOS':2} | 239 | Multiple 'tos' tags found. Aborting... | 1:61: global.TOS",
                "'global':{'tos':300} | 234 | tos 300 is out of range (0-255). | 1:59: global.tos",
                "'global':{'tos':'3'} | 234 | The 'tos' element '3' is not a valid unsigned integer. | 1:59: global.tos",
                "'global':{'tos':[]} | 234 | The 'tos' element appears to be an array, not a 'unsigned integer'. | 1:59: global.tos",
                "'global':{'udp-timeout':300} | 234 | The 'udp-timeout' element '300' is not a valid string. | 1:67: global.udp-timeout",
                "'global':{'logging-bib':1} | 234 | The 'logging-bib' element '1' is not a valid boolean. | 1:67: global.logging-bib",
                "'global':{'logging-bib':'true'} | 234 | The 'logging-bib' element 'true' is not a valid boolean. | 1:67: global.logging-bib",
                "'global':{'mtu-plateaus':3} | 234 | The 'mtu-plateaus' element '3' is not a valid Array. | 1:68: global.mtu-plateaus",
                "'global':{'pool6':'64:ff9b::/x'} | 1 | 'x' is not an unsigned integer. (error code 1) | 1:61: global.pool6",
                "'global':{'pool6':'1.2.3.4'} | 234 | Cannot parse '1.2.3.4' as an IPv6 address. | 1:61: global.pool6",
                "'global':{'eam-hairpin-mode':'none'} | 234 | 'none' cannot be parsed as a hairpinning mode.^Available options: off, simple, intrinsic | 1:72: global.eam-hairpin-mode",
                "'pool4':[5]        | 234 | The '<unnamed>' element '5' is not a valid Object. | 1:52: pool4[0]",
                "'pool4':[{}]       | 234 | Object '<unnamed>' is missing the 'protocol' child. | 1:52: pool4[0]",
                "'pool4':[{'protocol':'TCP'}] | 234 | Object '<unnamed>' is missing the 'prefix' child. | 1:52: pool4[0]",
                "'pool4':[{'protocol':'sctp'}] | 234 | Protocol 'sctp' is unknown. | 1:64: pool4[0].protocol",
                "'pool4':[{'prefix':7}] | 234 | The 'prefix' element '7' is not a valid String. | 1:62: pool4[0].prefix",
                "'pool4':[{'prefix':'192.0.2.1/33'}] | 234 | '33' is out of bounds (0-32). | 1:62: pool4[0].prefix",
                "'pool4':[{'port range':80}] | 234 | The 'port range' element '80' is not a valid String. | 1:66: pool4[0].port range",
                "'pool4':[{'port range':'1-99999'}] | 234 | '99999' is out of bounds (0-65535). | 1:66: pool4[0].port range",
                "'pool4':[{'mark':-1}] | 234 | mark -1 is out of range (0-4294967295). | 1:60: pool4[0].mark",
                "'pool4':[{'mark':'1'}] | 234 | The 'mark' element '1' is not a valid unsigned integer. | 1:60: pool4[0].mark",
                "'pool4':[{'max-iterations':'Auto'}] | 234 | Unrecognized string: 'Auto' | 1:70: pool4[0].max-iterations",
                "'pool4':[{'max-iterations':true}] | 234 | The 'max-iterations' element 'true' is not a valid string or number. | 1:70: pool4[0].max-iterations",
                "'bib':[{'protocol':'TCP'}] | 234 | Object '<unnamed>' is missing the 'ipv6 address' child. | 1:50: bib[0]",
                "'bib':[{'ipv4 address':'1.2.3.4'}] | 234 | '1.2.3.4' does not seem to contain a port (format: <IPv4 address>#<port> (eg. 203.0.113.8#80)). | 1:66: bib[0].ipv4 address",
            })
    void complainsInJoolsWordsAndTellsWhere(String members, int status, String message, String place) {
        String json = "{\"instance\":\"gw\",\"framework\":\"netfilter\", " + members.replace('\'', '"') + "}";
        JsonDefinition definition = of(Product.NAT64, json);

        assertComplaint(
                status, message.replace('^', '\n'), place, assertThrows(DefinitionException.class, definition::read));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'pool4':[]  | pool6 is mandatory in NAT64 instances. | 1:1",
                "'global':{'eam-hairpin-mode':'off'} | 'eam-hairpin-mode' is not a global of a nat64 instance. | 1:72: global.eam-hairpin-mode",
                "'global':{'pool6':'64:ff9b::/95'} | 95 is not a valid prefix length (32, 40, 48, 56, 64, 96). | 1:61: global.pool6",
                "'pool4':[{'protocol':'TCP','prefix':'192.0.2.1/24'}] | '192.0.2.1/24' seems to have a suffix; please fix. | 1:52: pool4[0]",
                "'pool4':[{'protocol':'TCP','prefix':'192.0.2.1','max-iterations':0}] | Zero is not a legal Max Iterations value. | 1:52: pool4[0]",
                "'global':{'pool6':'64:ff9b::/96'},'bib':[{'protocol':'UDP','ipv6 address':'::1#1','ipv4 address':'1.2.3.4#5'},{'protocol':'UDP','ipv6 address':'::2#1','ipv4 address':'1.2.3.4#5'}] | Entry 1.2.3.4#5%::2#1 collides with 1.2.3.4#5%::1#1. | 1:153: bib[1]",
            })
    void checksByTheTranslatorsRules(String members, String message, String place) {
        String json = "{\"instance\":\"gw\",\"framework\":\"netfilter\", " + members.replace('\'', '"') + "}";
        JsonDefinition definition = of(Product.NAT64, json);

        DefinitionException e = assertThrows(DefinitionException.class, () -> definition.check(false));

        assertEquals(message.replace('%', '|'), e.getMessage());
        assertEquals(place, e.location().toString());
        assertEquals(true, e.refused());
    }

    @Test
    void countsLinesAndCharacters() {
        String json = "{\n  \"instance\": \"gw\",\n  \"comment\": \"\ud83d\ude80\", \"framework\": 7}";

        DefinitionException e = assertThrows(DefinitionException.class, of(Product.SIIT, json)::read);

        assertEquals("3:32: framework", e.location().toString());
    }

    @Test
    void theNameGivenBesidesMustBeTheFiles() {
        String json = "{\"instance\":\"a\",\"framework\":\"netfilter\"}";
        Optional<InstanceName> given = Optional.of(new InstanceName("b"));
        JsonDefinition other = new JsonDefinition(Product.SIIT, JsonDocument.of(json), given);
        JsonDefinition nameless = new JsonDefinition(Product.SIIT, JsonDocument.of("{}"), given);

        assertComplaint(
                234,
                "The -i command line argument (b) does not match the instance name defined in the file (a).\n"
                        + "You might want to delete one of them.",
                "1:13: instance",
                assertThrows(DefinitionException.class, other::read));
        assertComplaint(
                234,
                "Object '<unnamed>' is missing the 'instance' child.",
                "1:1",
                assertThrows(DefinitionException.class, nameless::read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\\"b", "\\u0041", "\\q", "\\uD83D\\uDE80", "\\n"})
    void readsEscapes(String text) {
        JsonNode node = JsonDocument.of("\"" + text + "\"").root();

        assertEquals(
                text.replace("\\\"", "\"")
                        .replace("\\u0041", "A")
                        .replace("\\uD83D\\uDE80", "\ud83d\ude80")
                        .replace("\\q", "q")
                        .replace("\\n", "\n"),
                node.text());
    }
}
