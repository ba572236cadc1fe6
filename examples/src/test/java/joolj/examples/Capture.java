// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.Libc.LIBC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Sees the packets that come and go by one interface of a node, from the IP header on (packet(7), SOCK_DGRAM). */
final class Capture implements AutoCloseable {
    private static final int ETHERTYPE_ALL = 3;
    private static final int ADDRESS_LENGTH = 20;
    private static final int PACKET_MAX = 1 << 16;

    private final int fd;
    private final byte[] octets = new byte[PACKET_MAX];

    private Capture(int fd) {
        this.fd = fd;
    }

    /** Begins to look at an interface. */
    static Capture begin(Namespace node, String device) {
        return node.call(() -> {
            // The protocol of the socket is 0, so that nothing comes in before it is bound.
            int fd = LIBC.socket(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0);
            ByteBuffer address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder());
            address.putShort(0, (short) Libc.AF_PACKET).putInt(4, LIBC.if_nametoindex(device));
            address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) ETHERTYPE_ALL);
            if (fd < 0 || LIBC.bind(fd, address.array(), ADDRESS_LENGTH) != 0) {
                throw new AssertionError("no packet socket on " + device);
            }
            return new Capture(fd);
        });
    }

    /** The next packet, null if there is none by now. */
    byte[] poll() {
        long length = LIBC.recv(fd, octets, octets.length, Libc.MSG_DONTWAIT);
        return length < 0 ? null : Arrays.copyOf(octets, (int) length);
    }

    /**
     * Waits for the first packet that is of interest, at most {@link Command#PATIENCE}.
     *
     * @param what says in words what is waited for
     * @param reading makes something of a packet; null if that packet does not matter
     */
    <T> T await(String what, Function<byte[], T> reading) {
        AtomicReference<T> found = new AtomicReference<>();
        Waiting.until(what, () -> {
            for (byte[] packet = poll(); packet != null && found.get() == null; packet = poll()) {
                found.set(reading.apply(packet));
                if (found.get() != null) {
                    return true;
                }
            }
            return found.get() != null;
        });
        return found.get();
    }

    @Override
    public void close() {
        LIBC.close(fd);
    }
}
