// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Each header is taken apart and put together again, into octets that show what was forgotten. */
class HeadersTest {
    /** From 192.0.2.1 to 198.51.100.2, UDP, DSCP 46 and ECN 2, id 0x1234, DF, TTL 63; checksum worked out by hand. */
    private static final String IPV4 = "45ba 0073 1234 4000 3f11 3c55 c0000201 c6336402";

    private static final String IPV6 =
            "6ba12345 0020 11 3f 20010db8000000010000000000000002 0064ff9b0000000000000000c0000221";

    @Test
    void deconstructsAnIpv4Header() {
        Ipv4Header header = new Ipv4Header().wrap(Hex.packet(IPV4), 0);

        assertEquals(4, header.version());
        assertEquals(20, header.headerLength());
        assertEquals(0xba, header.typeOfService());
        assertEquals(0x73, header.totalLength());
        assertEquals(0x1234, header.identification());
        assertTrue(header.dontFragment());
        assertFalse(header.moreFragments());
        assertEquals(0, header.fragmentOffset());
        assertEquals(63, header.ttl());
        assertEquals(IpProtocol.UDP, header.protocol());
        assertEquals(0x3c55, header.headerChecksum());
        assertEquals(0xc0000201, header.source());
        assertEquals(0xc6336402, header.destination());
    }

    @Test
    void constructsAnIpv4Header() {
        ByteBuffer out = Hex.untouched(Ipv4Header.LENGTH);

        new Ipv4Header()
                .wrap(out, 0)
                .versionWithoutOptions()
                .typeOfService(0xba)
                .totalLength(0x73)
                .identification(0x1234)
                .fragmentation(true, false, 0)
                .ttl(63)
                .protocol(IpProtocol.UDP)
                .source(0xc0000201)
                .destination(0xc6336402)
                .computeHeaderChecksum();

        assertEquals(IPV4.replace(" ", ""), Hex.text(out, Ipv4Header.LENGTH));
    }

    @Test
    void fragmentationFieldsOfIpv4KeepTheirPlaces() {
        ByteBuffer out = Hex.untouched(Ipv4Header.LENGTH);
        Ipv4Header header = new Ipv4Header().wrap(out, 0).fragmentation(false, true, 65528);

        assertEquals(0x3fff, out.getShort(6));
        assertFalse(header.dontFragment());
        assertTrue(header.moreFragments());
        assertEquals(65528, header.fragmentOffset());
    }

    @Test
    void deconstructsAnIpv6Header() {
        Ipv6Header header = new Ipv6Header().wrap(Hex.packet(IPV6), 0);

        assertEquals(6, header.version());
        assertEquals(0xba, header.trafficClass());
        assertEquals(0x12345, header.flowLabel());
        assertEquals(32, header.payloadLength());
        assertEquals(IpProtocol.UDP, header.nextHeader());
        assertEquals(63, header.hopLimit());
        assertEquals(0x20010db800000001L, header.sourceHigh());
        assertEquals(2, header.sourceLow());
        assertEquals(0x0064ff9b00000000L, header.destinationHigh());
        assertEquals(0xc0000221L, header.destinationLow());
    }

    @Test
    void constructsAnIpv6Header() {
        ByteBuffer out = Hex.untouched(Ipv6Header.LENGTH);

        new Ipv6Header()
                .wrap(out, 0)
                .versionAndClass(0xba, 0x12345)
                .payloadLength(32)
                .nextHeader(IpProtocol.UDP)
                .hopLimit(63)
                .source(0x20010db800000001L, 2)
                .destination(0x0064ff9b00000000L, 0xc0000221L);

        assertEquals(IPV6.replace(" ", ""), Hex.text(out, Ipv6Header.LENGTH));
    }

    @Test
    void constructsAndDeconstructsAFragmentHeader() {
        ByteBuffer out = Hex.untouched(FragmentHeader.LENGTH);
        FragmentHeader header = new FragmentHeader()
                .wrap(out, 0)
                .nextHeader(IpProtocol.ICMP6)
                .fragmentation(1448, true)
                .identification(0xdeadbeef);

        assertEquals("3a0005a9deadbeef", Hex.text(out, FragmentHeader.LENGTH));
        assertEquals(IpProtocol.ICMP6, header.nextHeader());
        assertEquals(1448, header.fragmentOffset());
        assertTrue(header.moreFragments());
        assertEquals(0xdeadbeef, header.identification());
    }

    @Test
    void constructsAndDeconstructsATcpHeader() {
        ByteBuffer out = Hex.packet("a5a5a5a5 a5a5a5a5 01020304 8012 ffff a5a5 0000");
        TcpHeader header = new TcpHeader()
                .wrap(out, 0)
                .ports(49152, 80)
                .sequenceNumber(0xfffffff0)
                .checksum(0xbeef);

        assertEquals("c0000050fffffff0010203048012ffffbeef0000", Hex.text(out, TcpHeader.LENGTH));
        assertEquals(49152, header.sourcePort());
        assertEquals(80, header.destinationPort());
        assertEquals(0xfffffff0, header.sequenceNumber());
        assertEquals(32, header.headerLength());
        assertEquals(0x12, header.flags());
        assertEquals(0xbeef, header.checksum());
        assertEquals(TcpHeader.FIN, header.flags(TcpHeader.FIN).flags());
    }

    @Test
    void constructsAndDeconstructsAUdpHeader() {
        ByteBuffer out = Hex.untouched(UdpHeader.LENGTH);
        UdpHeader header =
                new UdpHeader().wrap(out, 0).ports(53, 65535).length(40).checksum(0xffff);

        assertEquals("0035ffff0028ffff", Hex.text(out, UdpHeader.LENGTH));
        assertEquals(53, header.sourcePort());
        assertEquals(65535, header.destinationPort());
        assertEquals(40, header.length());
        assertEquals(0xffff, header.checksum());
    }

    @Test
    void constructsAndDeconstructsAnIcmpHeader() {
        ByteBuffer out = Hex.untouched(IcmpHeader.LENGTH);
        IcmpHeader header = new IcmpHeader()
                .wrap(out, 0)
                .typeAndCode(Icmp6.ECHO_REPLY, 3)
                .checksum(0x1234)
                .rest(0x00070001)
                .identifier(0xfffe);

        assertEquals("81031234fffe0001", Hex.text(out, IcmpHeader.LENGTH));
        assertEquals(Icmp6.ECHO_REPLY, header.type());
        assertEquals(3, header.code());
        assertEquals(0x1234, header.checksum());
        assertEquals(0xfffe, header.identifier());
        assertEquals(0xfffe0001, header.rest());
    }
}
