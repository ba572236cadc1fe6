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

/** Stateless translation, RFC 7915, with addresses from pool6, RFC 6052, and from an EAMT, RFC 7757. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SiitBenchmark extends TrafficBenchmark {
    /** Entries of the EAMT, each an address; with 0 both nodes of a flow have addresses of pool6. */
    @Param({"0", "1", "1000", "1000000"})
    public int eams;

    /** Makes translator and packets. */
    @Setup
    public void prepare() {
        SiitTraffic traffic = new SiitTraffic(eams, transport, octets);
        worker = traffic.worker;
        packet6 = traffic.packet6;
        packet4 = traffic.packet4;
    }
}
