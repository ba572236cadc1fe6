// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.ReadAhead;
import joolj.rfc6146.SessionReader;
import joolj.rfc6146.SessionRow;
import joolj.rfc6146.StateSettings;
import joolj.translation.Reason;

/**
 * Fills the tables of one NAT64 with UDP sessions, each with a BIB entry of its own, uses, lists and ends them, and prints
 * what that took: one line for each {@link Figure}. {@link TablesBenchmark} starts it in a process of its own.
 *
 * <p>Times are processor time of the one thread, so that other work on the machine disturbs them less.
 */
final class TablesRun {
    private static final long NODES6 = 0x2001_0db8_0001_0000L;
    private static final long POOL6_HIGH = 0x0064_ff9b_0000_0000L;
    private static final int FIRST_PORT = 1024;
    private static final int REMOTE4 = 0xcb00_7110;
    private static final int REMOTE_PORT = 443;

    /** What a worker does at a time. */
    private static final int EXPIRY_BUDGET = 256;

    /** No common divisor with a count of sessions that is a product of twos and fives. */
    private static final long STRIDE = 611_953;

    private static final int LOOKUPS = 4_000_000;
    private static final int PACKETS_EACH_MILLI = 4_000;

    /** Packets that a worker reads at once, if it has that many to do; divides LOOKUPS. */
    private static final int BATCH = 64;

    private static final int ROWS = 512;
    private static final long START = 1_000_000;
    private static final long IDLE = 1_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int sessions;
    private final Pool4 pool4;
    private final OneLink routes = new OneLink();
    private final Flow flow = new Flow();
    private Nat64State state;
    private ReadAhead ahead;

    private final ExpiryObserver nobody = new ExpiryObserver() {
        @Override
        public void probe(Flow ended) {}

        @Override
        public void synExpired(Flow ended, ByteBuffer packet) {}
    };

    private TablesRun(int sessions) {
        this.sessions = sessions;
        // About twice as many transport addresses as are used.
        int length = 32;
        while (((long) (0x10000 - FIRST_PORT) << (32 - length)) < 2L * sessions * 95 / 100) {
            length--;
        }
        Ipv4Prefix pool = Ipv4Prefix.parse("100.64.0.0/" + length);
        this.pool4 = Pool4.EMPTY.add(0, L4Protocol.UDP, pool.address(), pool.length(), FIRST_PORT, 0xffff, Pool4.AUTO);
        this.state = newState();
    }

    private Nat64State newState() {
        byte[] secret = "known to all ...".getBytes(StandardCharsets.US_ASCII);
        return new Nat64State(StateSettings.DEFAULT, pool4, secret);
    }

    /**
     * Measures and prints.
     *
     * @param arguments what to measure, {@code memory} or {@code speed}, and how many sessions
     */
    public static void main(String[] arguments) {
        TablesRun run = new TablesRun(Integer.parseInt(arguments[1]));
        if (arguments[0].equals("memory")) {
            run.measureMemory();
        } else {
            run.measureSpeed();
        }
    }

    /** Without a warm-up, which would leave memory behind that is none of the tables'. */
    private void measureMemory() {
        long idle = resident();
        print(Figure.IDLE, idle);
        create(0);
        long full = resident();
        print(Figure.FULL, full);
        print(Figure.EACH, (full - idle) / sessions);
        expire(1);
        create(1);
        expire(2);
        create(2);
        print(Figure.REUSED, resident() - full);
    }

    private void measureSpeed() {
        warmUp();
        ahead = new ReadAhead(state);
        long time = cpu();
        create(0);
        print(Figure.CREATED, perSecond(sessions, time));
        look();
        list();
        print(Figure.EXPIRY_PAUSE, expire(1));
        state = newState();
        print(Figure.GROWTH_PAUSE, longestWhileGrowing());
    }

    private static void print(Figure figure, long value) {
        System.out.println(figure + " " + value);
    }

    private static long cpu() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static long perSecond(long count, long since) {
        return count * TimeUnit.SECONDS.toNanos(1) / Math.max(1, cpu() - since);
    }

