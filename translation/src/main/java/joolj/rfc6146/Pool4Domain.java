// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.ArrayList;
import java.util.List;

/**
 * The pool4 transport addresses that packets of one mark and protocol may be masked with. Immutable. Runs of
 * consecutive addresses with the same ports are one block, so a /16 takes no more room than a single address.
 *
 * <p>Addresses are unsigned 32-bit numbers in {@code long}s here, so that they compare.
 */
final class Pool4Domain {
    private static final Pool4Domain EMPTY = new Pool4Domain(new Block[0], Pool4.AUTO);

    private record Block(long first, long last, PortRanges ports) {
        Block of(long newFirst, long newLast) {
            return new Block(newFirst, newLast, ports);
        }
    }

    private final Block[] blocks;
    /** For each block, how many transport addresses precede it; one more at the end. */
    private final long[] preceding;

    private final long maxIterations;

    private Pool4Domain(Block[] blocks, long maxIterations) {
        this.blocks = blocks;
        this.maxIterations = maxIterations;
        this.preceding = new long[blocks.length + 1];
        for (int i = 0; i < blocks.length; i++) {
            long addresses = blocks[i].last - blocks[i].first + 1;
            preceding[i + 1] = preceding[i] + addresses * blocks[i].ports.size();
        }
    }

    static Pool4Domain empty() {
        return EMPTY;
    }

    /** What becomes of the ports of an address. */
    private interface Change {
        PortRanges apply(PortRanges ports);
    }

    Pool4Domain with(long first, long last, int firstPort, int lastPort) {
        return change(first, last, ports -> ports.with(firstPort, lastPort));
    }

    Pool4Domain without(long first, long last, int firstPort, int lastPort) {
        return change(first, last, ports -> ports.without(firstPort, lastPort));
    }

    /** This domain and another's transport addresses. */
    Pool4Domain with(Pool4Domain other) {
        Pool4Domain union = this;
        for (Block block : other.blocks) {
            union = union.change(block.first, block.last, ports -> ports.with(block.ports));
        }
        return union;
    }

    Pool4Domain withMaxIterations(long newMaxIterations) {
        return new Pool4Domain(blocks, newMaxIterations);
    }

    /** Applies a change to the addresses from {@code first} to {@code last}. */
    private Pool4Domain change(long first, long last, Change change) {
        List<Block> result = new ArrayList<>(blocks.length + 2);
        long gap = first;
        for (Block block : blocks) {
            if (block.last < first) {
                append(result, block);
                continue;
            }
            long from = Math.max(block.first, first);
            if (gap <= last && gap < from) {
                append(result, new Block(gap, Math.min(last, block.first - 1), change.apply(PortRanges.NONE)));
            }
            if (block.first < first) {
                append(result, block.of(block.first, first - 1));
            }
            long to = Math.min(block.last, last);
            if (from <= to) {
                append(result, new Block(from, to, change.apply(block.ports)));
            }
            if (last < block.last) {
                append(result, block.of(Math.max(block.first, last + 1), block.last));
            }
            gap = Math.max(gap, block.last + 1);
        }
        if (gap <= last) {
            append(result, new Block(gap, last, change.apply(PortRanges.NONE)));
        }
        return new Pool4Domain(result.toArray(new Block[0]), maxIterations);
    }

    /** Adds a block behind all others, joining it with the last if they are one run. */
    private static void append(List<Block> blocks, Block block) {
        if (block.ports.size() == 0) {
            return;
        }
        if (!blocks.isEmpty()) {
            Block previous = blocks.get(blocks.size() - 1);
            if (previous.last + 1 == block.first && previous.ports.equals(block.ports)) {
                blocks.set(blocks.size() - 1, previous.of(previous.first, block.last));
                return;
            }
        }
        blocks.add(block);
    }

    /** How many transport addresses there are, 0 to 2^48. */
    long size() {
        return preceding[blocks.length];
    }

    /** As configured: a number, {@link Pool4#AUTO} or {@link Pool4#INFINITY}. */
    long maxIterations() {
        return maxIterations;
    }

    /** How many transport addresses may be tried for one BIB entry. */
    long effectiveMaxIterations() {
        if (maxIterations == Pool4.AUTO) {
            return Math.max(1024, Math.min(8192, size() / 128));
        }
        return maxIterations == Pool4.INFINITY ? Long.MAX_VALUE : maxIterations;
    }

    /**
     * The transport address number {@code index}, by address, then port.
     *
     * @param index 0 to {@link #size} - 1
     * @return the address in bits 47 to 16, the port in bits 15 to 0
     */
    long transportAddress(long index) {
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (preceding[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Block block = blocks[low];
        long rest = index - preceding[low];
        long address = block.first + rest / block.ports.size();
        return address << 16 | block.ports.port((int) (rest % block.ports.size()));
    }

    /** Whether a transport address is here; {@code address} is an IPv4 address as an {@code int}. */
    boolean contains(int address, int port) {
        int block = blockOf(address);
        return block >= 0 && blocks[block].ports.contains(port);
    }

    /** Whether any port of an address is here. */
    boolean hasAddress(int address) {
        return blockOf(address) >= 0;
    }

    /** The block that an address lies in, or -1. */
    private int blockOf(int address) {
        long sought = address & 0xffff_ffffL;
        int low = 0;
        int high = blocks.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (blocks[middle].last < sought) {
                low = middle + 1;
            } else if (sought < blocks[middle].first) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** How many blocks there are; for walking through them. */
    int blocks() {
        return blocks.length;
    }

    long firstAddress(int block) {
        return blocks[block].first;
    }

    long lastAddress(int block) {
        return blocks[block].last;
    }

    PortRanges ports(int block) {
        return blocks[block].ports;
    }
}
