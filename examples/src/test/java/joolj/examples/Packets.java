// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Packets written octet by octet, so that they can be as wrong as a test wants them. */
final class Packets {
    /** IP protocol numbers. */
    static final int ICMP4 = 1, TCP = 6, UDP = 17, FRAGMENT = 44, ICMP6 = 58;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
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
        int length = UDP_HEADER + data.length;
        ByteBuffer sum = ByteBuffer.allocate(IPV6_HEADER + length + 1);
        sum.put(octets(source)).put(octets(destination)).putInt(length).putInt(UDP);
        sum.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) length);
        sum.putShort((short) 0).put(data);
        short checksum = checksum(sum, IPV6_HEADER + length + (length & 1));
        ByteBuffer datagram = ByteBuffer.allocate(length);
        datagram.put(0, sum.array(), IPV6_HEADER, length);
        return datagram.putShort(6, checksum == 0 ? (short) -1 : checksum).array();
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
