// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7597;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 7597 § 5.1, Port-Mapping Algorithm, and appendix B. */
class PortSetTest {
    @ParameterizedTest(name = "a = {0}, k = {1}, PSID {2}")
    @CsvSource({"6, 8, 52", "0, 5, 27", "4, 12, 4095", "0, 0, 0", "1, 0, 0"})
    void portsAreNumberedInAscendingOrder(int offsetBits, int psidLength, int psid) {
        PortSet ports = new PortSet(offsetBits, psidLength, psid);

        int[] numbered = IntStream.range(0, ports.size()).map(ports::port).toArray();

        assertArrayEquals(IntStream.range(0, 65536).filter(ports::contains).toArray(), numbered);
    }

    /** Appendix A, example 1. */
    @Test
    void theExampleHas63RangesOfFourPorts() {
        PortSet ports = new PortSet(6, 8, 0x34);

        assertEquals(63, ports.ranges());
        assertEquals(252, ports.size());
        assertEquals(256, ports.sharingRatio());
        assertEquals("1232-1235", range(ports, 0));
        assertEquals("2256-2259", range(ports, 1));
        assertEquals("63696-63699", range(ports, 61));
        assertEquals("64720-64723", range(ports, 62));
    }

    private static String range(PortSet ports, int range) {
        return ports.first(range) + "-" + ports.last(range);
    }

    @ParameterizedTest(name = "a {0}, k {1}, PSID {2}")
    @CsvSource({
        "0, 5, 27, 1, 55296, 57343",
        "0, 5, 14, 1, 28672, 30719",
        "0, 0, 0, 1, 0, 65535",
        "6, 0, 0, 1, 0, 65535",
        "16, 0, 0, 1, 0, 65535",
        "0, 16, 65535, 1, 65535, 65535",
        "0, 16, 0, 1, 0, 0",
        "1, 15, 0, 1, 32768, 32768",
        "1, 1, 1, 1, 49152, 65535",
        "15, 1, 0, 32767, 2, 2",
        "4, 8, 0x41, 15, 5136, 5151"
    })
    void firstRangesOfUsualAndExtremeSets(int a, int k, String psid, int ranges, int first, int last) {
        PortSet ports = new PortSet(a, k, Integer.decode(psid));

        assertEquals(ranges, ports.ranges());
        assertEquals(first, ports.first(0));
        assertEquals(last, ports.last(0));
    }

    static Stream<Arguments> legalLengths() {
        return IntStream.rangeClosed(0, 16)
                .boxed()
                .flatMap(a -> IntStream.rangeClosed(0, 16 - a).mapToObj(k -> Arguments.of(a, k)));
    }

    /** Appendix B: sets do not overlap, are of the same size, and leave out the blocks with A = 0 only. */
    @ParameterizedTest(name = "a {0}, k {1}")
    @MethodSource("legalLengths")
    void setsOfAnAddressAreDisjointAndEquallyLarge(int a, int k) {
        BitSet taken = new BitSet(65536);
        int step = Math.max(1, (1 << k) / 64);
        int size = new PortSet(a, k, 0).size();

        for (int psid = 0; psid < 1 << k; psid += step) {
            PortSet ports = new PortSet(a, k, psid);
            int counted = 0;
            for (int range = 0; range < ports.ranges(); range++) {
                for (int port = ports.first(range); port <= ports.last(range); port++) {
                    assertFalse(taken.get(port), "port " + port + " of PSID " + psid);
                    assertTrue(ports.contains(port), "port " + port + " of PSID " + psid);
                    taken.set(port);
                    counted++;
                }
            }
            assertEquals(ports.size(), counted);
            assertEquals(size, counted);
        }

        int excluded = k == 0 || a == 0 ? 0 : 1 << (16 - a);
        if (step == 1) {
            assertEquals(65536 - excluded, taken.cardinality());
        }
        assertTrue(taken.nextSetBit(0) >= excluded, "port " + taken.nextSetBit(0));
    }

    /** § 5.1: "For 'a' > 0, A MUST be larger than 0". */
    @Test
    void systemPortsBelongToNobodyByDefault() {
        for (int psid = 0; psid < 256; psid++) {
            PortSet ports = new PortSet(6, 8, psid);
            for (int port = 0; port < 1024; port++) {
                assertFalse(ports.contains(port));
            }
        }
    }

    @ParameterizedTest(name = "a {0}, k {1}, PSID {2}")
    @CsvSource({"-1, 0, 0", "0, -1, 0", "9, 8, 0", "17, 0, 0", "0, 17, 0", "6, 8, 256", "6, 8, -1", "6, 0, 1"})
    void refusesWhatDoesNotFitAPort(int a, int k, int psid) {
        assertThrows(IllegalArgumentException.class, () -> new PortSet(a, k, psid));
    }
}
