// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What all products are measured by: a packet at a time, each way. */
@State(Scope.Thread)
public abstract class TrafficBenchmark {
    /** What the packets carry. */
    @Param({"TCP", "UDP"})
    public Transport transport;

    /** Length of the packets on arrival, IP header included. */
    @Param({"64", "1400"})
    public int octets;

    /** What is measured, and the packets that it translates; to be set before. */
    Worker worker;

    Packet6 packet6;
    Packet4 packet4;

    /** Translates an IPv6 packet to IPv4. */
    @Benchmark
    public int to4() {
        return worker.translate(packet6.next());
    }

    /** Translates an IPv4 packet to IPv6. */
    @Benchmark
    public int to6() {
        return worker.translate(packet4.next());
    }
}
