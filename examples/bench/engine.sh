#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     examples/bench/engine.sh [--quick]
#
# Measures with JMH what the translation of a packet costs in the engine alone, without system calls: nanoseconds, and
# octets allocated, which must be 0. Packets of 64 and 1400 octets, TCP and UDP, both ways, through
#
#     SIIT     by pool6, and by an EAMT with 1, 1 000 and 1 000 000 entries
#     NAT64    with 1 and 100 000 sessions
#     MAP-T    border relay with 100 000 forwarding mapping rules
#
# Each packet is of another flow than the one before. "of iterations" is the fastest and the slowest of the periods that
# the figure is the mean of: far apart, they tell that the machine did something else meanwhile. Takes less than five
# minutes; with --quick, which leaves most of the tables out, less than one. Building the test classes, if that has not
# been done since the sources were changed, comes on top. Needs no root.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=engine
[[ $# -eq 0 || ($# -eq 1 && $1 = --quick) ]] || fail "usage: $0 [--quick]"

# shellcheck source=examples/bench/classes.sh
. "$(dirname "$0")/classes.sh"
build_benchmarks
exec java -XX:-UsePerfData -cp "$home/examples/target/test-classes:$(cat "$class_path")" \
    joolj.bench.EngineBenchmarks "$@"
