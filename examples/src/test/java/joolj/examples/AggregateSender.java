// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.Libc.LIBC;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A UDP socket that hands the kernel many datagrams as one aggregate, which the network cuts (udp(7), UDP_SEGMENT). */
final class AggregateSender implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 28;

    private final int fd;
    private final byte[] address;

    private AggregateSender(int fd, byte[] address) {
        this.fd = fd;
        this.address = address;
    }

    /**
     * Opens a socket in a node.
     *
     * @param node the sending node
     * @param to where the datagrams go
     * @param segment octets of each datagram but the last, without headers
     */
    static AggregateSender open(Namespace node, InetSocketAddress to, int segment) {
        boolean ipv6 = to.getAddress() instanceof Inet6Address;
        return node.call(() -> {
            int fd = LIBC.socket(ipv6 ? AF_INET6 : AF_INET, Libc.SOCK_DGRAM, 0);
            byte[] size = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(segment)
                    .array();
            if (fd < 0 || LIBC.setsockopt(fd, Libc.SOL_UDP, Libc.UDP_SEGMENT, size, size.length) != 0) {
                throw new AssertionError("no UDP socket that takes aggregates in " + node);
            }
            return new AggregateSender(fd, ipv6 ? socketAddress6(to) : socketAddress4(to));
        });
    }

    /** A struct sockaddr_in: family, port, address, padding. */
    private static byte[] socketAddress4(InetSocketAddress to) {
        ByteBuffer address = ByteBuffer.allocate(SOCKADDR_IN).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_INET).order(ByteOrder.BIG_ENDIAN).putShort((short) to.getPort());
        return address.put(to.getAddress().getAddress()).array();
    }

    /** A struct sockaddr_in6: family, port, flow label, address, scope. */
    private static byte[] socketAddress6(InetSocketAddress to) {
        ByteBuffer address = ByteBuffer.allocate(SOCKADDR_IN6).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_INET6).order(ByteOrder.BIG_ENDIAN).putShort((short) to.getPort());
        return address.putInt(0).put(to.getAddress().getAddress()).array();
    }

    /** Sends the octets as one aggregate. */
    void send(byte[] datagrams) {
        long sent = LIBC.sendto(fd, datagrams, datagrams.length, 0, address, address.length);
        if (sent != datagrams.length) {
            throw new AssertionError("sent " + sent + " of " + datagrams.length + " octets");
        }
    }

    @Override
    public void close() {
        LIBC.close(fd);
    }
}
