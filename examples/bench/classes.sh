# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# shellcheck disable=SC2154 # home and program are the caller's
#
# What the benchmarks that run in Java alone have in common: building their classes. To be sourced after lib.sh, with
# "program" set.

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

# build_benchmarks: sees to it that the classes are there and no older than their sources.
build_benchmarks() {
    is_built || build
}
