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

    /** A domain of the same ports of consecutive addresses. */
    static Pool4Domain of(long first, long last, int firstPort, int lastPort) {
        Block block = new Block(first, last, PortRanges.NONE.with(firstPort, lastPort));
        return new Pool4Domain(new Block[] {block}, Pool4.AUTO);
    }

    /** The transport addresses of all domains together, in a time that grows little faster than their number. */
    static Pool4Domain union(List<Pool4Domain> domains) {
        return switch (domains.size()) {
            case 0 -> EMPTY;
            case 1 -> domains.get(0);
            default -> {
                int half = domains.size() / 2;
                yield union(domains.subList(0, half)).with(union(domains.subList(half, domains.size())));
            }
        };
    }

    /** What becomes of the ports of an address. */
    private interface Change {
        PortRanges apply(PortRanges ports);
    }

    Pool4Domain without(long first, long last, int firstPort, int lastPort) {
        return change(first, last, ports -> ports.without(firstPort, lastPort));
    }

    /** This domain and another's transport addresses. */
    Pool4Domain with(Pool4Domain other) {
        List<Block> result = new ArrayList<>(blocks.length + other.blocks.length + 2);
        int mine = 0;
        int theirs = 0;
        long at = 0;
        while (mine < blocks.length && theirs < other.blocks.length) {
            Block one = blocks[mine];
            Block two = other.blocks[theirs];
            long first = Math.max(at, one.first);
            long second = Math.max(at, two.first);
            if (first == second) {
                long last = Math.min(one.last, two.last);
                append(result, new Block(first, last, one.ports.with(two.ports)));
                at = last + 1;
            } else if (first < second) {
                at = Math.min(one.last + 1, second);
                append(result, one.of(first, at - 1));
            } else {
                at = Math.min(two.last + 1, first);
                append(result, two.of(second, at - 1));
            }
            mine += one.last < at ? 1 : 0;
            theirs += two.last < at ? 1 : 0;
        }
        appendRest(result, blocks, mine, at);
        appendRest(result, other.blocks, theirs, at);
        return new Pool4Domain(result.toArray(new Block[0]), maxIterations);
    }

    /** Adds what lies at and behind an address. */
    private static void appendRest(List<Block> result, Block[] blocks, int from, long at) {
        for (int i = from; i < blocks.length; i++) {
            append(result, blocks[i].of(Math.max(at, blocks[i].first), blocks[i].last));
        }
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
