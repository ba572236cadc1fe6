// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import joolj.nat64.Nat64Settings;
import joolj.nat64.Nat64Translator;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;
import joolj.translation.Counters;
import joolj.translation.Outcome;
import joolj.translation.Routes;
import joolj.translation.Translation;

/**
 * Measures what a 64-byte UDP packet costs in the translation engine alone, without system calls: nanoseconds, and octets
 * allocated, which must be 0.
 *
 * <pre>java -cp examples/target/test-classes:translation/target/classes joolj.examples.PacketCost</pre>
 *
 * <p>Prints a line for each direction; the exit status is 1 if anything was allocated. {@code bench.sh} calls it.
 */
public final class PacketCost {
    private static final int FLOWS = 1000;
    private static final int PACKETS = 2_000_000;
    private static final int DATA_LENGTH = 64;
    private static final int MTU = 1500;
    private static final int IPV4_HEADER = 20;
    private static final String PREFIX = "64:ff9b::/96";
    private static final String V_FOR_C = "64:ff9b::203.0.113.16";

    private final Translation translation = new Translation(new OneRoute(), new Counters());
    private final ByteBuffer headers =
            ByteBuffer.allocateDirect(Translation.HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);
    private final Nat64Translator translator;
    private long now;
    private long lastNanos;

    private PacketCost() {
        Nat64State state = new Nat64State(StateSettings.DEFAULT, Pool4.EMPTY, new byte[16]);
        translator = new Nat64Translator(state, Nat64Settings.defaults(Pool6.parse(PREFIX)));
    }

    /** Routing as a node with one address on one link has it. */
    private static final class OneRoute implements Routes {
        private static final int T = 0xcb007101;

        @Override
        public int mtu4(int destination, int mark) {
            return MTU;
        }

        @Override
        public int mtu6(long destinationHigh, long destinationLow, int mark) {
            return MTU;
        }

        @Override
        public int source4(int destination, int mark) {
            return T;
        }

        @Override
        public boolean isLocal4(int address) {
            return address == T;
        }
    }

    /**
     * Measures and prints.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        PacketCost cost = new PacketCost();
        List<ByteBuffer> outgoing = new ArrayList<>();
        List<ByteBuffer> incoming = new ArrayList<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            ByteBuffer question = question(flow);
            cost.translate(question);
            outgoing.add(question);
            incoming.add(cost.answer());
        }
        long allocated = cost.measure("IPv6 to IPv4", outgoing.toArray(ByteBuffer[]::new))
                + cost.measure("IPv4 to IPv6", incoming.toArray(ByteBuffer[]::new));
        System.exit(allocated == 0 ? 0 : 1);
    }

    private static ByteBuffer question(int flow) {
        String source = "2001:db8::" + Integer.toHexString(flow + 8);
        byte[] datagram = Packets.udp6(source, V_FOR_C, 2000 + flow, 9, new byte[DATA_LENGTH]);
        return direct(Packets.ipv6(source, V_FOR_C, Packets.UDP, datagram));
    }

    /** The answer to the packet that was translated last; its checksum stands for any. */
    private ByteBuffer answer() {
        translation.writePiece(0, headers, 0);
        ByteBuffer datagram = ByteBuffer.allocate(8 + DATA_LENGTH);
        datagram.putShort(headers.getShort(IPV4_HEADER + 2)).putShort(headers.getShort(IPV4_HEADER));
        datagram.putShort((short) datagram.capacity()).putShort((short) 1);
        return direct(Packets.ipv4("203.0.113.16", "203.0.113.1", Packets.UDP, 0, datagram.array()));
    }

    private static ByteBuffer direct(byte[] octets) {
        return ByteBuffer.allocateDirect(octets.length)
                .order(ByteOrder.BIG_ENDIAN)
                .put(0, octets);
    }

    private void translate(ByteBuffer packet) {
        translation.begin(packet, 0, packet.capacity(), 0, MTU, false, false, now++ >> 10);
        Outcome outcome = translator.translate(translation);
        if (outcome != Outcome.TRANSLATED) {
            throw new IllegalStateException("not translated: " + translation.reason());
        }
        translation.writePiece(0, headers, 0);
    }

    private void translate(ByteBuffer[] packets, int count) {
        for (int i = 0; i < count; i++) {
            translate(packets[i % packets.length]);
        }
    }

    /**
     * Measures one direction and prints the result.
     *
     * @return octets allocated
     */
    private long measure(String direction, ByteBuffer[] packets) {
        // The first round warms up everything, the looking at clock and counter included.
        run(packets);
        long allocated = run(packets);
        System.out.printf(
                "%s: %d ns and %s bytes allocated per packet%n",
                direction, lastNanos / PACKETS, allocated == 0 ? "0" : Double.toString((double) allocated / PACKETS));
        return allocated;
    }

    /** Translates the packets again and again and notes the time; returns the octets allocated. */
    private long run(ByteBuffer[] packets) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        translate(packets, PACKETS);
        lastNanos = System.nanoTime() - start;
        return thread.getCurrentThreadAllocatedBytes() - before;
    }
}
