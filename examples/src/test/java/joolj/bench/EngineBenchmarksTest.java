// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import joolj.bench.PacketFields.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The benchmarks measure what they say, and the packets that they translate cost no memory. */
class EngineBenchmarksTest {
    private static final int LARGEST_TABLE = 1000;
    private static final int TTL = 64;
    private static final int ROUNDS = 20;
    private static final int PACKETS = 20_000;

    /** A benchmark that is ready, and what it works with; {@code flows} is how many flows it should have. */
    private record Ready(
            BenchmarkCase row,
            int flows,
            Worker worker,
            Packet6 packet6,
            Packet4 packet4,
            IntSupplier to4,
            IntSupplier to6) {

        @Override
        public String toString() {
            return row.label();
        }
    }

    /** All benchmarks, but those with large tables with smaller ones. */
    static Stream<Ready> benchmarks() {
        return BenchmarkCase.all().stream()
                .filter(row -> row.direction().equals("to4") && row.benchmark() != PreparationBenchmark.class)
                .map(EngineBenchmarksTest::ready);
    }

    private static Ready ready(BenchmarkCase row) {
        if (row.benchmark() == MaptBenchmark.class) {
            return mapt(row);
        }
        return row.benchmark() == SiitBenchmark.class ? siit(row) : nat64(row);
    }

    private static Ready mapt(BenchmarkCase row) {
        MaptBenchmark benchmark = new MaptBenchmark();
        benchmark.rules = Math.min(row.table(), LARGEST_TABLE);
        return ready(row, benchmark, benchmark::prepare, benchmark.rules);
    }

    private static Ready siit(BenchmarkCase row) {
        SiitBenchmark benchmark = new SiitBenchmark();
        benchmark.eams = Math.min(row.table(), LARGEST_TABLE);
        int flows = benchmark.eams == 0 ? SiitTraffic.NODES_WITHOUT_EAMT : benchmark.eams;
        return ready(row, benchmark, benchmark::prepare, flows);
    }

    private static Ready nat64(BenchmarkCase row) {
        Nat64Benchmark benchmark = new Nat64Benchmark();
        benchmark.sessions = Math.min(row.table(), LARGEST_TABLE);
        Ready ready = ready(row, benchmark, benchmark::prepare, benchmark.sessions);
        assertEquals(benchmark.sessions, benchmark.traffic.translator.state().sessionCount());
        assertEquals(benchmark.sessions, benchmark.traffic.translator.state().bibCount());
        return ready;
    }

    private static Ready ready(BenchmarkCase row, TrafficBenchmark benchmark, Runnable preparation, int flows) {
        benchmark.transport = row.transport();
        benchmark.octets = row.octets();
        preparation.run();
        return new Ready(
                row, flows, benchmark.worker, benchmark.packet6, benchmark.packet4, benchmark::to4, benchmark::to6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("benchmarks")
    void theTwoPacketsOfEachFlowAreTranslatedTowardsOneAnother(Ready ready) throws UnknownHostException {
        Set<Endpoint> nodes6 = new HashSet<>();
        Set<Endpoint> nodes4 = new HashSet<>();

        for (int i = 0; i < ready.flows; i++) {
            ByteBuffer packet6 = ready.packet6.next();
            PacketFields in6 = checked(ready, octets(packet6), TTL);
            PacketFields out4 = checked(ready, translated(ready.worker, packet6), TTL - 1);
            ByteBuffer packet4 = ready.packet4.next();
            PacketFields in4 = checked(ready, octets(packet4), TTL);
            PacketFields out6 = checked(ready, translated(ready.worker, packet4), TTL - 1);

            assertEquals(List.of(6, 4, 4, 6), List.of(in6.version(), out4.version(), in4.version(), out6.version()));
            assertEquals(List.of(ready.row.octets(), ready.row.octets()), List.of(in6.length(), in4.length()));
            assertEquals(List.of(in4.destination(), in4.source()), List.of(out4.source(), out4.destination()));
            assertEquals(List.of(in6.destination(), in6.source()), List.of(out6.source(), out6.destination()));
            assertEquals(in6.data(), out4.data());
            assertEquals(in4.data(), out6.data());
            nodes6.add(in6.source());
            nodes4.add(in4.destination());
        }

        assertEquals(List.of(ready.flows, ready.flows), List.of(nodes6.size(), nodes4.size()));
    }

    /** What a packet says, which must be right as far as that depends on no other. */
    private static PacketFields checked(Ready ready, byte[] packet, int ttl) throws UnknownHostException {
        PacketFields fields = PacketFields.of(packet, ready.row.transport());
        assertTrue(fields.checksumsVerify(), fields::toString);
        assertEquals(packet.length, fields.length());
        assertEquals(ttl, fields.ttl());
        assertEquals(ready.row.transport().number, fields.protocol());
        return fields;
    }

    private static byte[] octets(ByteBuffer packet) {
        byte[] octets = new byte[packet.capacity()];
        packet.get(0, octets);
        return octets;
    }

    /** What a worker would send. */
    private static byte[] translated(Worker worker, ByteBuffer packet) {
        int headers = worker.translate(packet);
        byte[] sent = new byte[headers + worker.translation.payloadLength()];
        worker.headers.get(0, sent, 0, headers);
        packet.get(worker.translation.payloadStart(), sent, headers, worker.translation.payloadLength());
        return sent;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("benchmarks")
    void aBenchmarkTranslatesOnePacketInItsDirection(Ready ready) {
        int headers4 = ready.to4.getAsInt();
        boolean out6 = ready.worker.translation.out6();
        int headers6 = ready.to6.getAsInt();

        assertFalse(out6);
        assertTrue(ready.worker.translation.out6());
        assertEquals(20, headers6 - headers4, "an IPv6 header is 20 octets longer");
    }

    /** The compiler may still be at work in the first rounds; what allocates per packet does so in every round. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("benchmarks")
    void packetsAllocateNothing(Ready ready) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;

        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < PACKETS; i++) {
                ready.worker.translate(ready.packet6.next());
                ready.worker.translate(ready.packet4.next());
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertEquals(0, least, "octets for " + 2 * PACKETS + " packets");
    }

    @Test
    void everyRowIsABenchmarkThatCanBeRun() {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        BenchmarkList list = BenchmarkList.defaultList();

        for (BenchmarkCase row : BenchmarkCase.all()) {
            assertEquals(1, list.find(silent, List.of(row.method()), List.of()).size(), row::label);
        }
    }

    @Test
    void allRowsAreAllCombinationsOfParameters() throws NoSuchFieldException {
        int preparation = 2;
        int kinds = 2 * values(SiitBenchmark.class, "transport") * values(SiitBenchmark.class, "octets");
        int tables = values(SiitBenchmark.class, "eams")
                + values(Nat64Benchmark.class, "sessions")
                + values(MaptBenchmark.class, "rules");

        Set<BenchmarkCase> all = new HashSet<>(BenchmarkCase.all());

        assertEquals(preparation + kinds * tables, all.size());
        assertTrue(all.containsAll(BenchmarkCase.quick()));
        assertNotEquals(0, BenchmarkCase.quick().size());
    }

    private static int values(Class<?> benchmark, String parameter) throws NoSuchFieldException {
        return benchmark.getField(parameter).getAnnotation(Param.class).value().length;
    }
}
