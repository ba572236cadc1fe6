// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6146 § 3.5.2.2. */
class TcpStateMachineTest {
    static List<TcpTable.Row> rows() {
        return TcpTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void followsTheTable(TcpTable.Row row) {
        boolean from6 = row.segment().charAt(0) == '6';
        Flow flow = Packets.flags(new Flow(), row.segment());

        assertEquals(row.next(), TcpStateMachine.next(row.state(), from6, flow));
        assertEquals(
                row.timer(),
                TcpStateMachine.timer(row.state(), from6, flow, false).name());
        assertEquals(
                row.shortenedTimer(),
                TcpStateMachine.timer(row.state(), from6, flow, true).name());
    }

    @Test
    void theTableHasEveryStateWithEverySimpleSegment() {
        Map<String, TcpTable.Row> index = TcpTable.index();
        for (TcpState state : TcpState.values()) {
            for (String segment : new String[] {"4", "4S", "4F", "4R", "6", "6S", "6F", "6R"}) {
                assertNotNull(index.get(state + " " + segment), () -> state + " " + segment);
            }
        }
    }
}
