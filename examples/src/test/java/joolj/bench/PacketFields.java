// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a whole packet says, read from its octets.
 *
 * @param version 4 or 6
 * @param length what the IP header says of it, octets, IP header included
 * @param ttl TTL or hop limit
 * @param protocol protocol number of what follows the IP header
 * @param source address and port
 * @param destination address and port
 * @param checksumsVerify whether all of them are right
 * @param data what follows the transport header, in hexadecimal
 */
record PacketFields(
        int version,
        int length,
        int ttl,
        int protocol,
        Endpoint source,
        Endpoint destination,
        boolean checksumsVerify,
        String data) {

    private static final int FULL_SUM = 0xffff;

    /** A transport address; the text of the address is that of the Java library. */
    record Endpoint(String address, int port) {}

    static PacketFields of(byte[] octets, Transport transport) throws UnknownHostException {
        ByteBuffer packet = ByteBuffer.wrap(octets);
        return octets[0] >>> 4 == 4 ? ofIpv4(packet, transport) : ofIpv6(packet, transport);
    }

    private static PacketFields ofIpv4(ByteBuffer packet, Transport transport) throws UnknownHostException {
        return new PacketFields(
                4,
                packet.getShort(2) & 0xffff,
                packet.get(8),
                packet.get(9),
                endpoint(packet, 12, 4, 20),
                endpoint(packet, 16, 4, 22),
                Sum.fold(Sum.of(packet, 0, 20)) == FULL_SUM && verifies(packet, 12, 20, packet.get(9)),
                data(packet, 20, transport));
    }

    private static PacketFields ofIpv6(ByteBuffer packet, Transport transport) throws UnknownHostException {
        return new PacketFields(
                6,
                40 + (packet.getShort(4) & 0xffff),
                packet.get(7),
                packet.get(6),
                endpoint(packet, 8, 16, 40),
                endpoint(packet, 24, 16, 42),
                verifies(packet, 8, 40, packet.get(6)),
                data(packet, 40, transport));
    }

    /** RFC 8200 § 8.1, RFC 768, RFC 9293 § 3.1: the sum of pseudo-header and all that follows the IP header. */
    private static boolean verifies(ByteBuffer packet, int addresses, int header, int protocol) {
        int octets = packet.capacity();
        return Sum.fold(Sum.of(packet, addresses, octets - addresses) + (octets - header) + protocol) == FULL_SUM;
    }

    private static Endpoint endpoint(ByteBuffer packet, int at, int octets, int portAt) throws UnknownHostException {
        byte[] address = new byte[octets];
        packet.get(at, address);
        return new Endpoint(InetAddress.getByAddress(address).getHostAddress(), packet.getShort(portAt) & 0xffff);
    }

    private static String data(ByteBuffer packet, int header, Transport transport) {
        byte[] data = new byte[packet.capacity() - header - transport.headerLength];
        packet.get(packet.capacity() - data.length, data);
        return HexFormat.of().formatHex(data);
    }
}
