// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
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
public class SiitBenchmark {
    /** Entries of the EAMT, each an address; with 0 both nodes of a flow have addresses of pool6. */
    @Param({"0", "1", "1000", "1000000"})
    public int eams;

    /** What the packets carry. */
    @Param({"TCP", "UDP"})
    public Transport transport;

    /** Length of the packets on arrival, IP header included. */
    @Param({"64", "1400"})
    public int octets;

    /** What is measured. */
    SiitTraffic traffic;

    /** Makes translator and packets. */
    @Setup
    public void prepare() {
        traffic = new SiitTraffic(eams, transport, octets);
    }

    /** Translates an IPv6 packet to IPv4. */
    @Benchmark
    public int to4() {
        return traffic.worker.translate(traffic.packet6.next());
    }

    /** Translates an IPv4 packet to IPv6. */
    @Benchmark
    public int to6() {
        return traffic.worker.translate(traffic.packet4.next());
    }
}
