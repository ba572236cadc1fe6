// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An ICMP error as it was seen on a link.
 *
 * @param type ICMPv4 or ICMPv6 type
 * @param code code
 * @param rest the 32 bits behind the checksum
 * @param source who sent it
 * @param destination whom it is for
 * @param protocol transport protocol of the packet it quotes
 * @param innerSource who sent the quoted packet; the port of ICMP is the identifier
 * @param innerDestination whom it was for
 */
record IcmpError(
        int type,
        int code,
        long rest,
        InetAddress source,
        InetAddress destination,
        int protocol,
        InetSocketAddress innerSource,
        InetSocketAddress innerDestination) {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int ICMP_HEADER = 8;

    /**
     * Reads a packet whose IP header and quoted IP header have no options. The test fails if one of the checksums is
     * wrong: of the IPv4 header, of the message, of the quoted IPv4 header, and of quoted UDP that is all there.
     *
     * @return null if it is no ICMP error
     */
    static IcmpError of(byte[] packet) {
        boolean ipv4 = packet[0] >>> 4 == 4;
        int header = ipv4 ? IPV4_HEADER : IPV6_HEADER;
        ByteBuffer octets = ByteBuffer.wrap(packet);
        int type = packet.length > header ? octets.get(header) & 0xff : 0;
        boolean icmp = packet[ipv4 ? 9 : 6] == (ipv4 ? Packets.ICMP4 : Packets.ICMP6);
        boolean error = ipv4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
        if (!icmp || !error) {
            return null;
        }
        byte[] message = Arrays.copyOfRange(packet, header, packet.length);
        byte[] quoted = Arrays.copyOfRange(message, ICMP_HEADER, message.length);
        byte[] transport = Arrays.copyOfRange(quoted, header, quoted.length);
        InetAddress source = address(packet, ipv4, false);
        InetAddress destination = address(packet, ipv4, true);
        InetAddress innerSource = address(quoted, ipv4, false);
        InetAddress innerDestination = address(quoted, ipv4, true);
        int protocol = quoted[ipv4 ? 9 : 6];
        assertSum(ipv4 ? plainSum(message) : sum(source, destination, Packets.ICMP6, message), "message");
        if (ipv4) {
            assertSum(plainSum(Arrays.copyOf(packet, IPV4_HEADER)), "header");
            assertSum(plainSum(Arrays.copyOf(quoted, IPV4_HEADER)), "quoted header");
        }
        if (protocol == Packets.UDP && ByteBuffer.wrap(transport).getShort(4) == transport.length) {
            assertSum(sum(innerSource, innerDestination, Packets.UDP, transport), "quoted UDP");
        }
        return new IcmpError(
                type,
                octets.get(header + 1) & 0xff,
                octets.getInt(header + 4) & 0xffff_ffffL,
                source,
                destination,
                protocol,
                new InetSocketAddress(innerSource, port(transport, protocol, 0)),
                new InetSocketAddress(innerDestination, port(transport, protocol, 2)));
    }

    private static int port(byte[] transport, int protocol, int index) {
        boolean echo = protocol == Packets.ICMP4 || protocol == Packets.ICMP6;
        return ByteBuffer.wrap(transport).getShort(echo ? 4 : index) & 0xffff;
    }

    private static InetAddress address(byte[] packet, boolean ipv4, boolean destination) {
        int length = ipv4 ? 4 : 16;
        int start = (ipv4 ? 12 : 8) + (destination ? length : 0);
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(packet, start, start + length));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static short plainSum(byte[] octets) {
        byte[] even = Arrays.copyOf(octets, octets.length + (octets.length & 1));
        return Packets.checksum(ByteBuffer.wrap(even), even.length);
    }

    private static short sum(InetAddress source, InetAddress destination, int protocol, byte[] transport) {
        return Packets.checksum(source.getHostAddress(), destination.getHostAddress(), protocol, transport);
    }

    /** The checksum over octets that contain their checksum is 0. */
    private static void assertSum(short sum, String what) {
        assertEquals(0, sum, "checksum of the " + what);
    }
}
