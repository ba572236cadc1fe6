// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import joolj.nfqueue.NfQueue;
import joolj.nfqueue.QueueSettings;
import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.netns.Traffic;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfNetns
class SendBatchNetnsTest {
    private static final int PORT = 9000;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final SendObserver NO_FAILURE =
            (index, errno) -> fail("message " + index + " failed with errno " + errno);

    private final NativeBuffer payloads = new NativeBuffer(65536);
    private TestNetwork network;

    @BeforeEach
    void buildNetwork() {
        network = TestNetwork.pair();
    }

    @AfterEach
    void removeNetwork() {
        network.close();
    }

    @Test
    void ipv4MessagesArriveInOrderWithTheirPayloads() throws Exception {
        try (DatagramChannel receiver = receiver("198.51.100.2")) {
            network.run("a", () -> {
                try (RawSocket socket = RawSocket.openIpv4()) {
                    SendBatch batch = new SendBatch(socket, 4);
                    for (int round = 0; round < 3; round++) {
                        for (int number = 0; !batch.full(); number++) {
                            addUdp4(batch, text(round + "." + number), number * 100, 0, 0);
                        }
                        assertEquals(4, batch.flush(NO_FAILURE));
                        assertEquals(0, batch.size());
                    }
                }
            });

            assertEquals("0.0 0.1 0.2 0.3 1.0 1.1 1.2 1.3 2.0 2.1 2.2 2.3", Traffic.receive(receiver, 12));
        }
    }

    @Test
    void ipv6MessagesArriveInOrderWithTheirPayloads() throws Exception {
        try (DatagramChannel receiver = receiver("2001:db8::2")) {
            network.run("a", () -> {
                try (RawSocket socket = RawSocket.openIpv6()) {
                    SendBatch batch = new SendBatch(socket, 4);
                    for (int number = 0; number < 3; number++) {
                        addUdp6(batch, text("packet " + number), number * 100, 0);
                    }
                    assertEquals(3, batch.flush(NO_FAILURE));
                }
            });

            assertEquals("packet 0 packet 1 packet 2", Traffic.receive(receiver, 3));
        }
    }

