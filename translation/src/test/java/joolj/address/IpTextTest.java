// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTextTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0.0.0.0, 0", "192.0.2.33, c0000221", "255.255.255.255, ffffffff", "1.20.255.9, 114ff09"})
    void readsAndWritesDottedDecimal(String text, String hex) {
        int address = Integer.parseUnsignedInt(hex, 16);

        assertEquals(address, IpText.parse4(text));
        assertEquals(text, IpText.format4(address));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "1.2.3.4.5",
                ".1.2.3",
                "1..2.3",
                "256.1.1.1",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.-4",
                "+1.2.3.4",
                "0x1.2.3.4",
                "1.2.3.4/24",
                "foo",
                "localhost",
                "1.2.3.1111111111",
                "١.2.3.4",
                "2001:db8::"
            })
    void refusesWhatInetPtonRefusesForIpv4(String text) {
        AddressFormatException refusal = assertThrows(AddressFormatException.class, () -> IpText.parse4(text));

        assertEquals("Cannot parse '" + text + "' as an IPv4 address.", refusal.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "::, 0, 0, ::",
        "::1, 0, 1, ::1",
        "1::, 1000000000000, 0, 1::",
        "64:ff9b::cb00:7110, 64ff9b00000000, cb007110, 64:ff9b::cb00:7110",
        "64:FF9B::203.0.113.16, 64ff9b00000000, cb007110, 64:ff9b::cb00:7110",
        "2001:db8:0:0:1:0:0:1, 20010db800000000, 1000000000001, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 20010db800000001, 1000100010001, 2001:db8:0:1:1:1:1:1",
        "2001:0db8::0001, 20010db800000000, 1, 2001:db8::1",
        "1:2:3:4:5:6:7::, 1000200030004, 5000600070000, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 200030004, 5000600070008, 0:2:3:4:5:6:7:8",
        "1:0:0:2::3, 1000000000002, 3, 1:0:0:2::3",
        "::ffff:192.0.2.33, 0, ffffc0000221, ::ffff:192.0.2.33",
        "::c000:221, 0, c0000221, ::192.0.2.33",
        "::ffff:0:c000:221, 0, ffff0000c0000221, ::ffff:0:c000:221",
        "::fffe:c000:221, 0, fffec0000221, ::fffe:c000:221",
        "1:2:3:4:5:6:7.8.9.10, 1000200030004, 500060708090a, 1:2:3:4:5:6:708:90a",
        "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255, ffffffffffffffff, ffffffffffffffff, "
                + "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void readsAnyFormAndWritesTheCanonicalOne(String text, String high, String low, String canonical) {
        long[] expected = {Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)};

        assertArrayEquals(expected, IpText.parse6(text));
        assertEquals(canonical, IpText.format6(expected[0], expected[1]));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                "12345::",
                "g::",
                "::1%eth0",
                "fe80::1%1",
                "::1/64",
                " ::1",
                "::1 ",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4",
                "::1.2.3",
                "::1.2.3.4.5",
                "::256.2.3.4",
                "::01.2.3.4",
                "::1.2.3.4:5",
                "::1.2.3.4:",
                "1:::2",
                "2001:db8:::",
                "foo",
                "::.1.2.3",
                "::ａ",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "::a.1.2.3",
                "0000:0000:0000:0000:0000:0000:0000:0000:00000000"
            })
    void refusesWhatInetPtonRefusesForIpv6(String text) {
        AddressFormatException refusal = assertThrows(AddressFormatException.class, () -> IpText.parse6(text));

        assertEquals("Cannot parse '" + text + "' as an IPv6 address.", refusal.getMessage());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        long seed = 5952;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            long high = sparse(random);
            long low = sparse(random);

            String text = IpText.format6(high, low);

            assertArrayEquals(new long[] {high, low}, IpText.parse6(text), () -> "seed " + seed + ": " + text);
            assertEquals((int) low, IpText.parse4(IpText.format4((int) low)), () -> "seed " + seed);
        }
    }

    /** Random groups of which many are zero. */
    private static long sparse(SplittableRandom random) {
        long half = 0;
        for (int i = 0; i < 4; i++) {
            half = half << 16 | (random.nextBoolean() ? 0 : random.nextInt(0x10000));
        }
        return half;
    }
}
