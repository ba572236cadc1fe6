// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final int OIF = 4;
    private static final int PREFSRC = 7;
    private static final int METRICS = 8;
    private static final int RTAX_MTU = 2;
    private static final int IFLA_MTU = 4;
    private static final int AF_SPEC = 26;

    private final NativeBuffer memory = new NativeBuffer(512);
    private final RouteAnswer route = new RouteAnswer(memory);
    private final LinkAnswer link = new LinkAnswer(memory);
    private final LocalAddresses.Collector addresses = new LocalAddresses.Collector(memory);

    @Test
    void routeIsRead() {
        int end = routeOfType(1)
                .attributeHostInt(OIF, 3)
                .attributeInt(PREFSRC, 0xc6336401)
                .nest(METRICS)
                .attributeHostInt(7, 99)
                .attributeHostInt(RTAX_MTU, 1300)
                .endNest()
                .end();

        route.read(0, end);

        assertTrue(route.usable());
        assertEquals(1, route.type());
        assertEquals(3, route.outInterface());
        assertEquals(0xc6336401, route.source4());
        assertEquals(1300, route.metricMtu());
    }

    @ParameterizedTest(name = "type {0}")
    @CsvSource({"0, false", "1, true", "2, true", "3, false", "5, false", "6, false", "7, false", "8, false", "9, false"
    })
    void typeTellsWhetherPacketsHaveAWay(int type, boolean usable) {
        route.read(0, routeOfType(type).attributeHostInt(OIF, 3).end());

        assertEquals(usable, route.usable());
    }

    @Test
    void routeWithoutInterfaceIsNone() {
        route.read(0, routeOfType(1).end());

        assertFalse(route.usable());
    }

    @Test
    void sourceOfIpv6IsNoIpv4Address() {
        int end = new NetlinkBytes(memory, 0)
                .octets(10, 128, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)
                .attribute(PREFSRC, new int[16])
                .attributeHostInt(OIF, 3)
                .end();
        memory.network().put(20, (byte) 1);

        route.read(0, end);

        assertTrue(route.usable());
        assertEquals(0, route.source4());
    }

    @Test
    void everyTruncationOfARouteIsSurvived() {
        int end = routeOfType(1)
                .attributeHostInt(OIF, 3)
                .nest(METRICS)
                .attributeHostInt(RTAX_MTU, 1300)
                .endNest()
                .end();
        for (int length = 0; length < end; length++) {
            route.read(0, length);

            assertEquals(length >= 20, route.usable(), "length " + length);
            assertEquals(0, route.metricMtu(), "length " + length);
        }
    }

    @Test
    void linkIsRead() {
        link.read(0, linkMessage(1500, 1400));

        assertEquals(5, link.index());
        assertEquals(1500, link.mtu());
        assertEquals(1400, link.mtu6());
    }

    @Test
    void mtuForIpv6IsNeverMoreThanTheLinks() {
        link.read(0, linkMessage(1300, 1400));

        assertEquals(1300, link.mtu6());
    }

    @Test
    void linkWithoutIpv6HasItsMtuForIpv6Too() {
        link.read(0, linkHeader().attributeHostInt(IFLA_MTU, 1500).end());

        assertEquals(1500, link.mtu6());
    }

    @Test
    void everyTruncationOfALinkIsSurvived() {
        int end = linkMessage(1500, 1400);
        for (int length = 0; length < end; length++) {
            link.read(0, length);

            assertEquals(length >= 16 ? 5 : 0, link.index(), "length " + length);
            assertEquals(length >= 24 ? 1500 : 0, link.mtu(), "length " + length);
        }
    }

    @Test
    void addressesAreRead() {
        addresses.read(
                0,
                address(24, 0, 3)
                        .attributeInt(1, 0xc6336402)
                        .attributeInt(2, 0xc6336401)
                        .attribute(3, 'e', 't', 'h', '0', 0)
                        .end());
        addresses.read(0, address(8, 254, 1).attributeInt(2, 0x7f000001).end());

        LocalAddresses read = addresses.addresses();

        assertEquals(2, read.size());
        assertEquals(0xc6336401, read.address(0));
        assertEquals(24, read.prefixLength(0));
        assertEquals(0, read.scope(0));
        assertTrue(read.isUniverse(0));
        assertEquals(3, read.interfaceIndex(0));
        assertEquals("eth0", read.label(0));
        assertEquals(0x7f000001, read.address(1));
        assertEquals(254, read.scope(1));
        assertFalse(read.isUniverse(1));
        assertEquals("", read.label(1));
        assertTrue(read.contains(0x7f000001));
        assertFalse(read.contains(0xc6336402));
    }

    @Test
    void messagesWithoutAnIpv4AddressAreSkipped() {
        addresses.read(0, address(24, 0, 3).end());
        addresses.read(0, address(24, 0, 3).attribute(2, 1, 2, 3).end());
        int end = address(24, 0, 3).attributeInt(2, 1).end();
        memory.network().put(0, (byte) 10);
        addresses.read(0, end);
        for (int length = 0; length < 8; length++) {
            addresses.read(0, length);
        }

        assertEquals(0, addresses.addresses().size());
    }

    @Test
    void randomOctetsNeverThrowAndOnlyTheMessageDecides() {
        long seed = 0x726f7574;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            int start = 4 * random.nextInt(16);
            int end = start + random.nextInt(memory.length() - start);
            randomize(random, 0, memory.length());
            String first = readAll(start, end);
            randomize(random, 0, start);
            randomize(random, end, memory.length());

            assertEquals(first, readAll(start, end), "seed " + seed + ", round " + round);
        }
    }

    private void randomize(SplittableRandom random, int start, int end) {
        for (int at = start; at < end; at++) {
            memory.network().put(at, (byte) (at % 2 == 0 ? random.nextInt(30) : random.nextInt(4) / 3));
        }
    }

    private String readAll(int start, int end) {
        route.read(start, end);
        link.read(start, end);
        addresses.clear();
        addresses.read(start, end);
        LocalAddresses read = addresses.addresses();
        String address = read.size() == 0
                ? ""
                : read.address(0) + " " + read.prefixLength(0) + " " + read.interfaceIndex(0) + " " + read.label(0);
        return route.type() + " " + route.outInterface() + " " + route.metricMtu() + " " + route.source4() + " "
                + link.index() + " " + link.mtu() + " " + link.mtu6() + " " + address;
    }

    private NetlinkBytes routeOfType(int type) {
        return new NetlinkBytes(memory, 0).octets(2, 32, 0, 0, 0, 0, 0, type, 0, 0, 0, 0);
    }

    private NetlinkBytes linkHeader() {
        return new NetlinkBytes(memory, 0)
                .octets(0, 0, 0, 1)
                .hostInt(5)
                .hostInt(0)
                .hostInt(0);
    }

    /** An IFLA_MTU, then IFLA_AF_SPEC with AF_INET6 with IFLA_INET6_CONF with four values, the third of them the MTU. */
    private int linkMessage(int mtu, int mtu6) {
        NetlinkBytes bytes = linkHeader().attributeHostInt(IFLA_MTU, mtu).nest(AF_SPEC);
        int inet6 = bytes.end();
        bytes.hostInt(0)
                .hostInt(0)
                .hostInt(1)
                .hostInt(64)
                .hostInt(mtu6)
                .hostInt(0)
                .endNest();
        memory.host().putShort(inet6, (short) 24);
        memory.host().putShort(inet6 + 2, (short) 10);
        memory.host().putShort(inet6 + 4, (short) 20);
        memory.host().putShort(inet6 + 6, (short) 2);
        return bytes.end();
    }

    private NetlinkBytes address(int prefixLength, int scope, int interfaceIndex) {
        return new NetlinkBytes(memory, 0).octets(2, prefixLength, 0, scope).hostInt(interfaceIndex);
    }
}
