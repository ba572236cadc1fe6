// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class VerdictBatchTest {
    private static final int DROP = 0;
    private static final int ACCEPT = 1;

    private final VerdictBatch batch = new VerdictBatch(0xfeed, 4);

    @Test
    void messageIsWhatTheKernelDefines() {
        batch.add(0x01020304, ACCEPT);

        assertEquals(32, batch.write(true));

        ByteBuffer host = batch.octets().duplicate().order(ByteOrder.nativeOrder());
        assertEquals(32, host.getInt(0));
        assertEquals(0x301, host.getShort(4)); // NFNL_SUBSYS_QUEUE, NFQNL_MSG_VERDICT
        assertEquals(1, host.getShort(6)); // NLM_F_REQUEST
        assertEquals(0, host.getInt(8));
        assertEquals(0, host.getInt(12));
        assertEquals(0xfeed, batch.octets().getInt(16)); // AF_UNSPEC, version 0, queue number
        assertEquals(12, host.getShort(20));
        assertEquals(2, host.getShort(22)); // NFQA_VERDICT_HDR
        assertEquals(ACCEPT, batch.octets().getInt(24));
        assertEquals(0x01020304, batch.octets().getInt(28));
    }

    @Test
    void dropsFollowTogetherBehindTheOthers() {
        batch.add(1, DROP);
        batch.add(2, ACCEPT);
        batch.add(3, DROP);
        batch.add(4, 7 << 16 | 3);

        assertEquals("301:1:2 301:458755:4 303:0:3", messages(true));
    }

    @Test
    void withUnansweredPacketsEachIsItsOwn() {
        batch.add(1, DROP);
        batch.add(2, ACCEPT);
        batch.add(3, DROP);

        assertEquals("301:0:1 301:1:2 301:0:3", messages(false));
    }

    @Test
    void lastIdIsTheNewestThoughIdsWrap() {
        batch.add(-2, DROP);
        batch.add(-1, DROP);
        batch.add(0, DROP);
        batch.add(1, DROP);

        assertEquals("303:0:1", messages(true));
    }

    @Test
    void lastIdIsTheNewestWhereTheSignChanges() {
        batch.add(Integer.MAX_VALUE, DROP);
        batch.add(Integer.MIN_VALUE, DROP);

        assertEquals("303:0:-2147483648", messages(true));
    }

    @Test
    void lastIdIsTheNewestThoughVerdictsAreOutOfOrder() {
        batch.add(2, DROP);
        batch.add(-3, DROP);
        batch.add(1, DROP);

        assertEquals("303:0:2", messages(true));
    }

    @Test
    void emptyBatchIsNoMessage() {
        assertEquals(0, batch.write(true));
        assertEquals(0, batch.write(false));
    }

    @Test
    void clearedBatchStartsAgain() {
        for (int id = 0; id < 4; id++) {
            assertFalse(batch.full());
            batch.add(id, ACCEPT);
        }
        assertTrue(batch.full());

        batch.clear();

        assertEquals(0, batch.size());
        batch.add(9, DROP);
        assertEquals("301:0:9", messages(false));
    }

    /** Type, verdict and id of each message. */
    private String messages(boolean dropTogether) {
        ByteBuffer host = batch.octets().duplicate().order(ByteOrder.nativeOrder());
        int length = batch.write(dropTogether);
        StringJoiner messages = new StringJoiner(" ");
        for (int at = 0; at < length; at += 32) {
            messages.add(Integer.toHexString(host.getShort(at + 4)) + ":"
                    + batch.octets().getInt(at + 24) + ":" + batch.octets().getInt(at + 28));
        }
        return messages.toString();
    }
}
