// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueueStatisticsTest {
    @Test
    void rowsOfTheKernelsTableAreRead() {
        String table = """
                 6400   4711    12 2 65531     3     4 4294967295  1
                    0 4294963201     0 2  0     0     0        0  1
                """;

        assertEquals(
                List.of(
                        new QueueStatistics(6400, 4711, 12, 3, 4, 4294967295L),
                        new QueueStatistics(0, 4294963201L, 0, 0, 0, 0)),
                QueueStatistics.parse(table));
    }

    @Test
    void whatIsNoRowIsSkipped() {
        assertEquals(List.of(), QueueStatistics.parse(""));
        assertEquals(List.of(), QueueStatistics.parse("\nno queue\n1 2 3\n"));
    }
}
