#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     examples/bench/client.sh [RUNS]
#
# Measures how long a command takes from its start to its end, the start of the virtual machine included: with the class
# archive that the launcher makes at its first run, and without. RUNS of each (20 unless told otherwise), one of the one
# kind after one of the other, so that what else the machine does hits both alike; the mean and the quickest are printed,
# in milliseconds. Runs a daemon of its own on a socket of its own and touches no network. Needs no root.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=client
runs=${1:-20}
[[ $# -le 1 && $runs =~ ^[1-9][0-9]{0,3}$ ]] || fail "usage: $0 [RUNS]"
if [ ! -f "$home/cli/target/cli.jar" ] || [ ! -f "$home/instances/target/instances.jar" ]; then
    fail "jool-j is not built yet: run 'mvn -q package -DskipTests' in $home"
fi

directory=$(mktemp -d "${TMPDIR:-/tmp}/$program-bench.XXXXXX")
export JOOLJ_SOCKET=$directory/control.sock JOOLJ_ARCHIVES=$directory/archives
mkdir "$JOOLJ_ARCHIVES"
end() {
    "$home/jool-j" daemon --stop >/dev/null
    rm -rf -- "$directory"
}
trap end EXIT
"$home/jool-j" daemon --detach || fail "the daemon does not start"

# The first run makes the archive, in the background.
"$home/jool" instance display >/dev/null
for ((waited = 0; waited < 600; waited++)); do
    compgen -G "$JOOLJ_ARCHIVES/*.jsa" >/dev/null && break
    sleep 0.1
done
compgen -G "$JOOLJ_ARCHIVES/*.jsa" >/dev/null || fail "no archive was made within a minute"

# run ARCHIVES WORDS...: runs a command; sets took to microseconds.
run() {
    local from to
    from=${EPOCHREALTIME/[.,]/}
    JOOLJ_ARCHIVES=$1 "$home/jool" "${@:2}" >/dev/null
    to=${EPOCHREALTIME/[.,]/}
    took=$((to - from))
}

# measure WORDS...: prints a line of the table.
measure() {
    local i with=0 without=0 quickest_with=999999999 quickest_without=999999999
    for ((i = 0; i < runs; i++)); do
        run "$JOOLJ_ARCHIVES" "$@"
        with=$((with + took))
        quickest_with=$((took < quickest_with ? took : quickest_with))
        run '' "$@"
        without=$((without + took))
        quickest_without=$((took < quickest_without ? took : quickest_without))
    done
    printf '%-28s %8d %8d %10d %8d %7d %%\n' "$*" $((with / runs / 1000)) $((quickest_with / 1000)) \
        $((without / runs / 1000)) $((quickest_without / 1000)) $((100 * with / without))
}

printf '%-28s %17s %19s %9s\n' '' 'with archive' 'without archive' 'with /'
printf '%-28s %8s %8s %10s %8s %9s\n' "command ($runs runs each, ms)" mean best mean best without
measure instance display
measure instance display --csv
measure --version
