// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.processor;

import java.util.BitSet;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/** Which processors a thread may run on. */
public final class Affinity {
    /** The highest processor number that can be spoken of. */
    public static final int LAST = 1023;

    private static final LibC C = Libraries.c();

    /** Octets of cpu_set_t: a bit for each processor. */
    private static final int SET_OCTETS = (LAST + 1) / Byte.SIZE;

    private static final int CALLING_THREAD = 0;

    private Affinity() {}

    /**
     * The processors that the calling thread may run on: those of the machine, less what its administrator withheld
     * from this process.
     *
     * @return numbers as the kernel counts them, up to {@link #LAST}
     * @throws NativeException if the kernel knows of more processors
     */
    public static BitSet available() {
        NativeBuffer set = new NativeBuffer(SET_OCTETS);
        if (C.sched_getaffinity(CALLING_THREAD, SET_OCTETS, set.address()) < 0) {
            throw NativeException.of("sched_getaffinity", Libraries.errno());
        }
        BitSet found = new BitSet();
        for (int number = 0; number <= LAST; number++) {
            if ((set.host().getLong(wordOf(number)) & bitOf(number)) != 0) {
                found.set(number);
            }
        }
        return found;
    }

    /**
     * Binds the calling thread to one processor.
     *
     * @param number as the kernel counts processors, 0 to {@link #LAST}
     * @throws NativeException if there is no such processor, or this process may not use it
     */
    public static void bind(int number) {
        if (number < 0 || number > LAST) {
            throw new IllegalArgumentException("processor " + number + " is not in 0 to " + LAST);
        }
        NativeBuffer set = new NativeBuffer(SET_OCTETS);
        set.host().putLong(wordOf(number), bitOf(number));
        if (C.sched_setaffinity(CALLING_THREAD, SET_OCTETS, set.address()) < 0) {
            int errno = Libraries.errno();
            String call = "sched_setaffinity(processor " + number + ")";
            throw errno == Linux.EINVAL
                    ? NativeException.of(call, errno, NativeException.Kind.OTHER, "no processor that can be used")
                    : NativeException.of(call, errno);
        }
        set.keep();
    }

    /** The set is an array of unsigned longs. */
    private static int wordOf(int number) {
        return number / Long.SIZE * Long.BYTES;
    }

    private static long bitOf(int number) {
        return 1L << number % Long.SIZE;
    }
}
