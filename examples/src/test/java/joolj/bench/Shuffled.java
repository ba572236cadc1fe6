// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.SplittableRandom;

/** Numbers without a pattern, the same each time. */
final class Shuffled {
    /** Odd, so that all its multiples modulo 2^64 are different. */
    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private Shuffled() {}

    /** A number of 64 bits, another one for each number. */
    static long scattered(int number) {
        return number * STEP;
    }

    /** In no order, the numbers from 0 to one less than the count. */
    static int[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(6145);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            numbers[i] = numbers[other];
            numbers[other] = i;
        }
        return numbers;
    }
}
