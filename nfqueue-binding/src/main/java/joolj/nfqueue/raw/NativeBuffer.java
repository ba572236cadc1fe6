// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;

/**
 * Native memory with its address, seen through two views of the same octets: one big-endian, for what the network
 * defines, and one in host order, for what the kernel defines. The memory lives as long as the object is reachable.
 */
public final class NativeBuffer {
    private final ByteBuffer network;
    private final ByteBuffer host;
    private final long address;

    /**
     * Allocates zeroed memory.
     *
     * @param octets how many, at least 1
     */
    public NativeBuffer(int octets) {
        this.network = ByteBuffer.allocateDirect(octets).order(ByteOrder.BIG_ENDIAN);
        this.host = network.duplicate().order(ByteOrder.nativeOrder());
        this.address = addressOf(network);
    }

    /** The address of a direct buffer's first octet, valid as long as the buffer is reachable. */
    public static long addressOf(ByteBuffer direct) {
        return Pointer.wrap(Libraries.runtime(), direct.duplicate().clear()).address();
    }

    /**
     * A zero-terminated C string.
     *
     * @param text without a zero character
     */
    public static NativeBuffer ofString(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        NativeBuffer string = new NativeBuffer(octets.length + 1);
        string.network.put(0, octets);
        return string;
    }

    /** The big-endian view; for absolute access only. */
    public ByteBuffer network() {
        return network;
    }

    /** The view in host order; for absolute access only. */
    public ByteBuffer host() {
        return host;
    }

    /** The memory's address. */
    public long address() {
        return address;
    }

    /** The memory's length, octets. */
    public int length() {
        return network.capacity();
    }

    /** Keeps the memory from being reclaimed before this call; to be called after a native call that used it. */
    @SuppressWarnings("ReachabilityFenceUsage") // the caller's native call comes before, without an exception
    public void keep() {
        Reference.reachabilityFence(this);
    }
}
