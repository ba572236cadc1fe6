// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import joolj.translation.Routes;
import org.junit.jupiter.api.Test;

class PathMtusTest {
    private static final int NODE4 = 0xcb007110;
    private static final long HIGH = 0x20010db800000000L;
    private static final long NOW = 5_000;

    private final PathMtus mtus = new PathMtus();

    @Test
    void nothingIsKnownAtFirst() {
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned4(NODE4, NOW));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned6(HIGH, 8, NOW));
    }

    @Test
    void whatWasLearnedHoldsForThatDestinationOnly() {
        mtus.learn4(NODE4, 1400, NOW);
        mtus.learn6(HIGH, 8, 1420, NOW);

        assertEquals(1400, mtus.learned4(NODE4, NOW));
        assertEquals(1420, mtus.learned6(HIGH, 8, NOW));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned4(NODE4 + 1, NOW));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned6(HIGH, 9, NOW));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned4(0, NOW));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned6(0, 0, NOW));
    }

    @Test
    void whatWasLearnedIsForgottenAfterTenMinutes() {
        mtus.learn4(NODE4, 1400, NOW);
        mtus.learn6(HIGH, 8, 1420, NOW);

        assertEquals(1400, mtus.learned4(NODE4, NOW + 599_999));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned4(NODE4, NOW + 600_000));
        assertEquals(1420, mtus.learned6(HIGH, 8, NOW + 599_999));
        assertEquals(Routes.UNKNOWN_MTU, mtus.learned6(HIGH, 8, NOW + 600_000));
    }

    @Test
    void theLatestWordCounts() {
        mtus.learn4(NODE4, 1400, NOW);
        mtus.learn4(NODE4, 1300, NOW + 1);

        assertEquals(1300, mtus.learned4(NODE4, NOW + 2));
    }
}
