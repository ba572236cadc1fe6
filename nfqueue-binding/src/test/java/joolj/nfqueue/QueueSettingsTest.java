// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSettingsTest {
    private static final QueueSettings DEFAULTS = QueueSettings.defaults();

    @Test
    void eachSettingChangesAlone() {
        assertEquals(
                new QueueSettings(1, 2, false, 4096, 5, 2048),
                DEFAULTS.withMaxLength(1)
                        .withCopyRange(2)
                        .withGso(false)
                        .withReceiveBufferOctets(4096)
                        .withBatchSize(5)
                        .withSlotOctets(2048));
    }

    @Test
    void slotsHoldTheLongestPacketWithItsAttributes() {
        assertEquals(65531, DEFAULTS.copyRange());
        assertTrue(DEFAULTS.slotOctets() - DEFAULTS.copyRange() > 1024);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "maxLength, 0",
        "copyRange, 0",
        "copyRange, 65532",
        "receiveBufferOctets, 2047",
        "receiveBufferOctets, 1073741825",
        "batchSize, 0",
        "batchSize, 1025",
        "slotOctets, 1023",
        "slotOctets, 1048577"
    })
    void valueOutOfRangeIsNamedWithItsRange(String name, int value) {
        Executable change = switch (name) {
            case "maxLength" -> () -> DEFAULTS.withMaxLength(value);
            case "copyRange" -> () -> DEFAULTS.withCopyRange(value);
            case "receiveBufferOctets" -> () -> DEFAULTS.withReceiveBufferOctets(value);
            case "batchSize" -> () -> DEFAULTS.withBatchSize(value);
            default -> () -> DEFAULTS.withSlotOctets(value);
        };

        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, change);

        assertTrue(refusal.getMessage().startsWith(name + ": " + value + " is not in "), refusal.getMessage());
    }
}
