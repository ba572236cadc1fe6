// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import joolj.address.Ipv6Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalsTest {
    private static final Globals NAT64 =
            Globals.ofNewInstance(Product.NAT64, Optional.of(Ipv6Prefix.parse("64:ff9b::/96")));

    private static Global<?> key(String name) {
        return Arrays.stream(Product.values())
                .flatMap(product -> GlobalKeys.named(product, name).stream())
                .findFirst()
                .orElseThrow();
    }

    private static <T> String plain(Globals globals, Global<T> global) {
        return global.type().plain(globals.get(global));
    }

    private static <T> String csv(Globals globals, Global<T> global) {
        return global.type().csv(globals.get(global));
    }

    /** What the client sends for a typed text. */
    private static <T> Object typed(Global<T> global, String text) {
        return global.type().json(global.type().parse(text));
    }

    private static Globals update(String name, String text) {
        return NAT64.updated(name, typed(key(name), text), false);
    }

    @Test
    void theDefaultsOfANat64AreDisplayedInJoolsOrder() {
        String table = GlobalKeys.of(Product.NAT64).stream()
                .filter(global -> !global.isBeyondJool())
                .map(global -> "  " + global.name() + ": " + plain(NAT64, global))
                .collect(Collectors.joining("\n", "", "\n"));

        assertEquals("""
                  manually-enabled: true
                  pool6: 64:ff9b::/96
                  lowest-ipv6-mtu: 1280
                  logging-debug: false
                  zeroize-traffic-class: false
                  override-tos: false
                  tos: 0
                  mtu-plateaus: 65535,32000,17914,8166,4352,2002,1492,1006,508,296,68
                  address-dependent-filtering: false
                  drop-externally-initiated-tcp: false
                  drop-icmpv6-info: false
                  source-icmpv6-errors-better: true
                  f-args: 11 (0b1011): SrcAddr:1 SrcPort:0 DstAddr:1 DstPort:1
                  handle-rst-during-fin-rcv: false
                  tcp-est-timeout: 2:00:00 (HH:MM:SS)
                  tcp-trans-timeout: 0:04:00 (HH:MM:SS)
                  udp-timeout: 0:05:00 (HH:MM:SS)
                  icmp-timeout: 0:01:00 (HH:MM:SS)
                  logging-bib: false
                  logging-session: false
                  maximum-simultaneous-opens: 10
                  ss-enabled: false
                  ss-flush-asap: true
                  ss-flush-deadline: 2000
                  ss-capacity: 512
                  ss-max-payload: 1452
                """.indent(0), table);
    }

    @Test
    void theDefaultsOfASiitAreDisplayedInJoolsOrder() {
        Globals siit = Globals.ofNewInstance(Product.SIIT, Optional.empty());

        List<String> rows = GlobalKeys.of(Product.SIIT).stream()
                .filter(global -> !global.isBeyondJool())
                .map(global -> global.name() + "," + csv(siit, global))
                .toList();

        assertEquals(
                List.of(
                        "manually-enabled,TRUE",
                        "pool6,",
                        "lowest-ipv6-mtu,1280",
                        "logging-debug,FALSE",
                        "zeroize-traffic-class,FALSE",
                        "override-tos,FALSE",
                        "tos,0",
                        "mtu-plateaus,\"65535,32000,17914,8166,4352,2002,1492,1006,508,296,68\"",
                        "amend-udp-checksum-zero,FALSE",
                        "eam-hairpin-mode,intrinsic",
                        "randomize-rfc6791-addresses,TRUE",
                        "rfc6791v6-prefix,",
                        "rfc6791v4-prefix,"),
                rows);
    }

    @ParameterizedTest(name = "{0} {1} is displayed as {2}")
    @CsvSource({
        "manually-enabled,NO,FALSE",
        "manually-enabled,On,TRUE",
        "pool6,64:ff9b::/96,64:ff9b::/96",
        "lowest-ipv6-mtu,1280abc,1280",
        "lowest-ipv6-mtu,4294967295,4294967295",
        "tos,0x10,0",
        "f-args,0b1011,0",
        "udp-timeout,239.999,0:03:59.999",
        "icmp-timeout,1193:02:47.296,0:00:00",
        "mtu-plateaus,'1,2,3','\"3,2,1\"'",
        "mtu-plateaus,'5,5,5','\"5\"'",
        "mtu-plateaus,'1,,2','\"2,1\"'",
        "mtu-plateaus,'0,7','\"7\"'",
        "mtu-plateaus,1;2,'\"1\"'"
    })
    void updatesAreStoredInNormalForm(String name, String text, String csv) {
        assertEquals(csv, csv(update(name, text), key(name)));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pool6|2001:db8::/96|Sorry; you can't change a NAT64 instance's pool6 for now.",
                "pool6|null|pool6 is mandatory in NAT64 instances.",
                "pool6|64:ff9b::/97|97 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
                "pool6|64:ff9b::1/96|'64:ff9b::1/96' seems to have a suffix; please fix.",
                "lowest-ipv6-mtu|1279|lowest-ipv6-mtu (1279) is too small (min: 1280).",
                "f-args|16|f-args (16) is out of range. (0-15)",
                "session-rate-per-source|1000001|session-rate-per-source (1000001) is out of range. (0-1000000)",
                "session-source-prefix-length|0|session-source-prefix-length (0) is out of range. (1-128)",
                "table-capacity|0|table-capacity (0) is out of range. (1-268435456)",
                "table-capacity|268435457|table-capacity (268435457) is out of range. (1-268435456)",
                "session-source-prefix-length|129|session-source-prefix-length (129) is out of range. (1-128)",
                "mtu-plateaus|0|The plateaus list contains nothing but zeroes.",
                "tcp-est-timeout|0:05:00.250|The 'tcp-est' timeout (300250) is too small. (min: 7200000)",
                "tcp-trans-timeout|239.999|The 'tcp-trans' timeout (239999) is too small. (min: 240000)",
                "udp-timeout|4294968|The 'udp' timeout (704) is too small. (min: 120000)"
            })
    void theTranslatorRefusesValuesOutOfRange(String name, String text, String message) {
        RefusedException e = assertThrows(RefusedException.class, () -> update(name, text));

        assertEquals(message, e.getMessage());
        assertEquals(22, e.errno());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tos|256|'256' is out of bounds (0-255).|234",
                "pool6|foo|Cannot parse 'foo' as an IPv6 address.|234",
                "pool6|64:ff9b::/129|'129' is out of bounds (0-128).|234",
                "pool6|64:ff9b::/x|'x' is not an unsigned integer. (error code 1)|1",
                "mtu-plateaus|65536|'65536' is out of bounds (0-65535).|234",
                "mtu-plateaus|1, 2|' 2' is not an unsigned integer. (error code 1)|1",
                "mtu-plateaus|,|The plateaus string cannot be empty.|234"
            })
    void theClientRejectsTextsThatCannotBeRead(String name, String text, String message, int status) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> typed(key(name), text));

        assertEquals(message, e.getMessage());
        assertEquals(status, e.exitStatus());
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"2", "", "t", "enable", "junk"})
    void otherWordsAreNoBooleans(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> typed(GlobalKeys.OVERRIDE_TOS, text));

        assertEquals("Cannot parse '" + text + "' as a bool (true|false|1|0|yes|no|on|off).", e.getMessage());
        assertEquals(234, e.exitStatus());
    }

    @ParameterizedTest(name = "{0} plateaus")
    @ValueSource(ints = {65, 100})
    void thereAreAtMost64Plateaus(int count) {
        String text =
                IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(","));

        SyntaxException e = assertThrows(SyntaxException.class, () -> typed(GlobalKeys.MTU_PLATEAUS, text));

        assertEquals("Too many plateaus. The current max is 64.", e.getMessage());
    }

    @Test
    void anUnknownHairpinModeNamesTheOnesThereAre() {
        SyntaxException e = assertThrows(
                SyntaxException.class, () -> GlobalKeys.EAM_HAIRPIN_MODE.type().parse("none"));

        assertEquals(
                "'none' cannot be parsed as a hairpinning mode.\nAvailable options: off, simple, intrinsic",
                e.getMessage());
    }

    @Test
    void theOctetOfBits64To71IsCheckedOnUpdateUnlessForcedButNotOnCreation() {
        Object json = "64:ff9b:0:0:ff00::/96";
        Globals created = Globals.ofNewInstance(Product.NAT64, Optional.of(Ipv6Prefix.parse((String) json)));

        RefusedException e = assertThrows(RefusedException.class, () -> created.updated("pool6", json, false));

        assertEquals(22, e.errno());
        assertEquals("64:ff9b:0:0:ff00::/96", csv(created.updated("pool6", json, true), GlobalKeys.POOL6));
    }

    @Test
    void aNat64NeedsAPool6() {
        RefusedException e =
                assertThrows(RefusedException.class, () -> Globals.ofNewInstance(Product.NAT64, Optional.empty()));

        assertEquals("pool6 is mandatory in NAT64 instances.", e.getMessage());
    }

    @Test
    void subnetScopedPrefixesAreNoRfc6791PoolUnlessForced() {
        Globals siit = Globals.ofNewInstance(Product.SIIT, Optional.empty());

        RefusedException e =
                assertThrows(RefusedException.class, () -> siit.updated("rfc6791v4-prefix", "127.0.0.0/24", false));

        assertEquals(
                "Prefix 127.0.0.0/24 intersects with subnet scoped network 127.0.0.0/8.Will cancel the operation. "
                        + "Use --force to ignore this validation.",
                e.getMessage());
        assertEquals(
                "127.0.0.0/24",
                csv(siit.updated("rfc6791v4-prefix", "127.0.0.0/24", true), GlobalKeys.RFC6791V4_PREFIX));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "manually-enabled|yes",
                "tos|zero",
                "udp-timeout|300",
                "nonsense|1",
            })
    void theTranslatorRefusesValuesOfTheWrongType(String name, String text) {
        Object json = name.equals("udp-timeout") ? (Object) Integer.valueOf(text) : text;

        RefusedException e = assertThrows(RefusedException.class, () -> NAT64.updated(name, json, false));

        assertEquals(22, e.errno());
    }

    @Test
    void aChangeLeavesTheFormerGlobalsAlone() {
        Globals changed = NAT64.with(GlobalKeys.TOS, 7L, false);

        assertEquals(7, changed.get(GlobalKeys.TOS));
        assertEquals(0, NAT64.get(GlobalKeys.TOS));
        assertThrows(IllegalArgumentException.class, () -> NAT64.get(GlobalKeys.EAM_HAIRPIN_MODE));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Product.class)
    void everyDefaultSurvivesJsonAndObeysItsOwnRules(Product product) {
        Globals defaults = Globals.defaults(product);
        for (Global<?> global : GlobalKeys.of(product)) {
            assertJsonRoundTrip(defaults, global);
            assertFalse(global.text().isEmpty(), global.name());
        }
    }

    private static <T> void assertJsonRoundTrip(Globals globals, Global<T> global) {
        T value = globals.get(global);
        assertEquals(value, global.checked(global.type().fromJson(global.name(), globals.json(global)), false));
    }
}
