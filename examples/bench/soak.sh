#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/bench/soak.sh [MINUTES]
#
# Sends a random mix of traffic through a stateful NAT64 for MINUTES (10) in two equal halves: TCP connections that come
# and go, some ended by a reset, UDP of all sizes, also in fragments, datagrams from ever new ports to nobody, pings. Each
# half is followed by four minutes and a half of silence, in which every session must end by itself: that is the shortest
# life of a closed TCP connection's session. So ten minutes of traffic take nineteen.
#
# What must be flat: after each silence the tables are empty, and after the second, the daemon's Java heap (collected) and
# its resident memory outside that heap are no larger than after the first, but for 4 MiB and 16 MiB; nor are there more
# threads or open files, but for 4. (How much of the heap's own memory is resident depends on when Java last collected
# garbage, which the samples themselves make.) Needs the JDK's jcmd. Nothing may arrive damaged, no TCP connection may
# fail, at most one datagram and one ping in a hundred may be lost, nothing may count as an internal error, and the daemon's
# log may not complain. The script prints a table of samples, one every ten seconds, and ends with status 0 only if all of
# that is so.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=soak
minutes=${1-10}
[[ $# -le 1 && $minutes =~ ^[1-9][0-9]{0,3}$ ]] || fail "usage: $0 [MINUTES]"

silence=270 # seconds; tcp-trans-timeout is 240, the search for ended sessions takes place every 2
interval=10 # seconds from one sample to the next
heap_slack=4096 rss_slack=16384 # KiB

prepare ip iptables ip6tables sysctl ping libnetfilter_queue.so.1

command -v jcmd >/dev/null || fail "there is no jcmd: apt-get install openjdk-17-jdk-headless"

# network: C and V with T between them, a netfilter instance on T.
network() {
    new_node C T V
    cable C eth0 T eth0
    cable V eth0 T eth1
    quietly C "ip link set eth0 up && ip address add 2001:db8::8/64 dev eth0 && ip route add 64:ff9b::/96 via 2001:db8::1"
    quietly V "ip link set eth0 up && ip address add 203.0.113.16/24 dev eth0 &&
        ip route add 198.51.100.0/24 via 203.0.113.1"
    quietly T "ip link set eth0 up && ip address add 2001:db8::1/64 dev eth0 &&
        ip link set eth1 up && ip address add 203.0.113.1/24 dev eth1 &&
        sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv6.conf.all.forwarding=1"
    start V ready java -Xmx128m -cp examples.jar joolj.examples.SoakTraffic serve 7
    jool-j daemon >"$work/daemon.log" 2>&1 &
    daemon=$!
    started+=("$daemon")
    wait_for "the daemon answers" T "jool-j daemon --status"
    on T "jool instance add --netfilter --pool6 64:ff9b::/96"
    for protocol in tcp udp icmp; do
        on T "jool pool4 add --$protocol 198.51.100.0/30 1024-65535"
    done
    on T "jool global update udp-timeout 2:00"
}

# counter NAME: one of T's counters.
counter() {
    ip netns exec "${namespaces[T]}" jool stats display --all --csv --no-headers |
        awk -F, -v name="$1" '$1 == name { print $2 }'
}

# heap: KiB of the daemon's heap that are in use.
heap() {
    jcmd "$daemon" GC.heap_info 2>/dev/null | awk '{ for (i = 1; i < NF; i++) if ($i == "used") { sub(/K.*/, "", $(i + 1)); print $(i + 1); exit } }'
}

# outside_heap: KiB of the daemon's resident memory that are not its Java heap.
outside_heap() {
    local bound low=0 high=0 inside=1 sum=0 line
    while read -r bound; do
        [ $low -ne 0 ] && [ $((bound)) -ge $low ] || low=$((bound))
        [ $((bound)) -le $high ] || high=$((bound))
    done < <(jcmd "$daemon" GC.heap_info | sed '/Metaspace/,$d' | grep -oE '0x[0-9a-f]+')
    [ $high -gt $low ] || fail "cannot tell where the daemon's Java heap lies"
    cat "/proc/$daemon/smaps" >smaps # the shell reads a file in blocks, but what is in /proc octet by octet
    while read -r line; do
        if [[ $line =~ ^([0-9a-f]+)-[0-9a-f]+' ' ]]; then
            bound=$((16#${BASH_REMATCH[1]}))
            inside=$((bound >= low && bound < high))
        elif [ $inside -eq 0 ] && [[ $line =~ ^Rss:' '+([0-9]+) ]]; then
            sum=$((sum + BASH_REMATCH[1]))
        fi
    done <smaps
    echo $sum
}

# status_of NAME: a number of /proc/PID/status.
status_of() {
    awk -v name="$1:" '$1 == name { print $2 }' "/proc/$daemon/status"
}

# sample LABEL: one line of the table.
sample() {
    kill -0 "$daemon" 2>/dev/null || fail "the daemon has ended"
    ip netns exec "${namespaces[T]}" jool stats display --all --csv --no-headers >"$work/stats"
    printf '%6d  %-8s %9s %9s %9s %9s %8s %7s %7s\n' $((SECONDS - began)) "$1" "$(status_of VmRSS)" "$(heap)" \
        "$(awk -F, '$1 == "JSTAT_SESSIONS" { print $2 }' "$work/stats")" \
        "$(awk -F, '$1 == "JSTAT_BIB_ENTRIES" { print $2 }' "$work/stats")" \
        "$(awk -F, '$1 == "JSTAT_SUCCESS" { print $2 }' "$work/stats")" \
        "$(status_of Threads)" "$(find "/proc/$daemon/fd" -mindepth 1 | wc -l)"
}

# traffic SECONDS SEED: one half of the load, with a sample every now and then; adds its figures to the totals.
traffic() {
    local deadline=$((SECONDS + $1)) talk ping
    ip netns exec "${namespaces[C]}" java -Xmx128m -cp examples.jar joolj.examples.SoakTraffic \
        talk 64:ff9b::203.0.113.16 7 "$1" "$2" >"$work/talk.$2" 2>"$work/talk.$2.errors" &
    talk=$!
    ip netns exec "${namespaces[C]}" ping -q -i 0.1 -w "$1" 64:ff9b::203.0.113.16 >"$work/ping.$2" 2>&1 &
    ping=$!
    started+=("$talk" "$ping")
    while [ $SECONDS -lt $((deadline - interval)) ]; do
        sleep $interval
        sample load
    done
    wait "$talk" || fail "the traffic's program failed: $(tail -n 3 "$work/talk.$2.errors")"
    wait "$ping"
    sample load
    note "half $2: $(<"$work/talk.$2") $(grep transmitted "$work/ping.$2")"
}

# figure NAME: the sum of both halves' figures of that name.
figure() {
    cat "$work"/talk.[12] | tr ' ' '\n' | awk -F= -v name="$1" '$1 == name { sum += $2 } END { print sum + 0 }'
}

# silence LABEL: no traffic until every session must have ended; then collects the heap. Leaves $rss and $heap.
be_silent() {
    local deadline=$((SECONDS + silence))
    while [ $SECONDS -lt $deadline ]; do
        sleep $((3 * interval))
        sample silence
    done
    jcmd "$daemon" GC.run >/dev/null 2>&1
    sample "$1"
    rss=$(outside_heap) heap=$(heap) threads=$(status_of Threads) files=$(find "/proc/$daemon/fd" -mindepth 1 | wc -l)
    [ "$(counter JSTAT_SESSIONS)/$(counter JSTAT_BIB_ENTRIES)" = 0/0 ] ||
        fail "tables are not empty after the silence: $(counter JSTAT_SESSIONS) sessions, $(counter JSTAT_BIB_ENTRIES) BIB entries"
}

# at_most WHAT VALUE LIMIT: the script ends if the value is larger.
at_most() {
    printf '%-44s %10d, at most %d\n' "$1" "$2" "$3"
    [ "$2" -le "$3" ] || fail "$1: $2, more than $3"
}

title "Network"
network

title "$minutes minutes of traffic in two halves, each with $silence s of silence behind"
printf '%6s  %-8s %9s %9s %9s %9s %8s %7s %7s\n' second phase 'RSS KiB' 'heap KiB' sessions BIB packets threads files
began=$SECONDS
sample start
traffic $((minutes * 30)) 1
be_silent empty
first_rss=$rss first_heap=$heap first_threads=$threads first_files=$files
traffic $((minutes * 30)) 2
be_silent empty

title "Result"
at_most "resident memory outside the heap, KiB" "$rss" $((first_rss + rss_slack))
at_most "heap after collection, KiB" "$heap" $((first_heap + heap_slack))
at_most "threads" "$threads" $((first_threads + 4))
at_most "open files" "$files" $((first_files + 4))
printf '%-44s %10d, %d of them ended by a reset\n' "TCP connections" "$(figure connections)" "$(figure resets)"
at_most "TCP connections that failed" "$(figure failed)" 0
at_most "answers that were not what was sent" "$(figure wrong)" 0
printf '%-44s %10d\n' "datagrams to nobody" "$(figure unanswered)"
at_most "datagrams lost, of $(figure datagrams)" "$(figure lost)" $(($(figure datagrams) / 100))
pings=$(cat "$work"/ping.[12] | awk '/transmitted/ { sent += $1; received += $4 } END { print sent, sent - received }')
at_most "pings lost, of ${pings% *}" "${pings#* }" $((${pings% *} / 100))
for name in JSTAT_UNKNOWN JSTAT_ENOMEM JSTAT_BIB6_NOT_FOUND; do
    at_most "$name" "$(counter $name)" 0
done
at_most "warnings and errors in the daemon's log" "$(grep -cE '\[(WARN|ERROR)\]|Exception' "$work/daemon.log")" 0
printf '%s processors, Linux %s, %s\n' "$(nproc)" "$(uname -r)" "$(java -version 2>&1 | head -n 1)"
passed "$minutes minutes of mixed traffic; tables and memory flat"
