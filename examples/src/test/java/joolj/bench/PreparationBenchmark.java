// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the other benchmarks do besides translating: giving the packet another flow. Their figures contain it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PreparationBenchmark {
    private static final int FLOWS = 100_000;
    private static final int OCTETS = 64;

    private Nat64Traffic traffic;

    /** Makes the packets. */
    @Setup
    public void prepare() {
        traffic = new Nat64Traffic(FLOWS, Transport.UDP, OCTETS);
    }

    /** Prepares an IPv6 packet. */
    @Benchmark
    public ByteBuffer to4() {
        return traffic.packet6.next();
    }

    /** Prepares an IPv4 packet. */
    @Benchmark
    public ByteBuffer to6() {
        return traffic.packet4.next();
    }
}
