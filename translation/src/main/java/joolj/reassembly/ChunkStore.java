// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.reassembly;

import java.nio.ByteBuffer;

/** A fixed amount of memory in chunks of {@value #CHUNK} octets. Confined to its worker. */
final class ChunkStore {
    /** Octets of a chunk. */
    static final int CHUNK = 2048;

    /** No chunk. */
    static final int NONE = -1;

    private final ByteBuffer memory;
    private final int[] free;
    private int available;

    /** @param octets how much memory at most */
    ChunkStore(int octets) {
        int chunks = octets / CHUNK;
        this.memory = ByteBuffer.allocateDirect(chunks * CHUNK);
        this.free = new int[chunks];
        for (int i = 0; i < chunks; i++) {
            free[i] = chunks - 1 - i;
        }
        this.available = chunks;
    }

    int available() {
        return available;
    }

    /** Takes a chunk; one must be available. */
    int take() {
        available--;
        return free[available];
    }

    void release(int chunk) {
        free[available] = chunk;
        available++;
    }

    /** Copies octets into a chunk. */
    void write(int chunk, int at, ByteBuffer source, int from, int length) {
        memory.put(chunk * CHUNK + at, source, from, length);
    }

    /** Copies octets out of a chunk. */
    void read(int chunk, int at, ByteBuffer destination, int to, int length) {
        destination.put(to, memory, chunk * CHUNK + at, length);
    }

    /** Whether octets of a chunk equal those elsewhere. */
    boolean holds(int chunk, int at, ByteBuffer other, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (memory.get(chunk * CHUNK + at + i) != other.get(from + i)) {
                return false;
            }
        }
        return true;
    }
}
