// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Arrays;

/**
 * A set of ports as ranges: disjoint, not adjacent, ascending. Immutable; two sets with the same ports are equal.
 */
final class PortRanges {
    static final PortRanges NONE = new PortRanges(new int[0]);

    /** First port, last port, first port, … */
    private final int[] bounds;

    /** For each range, how many ports precede it. */
    private final int[] preceding;

    private final int size;

    private PortRanges(int[] bounds) {
        this.bounds = bounds;
        this.preceding = new int[bounds.length / 2];
        int ports = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            preceding[i / 2] = ports;
            ports += bounds[i + 1] - bounds[i] + 1;
        }
        this.size = ports;
    }

    /** This set and the ports from {@code first} to {@code last}. */
    PortRanges with(int first, int last) {
        int[] result = new int[bounds.length + 2];
        int length = 0;
        int from = first;
        int to = last;
        boolean placed = false;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i + 1] + 1 < from) {
                result[length++] = bounds[i];
                result[length++] = bounds[i + 1];
            } else if (to + 1 < bounds[i]) {
                if (!placed) {
                    result[length++] = from;
                    result[length++] = to;
                    placed = true;
                }
                result[length++] = bounds[i];
                result[length++] = bounds[i + 1];
            } else {
                from = Math.min(from, bounds[i]);
                to = Math.max(to, bounds[i + 1]);
            }
        }
        if (!placed) {
            result[length++] = from;
            result[length++] = to;
        }
        return new PortRanges(Arrays.copyOf(result, length));
    }

    /** This set without the ports from {@code first} to {@code last}. */
    PortRanges without(int first, int last) {
        int[] result = new int[bounds.length + 2];
        int length = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] < first) {
                result[length++] = bounds[i];
                result[length++] = Math.min(bounds[i + 1], first - 1);
            }
            if (last < bounds[i + 1]) {
                result[length++] = Math.max(bounds[i], last + 1);
                result[length++] = bounds[i + 1];
            }
        }
        return new PortRanges(Arrays.copyOf(result, length));
    }

    /** This set and another. */
    PortRanges with(PortRanges other) {
        int[] result = new int[bounds.length + other.bounds.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length || theirs < other.bounds.length) {
            boolean fromMine =
                    theirs == other.bounds.length || (mine < bounds.length && bounds[mine] <= other.bounds[theirs]);
            int first = fromMine ? bounds[mine] : other.bounds[theirs];
            int last = fromMine ? bounds[mine + 1] : other.bounds[theirs + 1];
            mine += fromMine ? 2 : 0;
            theirs += fromMine ? 0 : 2;
            if (length > 0 && first <= result[length - 1] + 1) {
                result[length - 1] = Math.max(result[length - 1], last);
            } else {
                result[length++] = first;
                result[length++] = last;
            }
        }
        return new PortRanges(Arrays.copyOf(result, length));
    }

    boolean contains(int port) {
        int low = 0;
        int high = preceding.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] < port) {
                low = middle + 1;
            } else if (port < bounds[2 * middle]) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The port number {@code index} of the set in ascending order, 0 to {@link #size} - 1. */
    int port(int index) {
        int low = 0;
        int high = preceding.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (preceding[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return bounds[2 * low] + index - preceding[low];
    }

    /** How many ports, 0 to 65536. */
    int size() {
        return size;
    }

    /** How many ranges. */
    int ranges() {
        return bounds.length / 2;
    }

    int first(int range) {
        return bounds[2 * range];
    }

    int last(int range) {
        return bounds[2 * range + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PortRanges that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }
}
