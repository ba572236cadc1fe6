// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets written octet by octet, so that they can be as wrong as a test wants them. */
final class Packets {
    /** IP protocol numbers. */
    static final int ICMP4 = 1, TCP = 6, UDP = 17, FRAGMENT = 44, ICMP6 = 58;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int ICMP_HEADER = 8;
    private static final int ECHO_REQUEST4 = 8;
    private static final int ECHO_REQUEST6 = 128;
    private static final short HOST_UNREACHABLE4 = 0x0301;
    private static final int TTL = 64;

    private Packets() {}

    /**
     * An IPv6 packet with a correct header.
     *
     * @param source address, as text
     * @param destination address, as text
     * @param next next header
     * @param payload what follows the header
     */
    static byte[] ipv6(String source, String destination, int next, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(IPV6_HEADER + payload.length);
        packet.putInt(6 << 28).putShort((short) payload.length).put((byte) next).put((byte) TTL);
        packet.put(octets(source)).put(octets(destination)).put(payload);
        return packet.array();
    }

    /**
     * An IPv4 packet with a correct header.
     *
     * @param source address, as text
     * @param destination address, as text
     * @param protocol protocol
     * @param flagsAndOffset flags and fragment offset, 16 bits
     * @param payload what follows the header
     */
    static byte[] ipv4(String source, String destination, int protocol, int flagsAndOffset, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4_HEADER + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putShort((short) 1).putShort((short) flagsAndOffset);
        packet.put((byte) TTL).put((byte) protocol).putShort((short) 0);
        packet.put(octets(source)).put(octets(destination)).put(payload);
        packet.putShort(10, checksum(packet, IPV4_HEADER));
        return packet.array();
    }

    /** A UDP datagram with the given ports; its checksum is right for the given IPv6 addresses. */
    static byte[] udp6(String source, String destination, int sourcePort, int destinationPort, byte[] data) {
        return udp(source, destination, sourcePort, destinationPort, data);
    }

    /** A UDP datagram with the given ports; its checksum is right for the given IPv4 addresses. */
    static byte[] udp4(String source, String destination, int sourcePort, int destinationPort, byte[] data) {
        return udp(source, destination, sourcePort, destinationPort, data);
    }

    private static byte[] udp(String source, String destination, int sourcePort, int destinationPort, byte[] data) {
        ByteBuffer datagram = ByteBuffer.allocate(UDP_HEADER + data.length);
        datagram.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) datagram.capacity());
        datagram.putShort((short) 0).put(data);
        short checksum = checksum(source, destination, UDP, datagram.array());
        return datagram.putShort(6, checksum == 0 ? (short) -1 : checksum).array();
    }

    /** An ICMPv4 echo request with a correct checksum. */
    static byte[] echo4(int identifier, byte[] data) {
        return summed4(echo(ECHO_REQUEST4, identifier, data));
    }

    /** An ICMPv4 error with a correct checksum: host unreachable, about the given packet. */
    static byte[] unreachable4(byte[] packet) {
        ByteBuffer message = ByteBuffer.allocate(ICMP_HEADER + packet.length);
        return summed4(
                message.putShort(0, HOST_UNREACHABLE4).put(ICMP_HEADER, packet).array());
    }

    private static byte[] summed4(byte[] message) {
        ByteBuffer sum = even(message);
        return ByteBuffer.wrap(message)
                .putShort(2, checksum(sum, sum.capacity()))
                .array();
    }

    /** An ICMPv6 echo request, whose checksum is right for the given addresses. */
    static byte[] echo6(String source, String destination, int identifier, byte[] data) {
        byte[] message = echo(ECHO_REQUEST6, identifier, data);
        return ByteBuffer.wrap(message)
                .putShort(2, checksum(source, destination, ICMP6, message))
                .array();
    }

    private static byte[] echo(int type, int identifier, byte[] data) {
        return ByteBuffer.allocate(ICMP_HEADER + data.length)
                .put((byte) type)
                .putInt(4, identifier << 16 | 1)
                .put(ICMP_HEADER, data)
                .array();
    }

    /** The checksum of a transport header and what follows, with the pseudo-header of its addresses. */
    static short checksum(String source, String destination, int protocol, byte[] transport) {
        byte[] from = octets(source);
        byte[] to = octets(destination);
        ByteBuffer sum = ByteBuffer.allocate(from.length + to.length + 8 + transport.length + (transport.length & 1));
        sum.put(from).put(to).putInt(transport.length).putInt(protocol).put(transport);
        return checksum(sum, sum.capacity());
    }

    private static ByteBuffer even(byte[] octets) {
        return ByteBuffer.wrap(Arrays.copyOf(octets, octets.length + (octets.length & 1)));
    }

    /** RFC 1071: the one's complement of the one's complement sum of the first octets, an even number of them. */
    static short checksum(ByteBuffer octets, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += octets.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    private static byte[] octets(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(address, e);
        }
    }
}
