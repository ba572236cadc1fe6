// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Stateful translation, RFC 6146, of packets that belong to sessions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Nat64Benchmark extends TrafficBenchmark {
    /** How many sessions there are, each with a BIB entry of its own. */
    @Param({"1", "100000"})
    public int sessions;

    /** What is measured. */
    Nat64Traffic traffic;

    /** Makes translator, sessions and packets. */
    @Setup
    public void prepare() {
        traffic = new Nat64Traffic(sessions, transport, octets);
        worker = traffic.worker;
        packet6 = traffic.packet6;
        packet4 = traffic.packet4;
    }
}
