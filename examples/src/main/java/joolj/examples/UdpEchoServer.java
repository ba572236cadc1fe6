// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Sends every UDP datagram back to where it came from (RFC 862). */
public final class UdpEchoServer implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65535;

    private final DatagramChannel channel;
    private volatile SocketAddress lastPeer;

    /**
     * Starts answering on all addresses of the calling thread's network namespace.
     *
     * @param port UDP port, 0 to 65535, 0 for any free one
     * @throws IOException if the port cannot be had
     */
    public UdpEchoServer(int port) throws IOException {
        channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        new Thread(this::echo, "udp-echo").start();
    }

    private void echo() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_MAX);
        while (channel.isOpen()) {
            try {
                SocketAddress peer = channel.receive(datagram.clear());
                lastPeer = peer;
                channel.send(datagram.flip(), peer);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // An ICMP error about an earlier answer; the next datagram is as good as any.
            }
        }
    }

    /** The UDP port. */
    public int port() {
        return channel.socket().getLocalPort();
    }

    /**
     * The transport address that the last datagram came from, null if there was none.
     *
     * @return the address as this node sees it: behind a NAT64, the translator's
     */
    public SocketAddress lastPeer() {
        return lastPeer;
    }

    /** Stops answering. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
