// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.tun;

import java.nio.ByteBuffer;
import java.util.Objects;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * Puts packets into a {@link TunDevice}, one by a system call: headers that are written here, and a payload from where
 * it lies. In front of them the kernel gets to know, by virtio's header, which work is left to it: the checksum, and
 * cutting an aggregate into segments. Nothing of that allocates.
 *
 * <p>To send: write headers into {@link #headers} at {@link #HEADERS_AT}, call {@link #leaveChecksum} and
 * {@link #leaveAggregate} if need be, then {@link #send}.
 *
 * <p>Confined to one thread.
 */
public final class TunWriter {
    /** Room for the headers of a packet, octets. */
    public static final int HEADER_OCTETS = 1280;

    /** Index in {@link #headers} of a packet's first octet. */
    public static final int HEADERS_AT = Layout.VIRTIO_NET_HDR_SIZE;

    /** What {@link #send} returns for a packet that was taken. */
    public static final int SENT = 0;

    /** The device was removed by somebody else. */
    public static final int EBADFD = Linux.EBADFD;

    private static final LibC C = Libraries.c();
    private static final int ATTEMPTS = 8;
    private static final int PARTS = 2;

    private final TunDevice device;
    private final int fd;
    private final NativeBuffer headers = new NativeBuffer(HEADERS_AT + HEADER_OCTETS);
    private final ByteBuffer virtio = headers.host();
    private final NativeBuffer vectors = new NativeBuffer(PARTS * Layout.IOVEC_SIZE);

    /** @param device what the packets go into; stays the caller's to close, after this writer's last packet */
    public TunWriter(TunDevice device) {
        this.device = Objects.requireNonNull(device, "device");
        this.fd = device.fd();
        vectors.host().putLong(Layout.IOVEC_BASE, headers.address());
    }

    /** The device. */
    public TunDevice device() {
        return device;
    }

    /** What headers are to be written in, from {@link #HEADERS_AT} on: direct, big-endian, for absolute access. */
    public ByteBuffer headers() {
        return headers.network();
    }

    /**
     * Says that the next packet's checksum field holds only the sum of the pseudo-header.
     *
     * @param start octets from the packet's first one to the first one that is summed up
     * @param offset octets from there to the checksum field
     */
    public void leaveChecksum(int start, int offset) {
        virtio.put(Layout.VIRTIO_NET_HDR_FLAGS, (byte) Linux.VIRTIO_NET_HDR_F_NEEDS_CSUM);
        virtio.putShort(Layout.VIRTIO_NET_HDR_CSUM_START, (short) start);
        virtio.putShort(Layout.VIRTIO_NET_HDR_CSUM_OFFSET, (short) offset);
    }

    /**
     * Says that the next packet, whose checksum is left, too, is several TCP segments.
     *
     * @param ipv6 whether it is IPv6
     * @param segmentSize octets of payload in each, at least 1; the last may have less
     * @param cwr whether it has TCP's flag CWR, which belongs to the first segment only
     */
    public void leaveAggregate(boolean ipv6, int segmentSize, boolean cwr) {
        int type = ipv6 ? Linux.VIRTIO_NET_HDR_GSO_TCPV6 : Linux.VIRTIO_NET_HDR_GSO_TCPV4;
        virtio.put(Layout.VIRTIO_NET_HDR_GSO_TYPE, (byte) (cwr ? type | Linux.VIRTIO_NET_HDR_GSO_ECN : type));
        virtio.putShort(Layout.VIRTIO_NET_HDR_GSO_SIZE, (short) segmentSize);
    }

    /**
     * Sends the packet.
     *
     * @param headerLength octets written, 1 to {@link #HEADER_OCTETS}
     * @param payloadAddress address of what follows the headers
     * @param payloadLength octets there, 0 to 65535
     * @return {@link #SENT}, or why the kernel did not take the packet: errno
     */
    public int send(int headerLength, long payloadAddress, int payloadLength) {
        if (headerLength < 1 || headerLength > HEADER_OCTETS || payloadLength < 0 || payloadLength > 0xffff) {
            throw new IllegalArgumentException("a packet of " + headerLength + " + " + payloadLength + " octets");
        }
        virtio.putShort(Layout.VIRTIO_NET_HDR_HDR_LEN, (short) headerLength);
        ByteBuffer host = vectors.host();
        host.putLong(Layout.IOVEC_LEN, HEADERS_AT + headerLength);
        host.putLong(Layout.IOVEC_SIZE + Layout.IOVEC_BASE, payloadAddress);
        host.putLong(Layout.IOVEC_SIZE + Layout.IOVEC_LEN, payloadLength);
        int result = write();
        virtio.putLong(0, 0);
        virtio.putShort(Long.BYTES, (short) 0);
        return result;
    }

    private int write() {
        int errno = SENT;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (C.writev(fd, vectors.address(), PARTS) >= 0) {
                return SENT;
            }
            errno = Libraries.errno();
            if (errno != Linux.EINTR && errno != Linux.EAGAIN) {
                return errno;
            }
        }
        return errno;
    }
}
