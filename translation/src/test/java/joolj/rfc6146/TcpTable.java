// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The TCP state machine of RFC 6146 § 3.5.2.2 as a table: state before, segment (the node's family and the flags S, F,
 * R), state after, timer; a timer with / differs under handle-rst-during-fin-rcv.
 */
final class TcpTable {
    private static final String[] ROWS = {
        "V4_INIT, 6S, ESTABLISHED, ESTABLISHED",
        "V4_INIT, 6, V4_INIT, KEEP",
        "V4_INIT, 6F, V4_INIT, KEEP",
        "V4_INIT, 6R, V4_INIT, KEEP",
        "V4_INIT, 4S, V4_INIT, KEEP",
        "V4_INIT, 4, V4_INIT, KEEP",
        "V4_INIT, 4F, V4_INIT, KEEP",
        "V4_INIT, 4R, V4_INIT, KEEP",
        "V6_INIT, 4S, ESTABLISHED, ESTABLISHED",
        "V6_INIT, 4, V6_INIT, KEEP",
        "V6_INIT, 4F, V6_INIT, KEEP",
        "V6_INIT, 4R, V6_INIT, KEEP",
        "V6_INIT, 6S, V6_INIT, TRANSITORY",
        "V6_INIT, 6, V6_INIT, KEEP",
        "V6_INIT, 6F, V6_INIT, KEEP",
        "V6_INIT, 6R, V6_INIT, KEEP",
        "ESTABLISHED, 6F, V6_FIN_RCV, KEEP",
        "ESTABLISHED, 4F, V4_FIN_RCV, KEEP",
        "ESTABLISHED, 6FR, V6_FIN_RCV, KEEP",
        "ESTABLISHED, 4FR, V4_FIN_RCV, KEEP",
        "ESTABLISHED, 6R, TRANS, TRANSITORY",
        "ESTABLISHED, 4R, TRANS, TRANSITORY",
        "ESTABLISHED, 6, ESTABLISHED, ESTABLISHED",
        "ESTABLISHED, 4, ESTABLISHED, ESTABLISHED",
        "ESTABLISHED, 6S, ESTABLISHED, ESTABLISHED",
        "ESTABLISHED, 4S, ESTABLISHED, ESTABLISHED",
        "V4_FIN_RCV, 6F, V4_FIN_V6_FIN_RCV, TRANSITORY",
        "V4_FIN_RCV, 6FR, V4_FIN_V6_FIN_RCV, TRANSITORY",
        "V4_FIN_RCV, 4F, V4_FIN_RCV, ESTABLISHED",
        "V4_FIN_RCV, 6R, V4_FIN_RCV, ESTABLISHED/TRANSITORY",
        "V4_FIN_RCV, 4R, V4_FIN_RCV, ESTABLISHED/TRANSITORY",
        "V4_FIN_RCV, 6, V4_FIN_RCV, ESTABLISHED",
        "V4_FIN_RCV, 4, V4_FIN_RCV, ESTABLISHED",
        "V4_FIN_RCV, 6S, V4_FIN_RCV, ESTABLISHED",
        "V6_FIN_RCV, 4F, V4_FIN_V6_FIN_RCV, TRANSITORY",
        "V6_FIN_RCV, 4FR, V4_FIN_V6_FIN_RCV, TRANSITORY",
        "V6_FIN_RCV, 6F, V6_FIN_RCV, ESTABLISHED",
        "V6_FIN_RCV, 6R, V6_FIN_RCV, ESTABLISHED/TRANSITORY",
        "V6_FIN_RCV, 4R, V6_FIN_RCV, ESTABLISHED/TRANSITORY",
        "V6_FIN_RCV, 6, V6_FIN_RCV, ESTABLISHED",
        "V6_FIN_RCV, 4, V6_FIN_RCV, ESTABLISHED",
        "V6_FIN_RCV, 4S, V6_FIN_RCV, ESTABLISHED",
        "V4_FIN_V6_FIN_RCV, 6, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 4, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 6S, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 4S, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 6F, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 4R, V4_FIN_V6_FIN_RCV, KEEP",
        "TRANS, 6R, TRANS, KEEP",
        "TRANS, 4R, TRANS, KEEP",
        "TRANS, 6FR, TRANS, KEEP",
        "TRANS, 6, ESTABLISHED, ESTABLISHED",
        "TRANS, 4, ESTABLISHED, ESTABLISHED",
        "TRANS, 6S, ESTABLISHED, ESTABLISHED",
        "TRANS, 4F, ESTABLISHED, ESTABLISHED",
        "V4_FIN_RCV, 4S, V4_FIN_RCV, ESTABLISHED",
        "V6_FIN_RCV, 6S, V6_FIN_RCV, ESTABLISHED",
        "V4_FIN_V6_FIN_RCV, 4F, V4_FIN_V6_FIN_RCV, KEEP",
        "V4_FIN_V6_FIN_RCV, 6R, V4_FIN_V6_FIN_RCV, KEEP",
        "TRANS, 4S, ESTABLISHED, ESTABLISHED",
        "TRANS, 6F, ESTABLISHED, ESTABLISHED",
    };

    /** A row of the table. */
    record Row(TcpState state, String segment, TcpState next, String timer, String shortenedTimer) {}

    private TcpTable() {}

    static List<Row> rows() {
        return Arrays.stream(ROWS).map(TcpTable::row).toList();
    }

    private static Row row(String text) {
        String[] cells = text.split(", ", -1);
        int slash = cells[3].indexOf('/');
        String usual = slash < 0 ? cells[3] : cells[3].substring(0, slash);
        String shortened = slash < 0 ? cells[3] : cells[3].substring(slash + 1);
        return new Row(TcpState.valueOf(cells[0]), cells[1], TcpState.valueOf(cells[2]), usual, shortened);
    }

    /** The rows by state and segment. */
    static Map<String, Row> index() {
        Map<String, Row> index = new HashMap<>();
        for (Row row : rows()) {
            index.put(row.state + " " + row.segment, row);
        }
        return index;
    }
}
