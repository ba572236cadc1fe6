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

class_path=$home/examples/target/benchmark.classpath

# is_built: whether the class path was written after everything that it leads to.
is_built() {
    [ -e "$class_path" ] && [ -z "$(find "$home/pom.xml" "$home/examples/pom.xml" "$home/translation/pom.xml" \
        "$home/translation/src/main" "$home/examples/src/test/java/joolj/bench" -newer "$class_path" -print -quit)" ]
}

# build: compiles the benchmarks and what they measure; writes the class path of the tests.
build() {
    local log
    command -v javac >/dev/null || fail "there is no JDK: apt-get install openjdk-17-jdk-headless"
    command -v mvn >/dev/null || fail "there is no Maven: apt-get install maven"
    log=$(mktemp "${TMPDIR:-/tmp}/$program-build.XXXXXX")
    echo "$program: building the benchmarks (mvn test-compile; a minute or two)"
    if ! (cd "$home" && mvn -q -B test-compile dependency:build-classpath -pl examples -am \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/benchmark.classpath) >"$log" 2>&1; then
        tail -n 25 "$log" >&2
        fail "the build failed (whole log: $log)"
    fi
    rm -f "$log"
}

is_built || build
exec java -XX:-UsePerfData -cp "$home/examples/target/test-classes:$(cat "$class_path")" \
    joolj.bench.EngineBenchmarks "$@"
