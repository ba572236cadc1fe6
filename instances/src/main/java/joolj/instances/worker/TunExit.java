// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import joolj.nfqueue.tun.TunDevice;
import joolj.nfqueue.tun.TunWriter;
import joolj.translation.Translation;
import joolj.wire.TcpHeader;

/**
 * Puts translated packets into a TUN device. An aggregate goes in one piece: the kernel cuts it where it leaves the
 * node, or never, and checksums that were left to a network card are left to the next one.
 *
 * <p>Confined to its worker.
 */
final class TunExit {
    /** Offset of the flags in a TCP header. */
    private static final int TCP_FLAGS = 13;

    private final TunWriter writer;
    private boolean broken;

    TunExit(TunDevice device) {
        this.writer = new TunWriter(device);
    }

    /** The device. */
    TunDevice device() {
        return writer.device();
    }

    /** Whether the device has been removed. */
    boolean broken() {
        return broken;
    }

    /**
     * Sends the translated packet.
     *
     * @param sourceAddress address of the buffer that the packet lies in
     * @return whether the kernel took the first piece
     */
    boolean send(Translation t, long sourceAddress) {
        boolean first = true;
        for (int piece = 0; piece < t.pieces(); piece++) {
            ByteBuffer headers = writer.headers();
            t.writePiece(piece, headers, TunWriter.HEADERS_AT);
            if (t.checksumStart() != Translation.CHECKSUM_READY) {
                writer.leaveChecksum(t.checksumStart(), t.checksumOffset());
            }
            if (t.segmentSize() > 0) {
                int flags = headers.get(TunWriter.HEADERS_AT + t.checksumStart() + TCP_FLAGS);
                writer.leaveAggregate(t.out6(), t.segmentSize(), (flags & TcpHeader.CWR) != 0);
            }
            int errno = writer.send(t.headerLength(), sourceAddress + t.payloadStart(), t.payloadLength());
            broken |= errno == TunWriter.EBADFD;
            first &= piece > 0 || errno == TunWriter.SENT;
        }
        return first;
    }
}
