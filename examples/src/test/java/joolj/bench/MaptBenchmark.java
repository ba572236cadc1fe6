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

/** The border relay of MAP-T, RFC 7599. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MaptBenchmark extends TrafficBenchmark {
    /** Forwarding mapping rules, each of a customer edge. */
    @Param({"100000"})
    public int rules;

    /** Makes translator and packets. */
    @Setup
    public void prepare() {
        MaptTraffic traffic = new MaptTraffic(rules, transport, octets);
        worker = traffic.worker;
        packet6 = traffic.packet6;
        packet4 = traffic.packet4;
    }
}
