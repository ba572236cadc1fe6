// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * What a packet costs in the translation engine alone, without system calls: nanoseconds, and octets allocated.
 *
 * <p>{@link joolj.bench.SiitBenchmark} and {@link joolj.bench.Nat64Benchmark} are JMH benchmarks; {@code
 * examples/bench/engine.sh} runs them through {@link joolj.bench.EngineBenchmarks}, which prints a table. Every packet
 * belongs to another flow than the one before, as far as the table has flows, so that a large table is met as traffic of
 * many nodes meets it: with the entries not in the processor's cache.
 *
 * <p>{@link joolj.bench.TablesBenchmark}, called by {@code examples/bench/tables.sh}, measures the tables of a stateful
 * NAT64 by themselves: memory, rates and pauses.
 */
package joolj.bench;
