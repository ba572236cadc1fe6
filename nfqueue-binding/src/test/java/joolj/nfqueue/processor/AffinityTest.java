// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.concurrent.FutureTask;
import joolj.nfqueue.NativeException;
import org.junit.jupiter.api.Test;

class AffinityTest {
    @Test
    void aBoundThreadMayRunOnThatProcessorOnlyAndOthersAsBefore() throws Exception {
        BitSet before = Affinity.available();
        int last = before.length() - 1;

        FutureTask<BitSet> bound = new FutureTask<>(() -> {
            Affinity.bind(last);
            return Affinity.available();
        });
        new Thread(bound).start();

        BitSet expected = new BitSet();
        expected.set(last);
        assertFalse(before.isEmpty());
        assertEquals(expected, bound.get());
        assertEquals(before, Affinity.available());
    }

    @Test
    void aProcessorThatIsNotThereIsNamed() {
        NativeException e = assertThrows(NativeException.class, () -> Affinity.bind(Affinity.LAST));

        assertEquals("sched_setaffinity(processor 1023): EINVAL (22), no processor that can be used", e.getMessage());
    }
}