    @Test
    void messageWithoutPayloadIsItsHeaders() throws Exception {
        try (DatagramChannel receiver = receiver("198.51.100.2")) {
            network.run("a", () -> {
                try (RawSocket socket = RawSocket.openIpv4()) {
                    SendBatch batch = new SendBatch(socket, 1);
                    int length = Packets.udp4(batch.headers(), batch.nextHeaderAt(), 0, PORT, 0);
                    batch.add4(length, 0, 0, Packets.DESTINATION4, 0);
                    assertEquals(1, batch.flush(NO_FAILURE));
                }
            });

            assertEquals(0, Traffic.receiveOctets(receiver).remaining());
        }
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void eachMessageCarriesItsOwnMark(boolean ipv6) throws Exception {
        String program = ipv6 ? "ip6tables" : "iptables";
        for (String mark : List.of("0x54", "0xf0000078", "0x0")) {
            network.in("a", program + " -t mangle -A OUTPUT -p udp -m mark --mark " + mark);
        }

        network.run("a", () -> {
            try (RawSocket socket = ipv6 ? RawSocket.openIpv6() : RawSocket.openIpv4()) {
                SendBatch batch = new SendBatch(socket, 8);
                for (int mark : new int[] {0x54, 0, 0xf0000078, 0, 0xf0000078, 0}) {
                    if (ipv6) {
                        addUdp6(batch, text("x"), 0, mark);
                    } else {
                        addUdp4(batch, text("x"), 0, 0, mark);
                    }
                }
                assertEquals(6, batch.flush(NO_FAILURE));
            }
        });

        assertEquals(
                List.of("1", "2", "3"), network.packetsOfRules("a", program + " -t mangle -nvxL OUTPUT", "mark match"));
    }

    @Test
    void markDecidesTheRoute() throws Exception {
        network.in("a", "ip route add blackhole 198.51.100.2/32");
        network.in("a", "ip rule add fwmark 7 lookup 100 pref 10");
        network.in("a", "ip route add 198.51.100.0/24 dev v table 100");
        try (DatagramChannel receiver = receiver("198.51.100.2")) {
            network.run("a", () -> {
                try (RawSocket socket = RawSocket.openIpv4()) {
                    SendBatch batch = new SendBatch(socket, 2);
                    Failures failures = new Failures();
                    addUdp4(batch, text("unmarked"), 0, 0, 0);
                    addUdp4(batch, text("marked"), 100, 0, 7);
                    assertEquals(1, batch.flush(failures));
                    assertEquals("0:" + Linux.EINVAL, failures.toString());
                }
            });

            assertEquals("marked", Traffic.receive(receiver, 1));
        }
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void tooLongMessagesAreReportedAndDoNotStopOthers(boolean ipv6) throws Exception {
        network.in("a", "ip link set v mtu 1280");
        byte[] tooLong = new byte[1300];
        Arrays.fill(tooLong, (byte) 'x');
        try (DatagramChannel receiver = receiver(ipv6 ? "2001:db8::2" : "198.51.100.2")) {
            network.run("a", () -> {
                try (RawSocket socket = ipv6 ? RawSocket.openIpv6() : RawSocket.openIpv4()) {
                    SendBatch batch = new SendBatch(socket, 8);
                    Failures failures = new Failures();
                    List<byte[]> payloads = List.of(tooLong, text("1"), text("2"), tooLong, text("4"), tooLong);
                    int at = 0;
                    for (byte[] payload : payloads) {
                        if (ipv6) {
                            addUdp6(batch, payload, at, 0);
                        } else {
                            addUdp4(batch, payload, at, 0, 0);
                        }
                        at += 2000;
                    }
                    assertEquals(3, batch.flush(failures));
                    assertEquals("0:90 3:90 5:90", failures.toString());
                    assertEquals(ipv6 ? 1348 : 1328, batch.length(3));
                }
            });

            assertEquals("1 2 4", Traffic.receive(receiver, 3));
        }
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void messagesLongerThanTheirPathAreReported(boolean ipv6) throws Exception {
        network.in("a", "ip route add 198.51.100.2/32 dev v mtu 1300");
        network.in("a", "ip route add 2001:db8::2/128 dev v mtu 1300");
        network.run("a", () -> {
            try (RawSocket socket = ipv6 ? RawSocket.openIpv6() : RawSocket.openIpv4()) {
                SendBatch batch = new SendBatch(socket, 8);
                Failures failures = new Failures();
                if (ipv6) {
                    addUdp6(batch, new byte[1400], 0, 0);
                } else {
                    addUdp4(batch, new byte[1400], 0, DONT_FRAGMENT, 0);
                }
                assertEquals(0, batch.flush(failures));
                assertEquals("0:" + SendObserver.EMSGSIZE, failures.toString());
            }
        });
    }

    @Test
    void packetsDroppedByRulesAreReported() throws Exception {
        network.in("a", "iptables -A OUTPUT -p udp -m mark --mark 1 -j DROP");
        network.run("a", () -> {
            try (RawSocket socket = RawSocket.openIpv4()) {
                SendBatch batch = new SendBatch(socket, 2);
                Failures failures = new Failures();
                addUdp4(batch, text("x"), 0, 0, 0);
                addUdp4(batch, text("x"), 0, 0, 1);
                assertEquals(1, batch.flush(failures));
                assertEquals("1:" + SendObserver.EPERM, failures.toString());
            }
        });
    }

    @Test
    void destinationsOfFailedMessagesAreKnown() throws Exception {
        network.run("a", () -> {
            try (RawSocket socket4 = RawSocket.openIpv4();
                    RawSocket socket6 = RawSocket.openIpv6()) {
                SendBatch batch4 = new SendBatch(socket4, 2);
                Failures failures = new Failures();
                Packets.udp4(batch4.headers(), batch4.nextHeaderAt(), 0, PORT, 0);
                batch4.add4(28, 0, 0, 0xcb007109, 0);
                batch4.flush((index, errno) -> {
                    failures.failed(index, errno);
                    assertEquals(0xcb007109, batch4.destination4(index));
                });
                SendBatch batch6 = new SendBatch(socket6, 2);
                Packets.udp6(batch6.headers(), batch6.nextHeaderAt(), PORT, new byte[0]);
                batch6.add6(48, 0, 0, 0x20010db8_ffff0000L, 9, 0);
                batch6.flush((index, errno) -> {
                    failures.failed(index, errno);
                    assertEquals(0x20010db8_ffff0000L, batch6.destinationHigh(index));
                    assertEquals(9, batch6.destinationLow(index));
                });
                assertEquals("0:101 0:101", failures.toString());
            }
        });
    }

    @Test
    void fragmentLeavesAtOnceThoughConnectionsAreTracked() throws Exception {
        network.in("a", "iptables -A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED,RELATED,INVALID,UNTRACKED");
        network.in("b", "iptables -t raw -A PREROUTING -s 198.51.100.1 -m length --length 628");
        try (DatagramChannel receiver = receiver("198.51.100.2")) {
            network.run("a", () -> {
                try (RawSocket socket = RawSocket.openIpv4()) {
                    SendBatch batch = new SendBatch(socket, 1);
                    int at = batch.nextHeaderAt();
                    Packets.udp4(batch.headers(), at, MORE_FRAGMENTS, PORT, 1000);
                    batch.headers().putShort(at + 2, (short) 628);
                    batch.add4(28, payloads.address(), 600, Packets.DESTINATION4, 0);
                    assertEquals(1, batch.flush(NO_FAILURE));
                    Traffic.until(
                            "the first fragment came alone",
                            () -> network.packetsOfRules("b", "iptables -t raw -nvxL PREROUTING", "length")
                                    .equals(List.of("1")));

                    Packets.ip4(batch.headers(), batch.nextHeaderAt(), 608 / 8, 17, 400);
                    batch.add4(20, payloads.address() + 600, 400, Packets.DESTINATION4, 0);
                    assertEquals(1, batch.flush(NO_FAILURE));
                }
            });

            assertEquals(1000, Traffic.receiveOctets(receiver).remaining());
        }
    }

    @Test
    void icmpMessagesGetTheirIpHeaderFromTheKernel() throws Exception {
        network.run("a", () -> {
            try (RawSocket socket4 = RawSocket.openIcmp4();
                    RawSocket socket6 = RawSocket.openIcmp6()) {
                SendBatch batch4 = new SendBatch(socket4, 1);
                ByteBuffer headers = batch4.headers();
                headers.putInt(batch4.nextHeaderAt(), 0x0301fcfe); // destination unreachable, host; checksum
                headers.putInt(batch4.nextHeaderAt() + 4, 0);
                batch4.add4(8, payloads.address(), 28, Packets.DESTINATION4, 0);
                assertEquals(1, batch4.flush(NO_FAILURE));

                SendBatch batch6 = new SendBatch(socket6, 1);
                batch6.headers().putInt(batch6.nextHeaderAt(), 0x01030000); // address unreachable; no checksum
                batch6.headers().putInt(batch6.nextHeaderAt() + 4, 0);
                batch6.add6(8, payloads.address(), 48, Packets.PREFIX6, 2, 0);
                assertEquals(1, batch6.flush(NO_FAILURE));
            }
        });

        Traffic.until(
                "both messages came",
                () -> network.counters("b", "IcmpInMsgs", "Icmp6InDestUnreachs")
                        .equals("IcmpInMsgs 1 Icmp6InDestUnreachs 1"));
        assertEquals(
                "IcmpInCsumErrors 0 IcmpInDestUnreachs 1 Icmp6InCsumErrors 0",
                network.counters("b", "IcmpInCsumErrors", "IcmpInDestUnreachs", "Icmp6InCsumErrors"));
    }

    @Test
    void socketsReceiveNothing() throws Exception {
        network.run("b", () -> {
            try (RawSocket raw4 = RawSocket.openIpv4();
                    RawSocket raw6 = RawSocket.openIpv6();
                    RawSocket icmp4 = RawSocket.openIcmp4();
                    RawSocket icmp6 = RawSocket.openIcmp6()) {
                network.in("b", "iptables -A INPUT -p 255");
                network.in("a", "ping -c 1 -W 10 198.51.100.2");
                network.in("a", "ping -c 1 -W 10 2001:db8::2");
                network.run("a", this::sendOfProtocol255);
                Traffic.until(
                        "the packet of protocol 255 came",
                        () -> network.packetsOfRules("b", "iptables -nvxL INPUT", "0.0.0.0/0")
                                .equals(List.of("1")));

                for (RawSocket socket : List.of(raw4, raw6, icmp4, icmp6)) {
                    long received = Libraries.c().recv(socket.fd(), payloads.address(), 65536, Linux.MSG_DONTWAIT);
                    assertEquals(-1, received, socket::toString);
                    assertEquals(Linux.EAGAIN, Libraries.errno());
                }
            }
        });
    }

    private void sendOfProtocol255() {
        try (RawSocket socket = RawSocket.openIpv4()) {
            SendBatch batch = new SendBatch(socket, 1);
            Packets.ip4(batch.headers(), batch.nextHeaderAt(), 0, 255, 100);
            batch.add4(20, payloads.address(), 100, Packets.DESTINATION4, 0);
            assertEquals(1, batch.flush(NO_FAILURE));
        }
    }

    @Test
    void closedSocketFailsEveryMessageAndEmptiesTheBatch() throws Exception {
        network.run("a", () -> {
            RawSocket socket = RawSocket.openIpv4();
            SendBatch batch = new SendBatch(socket, 2);
            Failures failures = new Failures();
            addUdp4(batch, text("x"), 0, 0, 0);
            addUdp4(batch, text("x"), 0, 0, 0);
            socket.close();
            socket.close();

            assertEquals(0, batch.flush(failures));
            assertEquals("0:9 1:9", failures.toString());
            assertEquals(0, batch.size());
        });
    }

    @Test
    void fullSendBufferDelaysAFlushOnlyBriefly() throws Exception {
        network.in("a", "ip link set v mtu 65535");
        network.in("b", "ip link set v mtu 65535");
        network.in("a", "iptables -A OUTPUT -p udp -j NFQUEUE --queue-num 1");
        network.run("a", () -> {
            try (NfQueue unread = NfQueue.open(1, QueueSettings.defaults());
                    RawSocket socket = RawSocket.openIpv4()) {
                SendBatch batch = new SendBatch(socket, 1024);
                Failures failures = new Failures();
                while (!batch.full()) {
                    Packets.udp4(batch.headers(), batch.nextHeaderAt(), 0, PORT, 60000);
                    batch.add4(28, payloads.address(), 60000, Packets.DESTINATION4, 0);
                }
                long start = System.nanoTime();
                int sent = batch.flush(failures);

                assertTrue(System.nanoTime() - start < 5_000_000_000L);
                assertEquals(SendObserver.EAGAIN, failures.lastErrno);
                assertEquals(1024, sent + failures.count);
                assertEquals(sent, unread.statistics().orElseThrow().waiting());
                assertTrue(sent > 100, "sent " + sent);
            }
        });
    }

    private void addUdp4(SendBatch batch, byte[] payload, int at, int flags, int mark) {
        payloads.network().put(at, payload);
        int length = Packets.udp4(batch.headers(), batch.nextHeaderAt(), flags, PORT, payload.length);
        batch.add4(length, payloads.address() + at, payload.length, Packets.DESTINATION4, mark);
    }

    private void addUdp6(SendBatch batch, byte[] payload, int at, int mark) {
        payloads.network().put(at, payload);
        int length = Packets.udp6(batch.headers(), batch.nextHeaderAt(), PORT, payload);
        batch.add6(length, payloads.address() + at, payload.length, Packets.PREFIX6, 2, mark);
    }

    private DatagramChannel receiver(String address) throws Exception {
        return network.call("b", () -> {
            DatagramChannel receiver = DatagramChannel.open().bind(new InetSocketAddress(address, PORT));
            receiver.configureBlocking(false);
            return receiver;
        });
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Failures implements SendObserver {
        private final StringBuilder list = new StringBuilder();
        private int count;
        private int lastErrno;

        @Override
        public void failed(int index, int errno) {
            list.append(list.isEmpty() ? "" : " ").append(index).append(':').append(errno);
            count++;
            lastErrno = errno;
        }

        @Override
        public String toString() {
            return list.toString();
        }
    }
}
