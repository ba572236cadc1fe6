// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processors that an instance's workers are bound to: one for each queue, in the order of the queues, or one for
 * all of them.
 *
 * @param numbers as the kernel counts processors, each 0 to {@link #LAST}; empty if the kernel chooses
 */
public record Processors(List<Integer> numbers) {
    /** The highest number that can be asked for. */
    public static final int LAST = 1023;

    /** The most that can be named: as many as an instance may have queues. */
    public static final int COUNT_MAX = 64;

    /** The kernel chooses. */
    public static final Processors ANY = new Processors(List.of());

    /** Checks numbers and count. */
    public Processors {
        numbers = List.copyOf(numbers);
        if (numbers.size() > COUNT_MAX) {
            throw new IllegalArgumentException(numbers.size() + " processors are more than " + COUNT_MAX);
        }
        for (int number : numbers) {
            if (number < 0 || number > LAST) {
                throw new IllegalArgumentException("processor " + number + " is not in 0 to " + LAST);
            }
        }
    }

    /**
     * Reads a list of numbers, such as {@code 0,2}.
     *
     * @throws SyntaxException unless the text is one to 64 decimal numbers of at most 1023, separated by commas
     */
    public static Processors parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            boolean decimal =
                    !number.isEmpty() && number.length() <= 4 && number.chars().allMatch(c -> c >= '0' && c <= '9');
            int value = decimal ? Integer.parseInt(number) : -1;
            if (value < 0 || value > LAST || numbers.size() == COUNT_MAX) {
                throw new SyntaxException("'" + text + "' is not a list of processors (N[,M...], each 0 to " + LAST
                        + ", at most " + COUNT_MAX + ").");
            }
            numbers.add(value);
        }
        return new Processors(numbers);
    }

    /** Whether any processor is named. */
    public boolean named() {
        return !numbers.isEmpty();
    }

    /**
     * The processor of one queue's worker; call only if {@link #named}.
     *
     * @param index which of the instance's queues, 0 for the first
     */
    public int of(int index) {
        return numbers.get(Math.min(index, numbers.size() - 1));
    }

    /** The list as {@link #parse} reads it; empty if none is named. */
    @Override
    public String toString() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
