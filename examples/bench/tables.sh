#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     examples/bench/tables.sh [--all]
#
# Measures the tables of a stateful NAT64 alone, without packets: UDP sessions, each with a BIB entry of its own.
#
#     resident memory    of the whole process, before and with all sessions, and after all have ended and others came
#     rates              of sessions created and of packets of known sessions, in processor seconds of one thread
#     two threads        at once, on one protocol and on two, by the clock: together as fast as one, or faster?
#     longest call       while the tables grow from nothing, and while all sessions end
#     reading            all sessions in order, as "session display" does
#
# One million sessions; with --all, four million as well. "in no order" means that each packet is of another session than
# those before, so that its entries are not in the processor's cache. Packets come in batches of 64, and what they need is
# read ahead for each batch, as in a worker that has much to do; "each by itself" is without that.
#
# Takes half a minute, with --all two or three more; building the classes comes on top. Needs no root, and 1.5 GiB of memory
# with --all.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=tables
[[ $# -eq 0 || ($# -eq 1 && $1 = --all) ]] || fail "usage: $0 [--all]"

# shellcheck source=examples/bench/classes.sh
. "$(dirname "$0")/classes.sh"
build_benchmarks
exec java -XX:-UsePerfData -cp "$home/examples/target/test-classes:$(cat "$class_path")" \
    joolj.bench.TablesBenchmark "$@"