    /** Octets of the process that are in memory. */
    private static long resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("/proc/self/status has no VmRSS");
    }

    /** Has everything compiled, with few sessions. */
    private void warmUp() {
        int few = 20_000;
        for (int round = 0; round < 20; round++) {
            state = newState();
            for (int node = 0; node < few; node++) {
                toIpv4(node, START);
                toIpv6(flow.local4, flow.local4Port, START);
            }
            list();
            expireAll(START + IDLE, few);
        }
        state = newState();
    }

    private void toIpv4(int node, long now) {
        describe6(node);
        check(state.outbound(flow, routes, now));
    }

    private void describe6(int node) {
        flow.protocol = L4Protocol.UDP;
        flow.remote6High = NODES6;
        flow.remote6Low = Shuffled.scattered(node);
        flow.remote6Port = FIRST_PORT + (node & 0x7fff);
        flow.local6High = POOL6_HIGH;
        flow.local6Low = REMOTE4 & 0xffff_ffffL;
        flow.local6Port = REMOTE_PORT;
        flow.remote4 = REMOTE4;
        flow.remote4Port = REMOTE_PORT;
    }

    private void toIpv6(int local4, int local4Port, long now) {
        describe4(local4, local4Port);
        check(state.inbound(flow, routes, now));
    }

    private void describe4(int local4, int local4Port) {
        flow.protocol = L4Protocol.UDP;
        flow.local4 = local4;
        flow.local4Port = local4Port;
        flow.remote4 = REMOTE4;
        flow.remote4Port = REMOTE_PORT;
    }

    private static void check(Reason refusal) {
        if (refusal != null) {
            throw new IllegalStateException("refused: " + refusal);
        }
    }

    private void require(long count) {
        if (state.sessionCount() != count || state.bibCount() != count) {
            throw new IllegalStateException(count + " sessions expected, but there are " + state.sessionCount() + ", "
                    + state.bibCount() + " BIB entries");
        }
    }

    /** Makes all sessions, those of another generation with other nodes, in the course of a minute. */
    private void create(int generation) {
        for (int node = 0; node < sessions; node++) {
            toIpv4(generation * sessions + node, now(generation, node));
        }
        require(sessions);
    }

    private long now(int generation, int node) {
        return START + generation * IDLE + (long) node * 60_000 / sessions;
    }

    /** Packets of known sessions in no order, to IPv4, then to IPv6. */
    private void look() {
        long end = START + 60_000;
        long[] masks = new long[sessions];
        for (int i = 0; i < sessions; i++) {
            toIpv4(scattered(i), end);
            masks[i] = (long) flow.local4 << 16 | flow.local4Port;
        }
        long time = cpu();
        for (int i = 0; i < LOOKUPS; i++) {
            toIpv4(scattered(i), end + i / PACKETS_EACH_MILLI);
        }
        print(Figure.ALONE6, perSecond(LOOKUPS, time));
        end += LOOKUPS / PACKETS_EACH_MILLI;
        time = cpu();
        for (int i = 0; i < LOOKUPS; i++) {
            long mask = masks[i % sessions];
            toIpv6((int) (mask >>> 16), (int) mask & 0xffff, end + i / PACKETS_EACH_MILLI);
        }
        print(Figure.ALONE4, perSecond(LOOKUPS, time));
        end += LOOKUPS / PACKETS_EACH_MILLI;
        time = cpu();
        for (int i = 0; i < LOOKUPS; i += BATCH) {
            batchToIpv4(i, end + i / PACKETS_EACH_MILLI);
        }
        print(Figure.FOUND6, perSecond(LOOKUPS, time));
        end += LOOKUPS / PACKETS_EACH_MILLI;
        time = cpu();
        for (int i = 0; i < LOOKUPS; i += BATCH) {
            batchToIpv6(masks, i, end + i / PACKETS_EACH_MILLI);
        }
        print(Figure.FOUND4, perSecond(LOOKUPS, time));
        end += LOOKUPS / PACKETS_EACH_MILLI;
        time = cpu();
        for (int i = 0; i < LOOKUPS; i++) {
            toIpv4(i & 0x3ff, end + i / PACKETS_EACH_MILLI);
        }
        print(Figure.FOUND_HOT, perSecond(LOOKUPS, time));
        require(sessions);
    }

    /** The node of a packet; all have their turn, in no order, again and again. */
    private int scattered(int packet) {
        return (int) (packet * STRIDE % sessions);
    }

    private void batchToIpv4(int first, long now) {
        for (int i = first; i < first + BATCH; i++) {
            describe6(scattered(i));
            ahead.outbound(flow);
        }
        ahead.read();
        for (int i = first; i < first + BATCH; i++) {
            toIpv4(scattered(i), now);
        }
    }

    private void batchToIpv6(long[] masks, int first, long now) {
        for (int i = first; i < first + BATCH; i++) {
            long mask = masks[i % sessions];
            describe4((int) (mask >>> 16), (int) mask & 0xffff);
            ahead.inbound(flow);
        }
        ahead.read();
        for (int i = first; i < first + BATCH; i++) {
            long mask = masks[i % sessions];
            toIpv6((int) (mask >>> 16), (int) mask & 0xffff, now);
        }
    }

    private void list() {
        long time = cpu();
        long longest = 0;
        long rows = 0;
        long last = -1;
        SessionReader reader = state.sessions(L4Protocol.UDP);
        for (List<SessionRow> page = reader.next(ROWS, START); !page.isEmpty(); page = reader.next(ROWS, START)) {
            for (SessionRow row : page) {
                long key = (row.local4() & 0xffff_ffffL) << 16 | row.local4Port();
                if (key <= last) {
                    throw new IllegalStateException("not in order");
                }
                last = key;
            }
            rows += page.size();
            longest = Math.max(longest, page.size());
        }
        if (rows == sessions) {
            print(Figure.LISTED, TimeUnit.NANOSECONDS.toMillis(cpu() - time));
        }
    }

    /** Ends all sessions before those of a generation; returns the longest call's time, nanoseconds. */
    private long expire(int generation) {
        long longest = expireAll(now(generation, 0) - IDLE / 2, sessions);
        require(0);
        return longest;
    }

    private long expireAll(long now, int count) {
        long longest = 0;
        long ended = 0;
        for (long at = now; ended < count; at++) {
            long time = cpu();
            ended += state.expire(at, EXPIRY_BUDGET, nobody);
            longest = Math.max(longest, cpu() - time);
        }
        return longest;
    }

    /** The longest that a packet that makes a session takes, nanoseconds. */
    private long longestWhileGrowing() {
        long longest = 0;
        long time = cpu();
        for (int node = 0; node < sessions; node++) {
            toIpv4(node, now(0, node));
            long after = cpu();
            longest = Math.max(longest, after - time);
            time = after;
        }
        require(sessions);
        return longest;
    }
}
