// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 791 § 3.1, RFC 7915 § 4.1 (source routes). */
class Ipv4OptionsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no operations, 01010101, false",
        "loose source route at its start, 8307 04 c0000201 00, true",
        "strict source route at its start, 8907 04 c0000201 00, true",
        "loose source route at its last octet, 8307 07 c0000201 00, true",
        "expired loose source route, 8307 08 c0000201 00, false",
        "pointer below the least, 8307 03 c0000201 00, true",
        "behind no operations, 0101 8307 04 c0000201 000000, true",
        "behind the end of the list, 00 8307 04 c0000201, false",
        "behind a record route, 0707 04 00000000 8307 04 c0000201 0000, true",
        "record route only, 0707 04 00000000 00, false",
        "option of length 0, 8200 8307, false",
        "option of length 1, 8201 8307, false",
        "source route without a pointer, 018302, false",
        "kind alone, 01010183, false",
        "length beyond the end, 830b 04 c0000201 00, true"
    })
    void findsUnexpiredSourceRoutes(String title, String options, boolean expected) {
        ByteBuffer packet = Hex.packet(options);

        assertEquals(expected, Ipv4Options.hasUnexpiredSourceRoute(packet, 0, packet.capacity()));
    }

    @Test
    void endsWithoutReadingBehindTheEndWhateverTheOptions() {
        long seed = 791;
        SplittableRandom random = new SplittableRandom(seed);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 50_000; i++) {
                byte[] octets = new byte[random.nextInt(41)];
                random.nextBytes(octets);
                int length = octets.length;
                Assertions.assertDoesNotThrow(
                        () -> Ipv4Options.hasUnexpiredSourceRoute(Hex.packet(octets), 0, length), () -> "seed " + seed);
            }
        });
    }
}
