// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GlobalTest {
    @Test
    void aGlobalMarkedAsBeyondJoolIsTheSameOtherwise() {
        Global<Long> marked = GlobalKeys.UDP_TIMEOUT.asBeyondJool();

        assertTrue(marked.isBeyondJool());
        assertFalse(GlobalKeys.UDP_TIMEOUT.isBeyondJool());
        assertEquals("udp-timeout", marked.name());
        assertEquals(GlobalKeys.UDP_TIMEOUT.products(), marked.products());
        assertSame(GlobalKeys.UDP_TIMEOUT.type(), marked.type());
        assertEquals(300_000L, marked.initial());
        assertEquals(GlobalKeys.UDP_TIMEOUT.text(), marked.text());
    }

    @ParameterizedTest
    @EnumSource(Product.class)
    void whatJoolLacksIsDisplayedLast(Product product) {
        List<Boolean> beyond =
                GlobalKeys.of(product).stream().map(Global::isBeyondJool).toList();

        assertEquals(beyond.stream().sorted().toList(), beyond);
    }
}
