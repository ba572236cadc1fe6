// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.Libc.LIBC;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Puts packets on a node's link as they are, right or wrong: the octets behind the Ethernet header are the caller's own
 * (packet(7), SOCK_DGRAM).
 */
final class Frames implements AutoCloseable {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ADDRESS_LENGTH = 20;
    private static final int HARDWARE_ADDRESS_LENGTH = 6;

    private final int fd;
    private final byte[] address4;
    private final byte[] address6;

    private Frames(int fd, byte[] address4, byte[] address6) {
        this.fd = fd;
        this.address4 = address4;
        this.address6 = address6;
    }

    /**
     * Opens the way from a node's interface to the node at the other end of its cable.
     *
     * @param from the sending node
     * @param device its interface
     * @param to the receiving node
     * @param toDevice its interface
     */
    static Frames open(Namespace from, String device, Namespace to, String toDevice) {
        String hardware =
                to.run("cat", "/sys/class/net/" + toDevice + "/address").out().strip();
        byte[] octets = HexFormat.ofDelimiter(":").parseHex(hardware);
        return from.call(() -> {
            int index = LIBC.if_nametoindex(device);
            int fd = LIBC.socket(Libc.AF_PACKET, Libc.SOCK_DGRAM, 0);
            if (index <= 0 || fd < 0) {
                throw new AssertionError("no packet socket on " + device);
            }
            return new Frames(fd, address(ETHERTYPE_IPV4, index, octets), address(ETHERTYPE_IPV6, index, octets));
        });
    }

    /** A struct sockaddr_ll: family, protocol, interface, hardware type, packet type, address length, address. */
    private static byte[] address(int ethertype, int index, byte[] hardware) {
        ByteBuffer address = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) Libc.AF_PACKET);
        address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) ethertype);
        address.order(ByteOrder.nativeOrder()).putInt(4, index);
        address.put(11, (byte) HARDWARE_ADDRESS_LENGTH);
        address.put(12, hardware);
        return address.array();
    }

    /** Sends the octets as an IPv4 packet. */
    void send4(byte[] packet) {
        send(packet, address4);
    }

    /** Sends the octets as an IPv6 packet. */
    void send6(byte[] packet) {
        send(packet, address6);
    }

    private void send(byte[] packet, byte[] address) {
        long sent = LIBC.sendto(fd, packet, packet.length, 0, address, address.length);
        if (sent != packet.length) {
            throw new AssertionError("sent " + sent + " of " + packet.length + " octets");
        }
    }

    @Override
    public void close() {
        LIBC.close(fd);
    }
}
