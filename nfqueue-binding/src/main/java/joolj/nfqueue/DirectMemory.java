// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.NativeBuffer;

/** Tells where a direct buffer lies, so that packets can be sent from it. */
public final class DirectMemory {
    private DirectMemory() {}

    /**
     * The address of a buffer's first octet, valid as long as the buffer is reachable.
     *
     * @throws IllegalArgumentException if the buffer is not direct
     */
    public static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a buffer on the heap has no address");
        }
        return NativeBuffer.addressOf(buffer);
    }
}
