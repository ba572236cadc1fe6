#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/bench/bench.sh [--seconds N] [--rounds N] [--report DIRECTORY]
#
# Measures, from an IPv6 node through T to another node, in one run:
#
#     kernel      plain IPv6 forwarding by the kernel: what this machine can do at all
#     tayga       a stateless NAT64 in userspace, from Debian's package, through its TUN device
#     floor raw   a minimal C program of jool-j's shape with raw sockets (floor.c): what can be hoped for
#     floor tun   the same with a TUN device
#     jool-j raw  a stateful NAT64, an iptables instance with two queues
#     jool-j tun  the same with --reinject tun
#     one queue   jool-j tun with one queue for both IP versions, as an instance has unless told otherwise
#
# namely TCP with one and four streams, up (towards IPv4) and down; 64-byte datagrams at the highest rate with less than
# a thousandth lost; round-trip times of ping, alone and beside four streams; processor time per Gbit.
#
# Each is measured for N seconds (2), N times (5), the systems taking turns, and medians are printed. With --report, the
# table and the plot of DIRECTORY/performance.md and DIRECTORY/performance.svg are replaced. All nodes are network
# namespaces of this machine, so senders and receivers compete with the translators for its processors: compare the rows
# of one run, never figures of different machines.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=bench
seconds=2
rounds=5
report=''
usage() {
    fail "usage: $0 [--seconds N] [--rounds N] [--report DIRECTORY]"
}
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --seconds) seconds=$2 ;;
        --rounds) rounds=$2 ;;
        --report) report=$(cd "$2" && pwd) || usage ;;
        *) usage ;;
    esac
    shift 2
done
[[ $seconds =~ ^[1-9][0-9]?$ && $rounds =~ ^[1-9][0-9]?$ ]] || usage
if [ -n "$report" ] && ! grep -q '^<!-- figures -->$' "$report/performance.md"; then
    fail "there is no performance.md with a place for figures in $report"
fi

prepare ip iptables ip6tables sysctl ping iperf3 tayga gcc libnetfilter_queue.so.1

bench=$home/examples/bench
systems=(kernel tayga floor-raw floor-tun jool-raw jool-tun jool-one)
declare -A title=(
    [kernel]='kernel, IPv6 forwarding' [tayga]='tayga' [floor-raw]='C program, raw' [floor-tun]='C program, tun'
    [jool-raw]='jool-j raw' [jool-tun]='jool-j tun' [jool-one]='jool-j tun, one queue')
# V as C writes it, by each system's way.
declare -A target=(
    [kernel]=2001:db8:1::16
    [tayga]=2001:db8:64::203.0.113.16
    [floor-raw]=2001:db8:65::203.0.113.16
    [floor-tun]=2001:db8:66::203.0.113.16
    [jool-raw]=64:ff9b::203.0.113.16
    [jool-tun]=64:ff9b:1::203.0.113.16
    [jool-one]=64:ff9b:2::203.0.113.16)
# C as V writes it, by the ways that have an address for it.
declare -A source4=(
    [floor-raw]=192.0.2.201 [floor-tun]=192.0.2.202
    [jool-raw]=192.0.2.203 [jool-tun]=192.0.2.204 [jool-one]=192.0.2.205)
# The queue for IPv6, and the last one, for IPv4.
declare -A first_queue=([floor-raw]=100 [floor-tun]=110 [jool-raw]=120 [jool-tun]=130 [jool-one]=140)
declare -A last_queue=([floor-raw]=101 [floor-tun]=111 [jool-raw]=121 [jool-tun]=131 [jool-one]=140)

# network: C, T and V, each reachable from C by plain IPv6 and through each translator.
network() {
    new_node C T V
    cable C eth0 T eth0
    cable V eth0 T eth1
    quietly C "ip link set eth0 up && ip address add 2001:db8::8/96 dev eth0 && ip route add default via 2001:db8::1"
    quietly V "ip link set eth0 up && ip address add 203.0.113.16/24 dev eth0 &&
        ip address add 2001:db8:1::16/64 dev eth0 && ip -6 route add default via 2001:db8:1::1 &&
        ip route add 192.0.2.0/24 via 203.0.113.1"
    quietly T "ip link set eth0 up && ip address add 2001:db8::1/96 dev eth0 &&
        ip link set eth1 up && ip address add 203.0.113.1/24 dev eth1 && ip address add 2001:db8:1::1/64 dev eth1 &&
        sysctl -q -w net.ipv4.conf.all.forwarding=1 net.ipv6.conf.all.forwarding=1"
    start V listening iperf3 --server --forceflush
}

start_tayga() {
    mkdir tayga
    cat >tayga/tayga.conf <<CONF
tun-device nat64
ipv4-addr 192.0.2.1
prefix 2001:db8:64::/96
dynamic-pool 192.0.2.0/25
data-dir $work/tayga
CONF
    quietly T "tayga --config $work/tayga/tayga.conf --mktun && ip link set nat64 up &&
        ip route add 192.0.2.0/25 dev nat64 && ip route add 2001:db8:64::/96 dev nat64" >/dev/null 2>&1
    ip netns exec "${namespaces[T]}" tayga --config "$work/tayga/tayga.conf" --nodetach >tayga/log 2>&1 &
    started+=("$!")
    wait_for "tayga serves its tun device" T "ip link show nat64 | grep -q LOWER_UP"
}

# queue_rules SYSTEM PREFIX6: sends IPv6 to the first queue of a system and IPv4 to the last.
queue_rules() {
    quietly T "ip6tables -t mangle -A PREROUTING -d $2 -j NFQUEUE --queue-num ${first_queue[$1]} &&
        iptables -t mangle -A PREROUTING -d ${source4[$1]} -j NFQUEUE --queue-num ${last_queue[$1]}"
}

# start_floor SYSTEM EXIT PREFIX6
start_floor() {
    start T ready "$work/floor" "$2" "${first_queue[$1]}" "${last_queue[$1]}" "$3" 2001:db8::8 "${source4[$1]}"
    queue_rules "$1" "$3/96"
    if [ "$2" = tun ]; then
        quietly T "ip link set floor0 up"
    fi
}

# start_jool SYSTEM EXIT PREFIX6
start_jool() {
    local queues=${first_queue[$1]}:${last_queue[$1]} protocol
    quietly T "jool instance add $1 --iptables --pool6 $3 --queue-balance $queues --reinject $2" ||
        fail "cannot add instance $1"
    for protocol in tcp udp icmp; do
        quietly T "jool -i $1 pool4 add --$protocol ${source4[$1]} 1024-65535"
    done
    queue_rules "$1" "$3"
}

# ---- Measuring: each prints nothing and adds its figure to $work/SYSTEM.FIGURE, a line a round.

record() {
    [[ $3 =~ ^[0-9.e+]+$ ]] || fail "no result for $1, $2: $(tail -n 3 <<<"$output")"
    printf '%s\n' "$3" >>"$work/$1.$2"
}

busy() {
    awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat
}

# tcp SYSTEM FIGURE OPTIONS: Mbit/s that arrive.
tcp() {
    local before after value
    before=$(busy)
    quietly C "timeout $((seconds + 15)) iperf3 --client ${target[$1]} --time $seconds --format m $3 2>&1"
    after=$(busy)
    value=$(awk '/ receiver/ { for (i = 2; i <= NF; i++) if ($i == "Mbits/sec") v = $(i - 1) } END { print v }' \
        <<<"$output")
    record "$1" "$2" "$value"
    if [ "$2" = up1 ]; then
        value=$(awk -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" -v rate="$value" -v time="$seconds" \
            'BEGIN { print ticks / hertz / (rate * time / 1000) }')
        record "$1" cpu "$value"
    fi
}

# round_trips SYSTEM FIGURE COUNT INTERVAL: the median and the 99th percentile, microseconds.
round_trips() {
    local times
    ip netns exec "${namespaces[C]}" ping -n -c "$3" -i "$4" -W 2 "${target[$1]}" >"$work/ping"
    times=$(sed -n 's/.*time=\([0-9.]*\) ms/\1/p' "$work/ping" | sort -n)
    output=$(tail -n 3 "$work/ping")
    record "$1" "$2.50" "$(awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] * 1000 }' <<<"$times")"
    record "$1" "$2.99" "$(awk '{ t[NR] = $1 } END { print t[int(NR * 0.99 + 0.5)] * 1000 }' <<<"$times")"
}

loaded() {
    local pid
    round_trips "$1" loaded $((seconds * 150)) 0.005 &
    pid=$!
    tcp "$1" up4 '--parallel 4'
    wait "$pid" || fail "no round-trip times for $1"
}

udp() {
    output=$("$work/datagrams" "/run/netns/${namespaces[C]}" "/run/netns/${namespaces[V]}" "${target[$1]}" 5300 \
        $((seconds * 200)))
    record "$1" udp "$output"
}

measure() {
    round_trips "$1" idle 300 0.002
    tcp "$1" up1 ''
    tcp "$1" down1 '--reverse'
    loaded "$1"
    tcp "$1" down4 '--parallel 4 --reverse'
    udp "$1"
    printf '.'
}

# median SYSTEM FIGURE
median() {
    sort -g "$work/$1.$2" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# ratio SYSTEM SYSTEM FIGURE: of their medians.
ratio() {
    awk -v a="$(median "$1" "$3")" -v b="$(median "$2" "$3")" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }'
}

# ---- Results

machine() {
    printf '%s processors (%s), %s MiB, Linux %s, %s, tayga %s, iperf3 %s' "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" "$(uname -r)" \
        "$("${JOOLJ_JAVA:-java}" -version 2>&1 | sed -n '2s/ (build.*//p')" \
        "$(dpkg-query -W -f '${Version}' tayga)" "$(dpkg-query -W -f '${Version}' iperf3)"
}

table() {
    local system
    printf '%s\n' \
        '| | TCP up, 1 stream | TCP down, 1 | TCP up, 4 | TCP down, 4 | UDP 64 B | RTT p50 / p99 | RTT beside TCP | CPU per Gbit |' \
        '|---|---|---|---|---|---|---|---|---|'
    for system in "${systems[@]}"; do
        awk -v name="${title[$system]}" -v a="$(median "$system" up1)" -v b="$(median "$system" down1)" \
            -v c="$(median "$system" up4)" -v d="$(median "$system" down4)" -v u="$(median "$system" udp)" \
            -v i50="$(median "$system" idle.50)" -v i99="$(median "$system" idle.99)" \
            -v l50="$(median "$system" loaded.50)" -v l99="$(median "$system" loaded.99)" \
            -v cpu="$(median "$system" cpu)" 'BEGIN {
                printf "| %s | %.2f Gbit/s | %.2f | %.2f | %.2f | %.0f kpps | %.0f / %.0f µs | %.0f / %.0f µs | %.2f s |\n",
                    name, a / 1000, b / 1000, c / 1000, d / 1000, u / 1000, i50, i99, l50, l99, cpu }'
    done
}

# goal FIGURE SYSTEM SYSTEM BOUND TEXT: a line that tells whether a ratio is at least, or for idle.50 at most, the bound.
goal() {
    local value
    value=$(ratio "$2" "$3" "$1")
    awk -v v="$value" -v bound="$4" -v least="$([ "$1" != idle.50 ] && echo 1 || echo 0)" -v text="$5" 'BEGIN {
        met = least ? v + 0 >= bound + 0 : v + 0 <= bound + 0
        printf "| %s | %s %s | %s | %s |\n", text, least ? "≥" : "≤", bound, v, met ? "yes" : "no" }'
}

goals() {
    printf '%s\n' '| ratio of medians | wanted | measured | met |' '|---|---|---|---|'
    goal up1 jool-raw floor-raw 0.95 'TCP, 1 stream: jool-j raw to the C program, raw'
    goal up1 jool-raw tayga 1.4 'TCP, 1 stream: jool-j raw to tayga'
    goal up1 jool-tun floor-tun 0.9 'TCP, 1 stream: jool-j tun to the C program, tun'
    goal up1 jool-tun tayga 4 'TCP, 1 stream: jool-j tun to tayga'
    goal up1 jool-one tayga 4 'TCP, 1 stream: jool-j tun with one queue to tayga'
    goal up1 jool-tun kernel 0.55 'TCP, 1 stream: jool-j tun to the kernel'
    goal udp jool-raw floor-raw 0.95 'UDP, 64 octets: jool-j raw to the C program, raw'
    goal udp jool-tun floor-tun 0.95 'UDP, 64 octets: jool-j tun to the C program, tun'
    goal udp jool-raw tayga 1.2 'UDP, 64 octets: jool-j raw to tayga'
    goal idle.50 jool-raw tayga 1.5 'round trip, p50, nothing else going on: jool-j raw to tayga'
    goal idle.50 jool-tun tayga 1.5 'round trip, p50, nothing else going on: jool-j tun to tayga'
}

figures() {
    # shellcheck disable=SC2016 # these are Markdown's
    printf 'Measured on %s, by `examples/bench/bench.sh --seconds %s --rounds %s` on %s. Medians of %s rounds.\n\n' \
        "$(machine)" "$seconds" "$rounds" "$(date +%F)" "$rounds"
    table
    printf '\n'
    goals
}

# plot_data: SYSTEM TITLE and the figures that are drawn, separated by tabs.
plot_data() {
    local system
    for system in "${systems[@]}"; do
        printf '%s\t%s\t%s\t%s\t%s\n' "${title[$system]}" "$(median "$system" up1)" "$(median "$system" down1)" \
            "$(median "$system" udp)" "$(median "$system" idle.50)"
    done
}

write_report() {
    figures >"$work/figures"
    awk -v file="$work/figures" '
        /^<!-- \/figures -->$/ { skip = 0 }
        !skip { print }
        /^<!-- figures -->$/ { skip = 1; while ((getline line < file) > 0) print line }
    ' "$report/performance.md" >"$work/performance.md" && cp "$work/performance.md" "$report/performance.md"
    plot_data | awk -f "$bench/plot.awk" >"$report/performance.svg"
    printf 'written: %s and %s\n' "$report/performance.md" "$report/performance.svg"
}

title "Network and translators"
for source in floor datagrams; do
    gcc -O2 -o "$source" "$bench/$source.c" -lpthread || fail "cannot compile $source.c"
done
network
start_tayga
start_floor floor-raw raw 2001:db8:65::
start_floor floor-tun tun 2001:db8:66::
start_daemon
start_jool jool-raw raw 64:ff9b::/96
start_jool jool-tun tun 64:ff9b:1::/96
start_jool jool-one tun 64:ff9b:2::/96

title "Measuring: $rounds rounds of $seconds s for each figure"
for system in "${systems[@]}"; do # what runs for the first time is slower: caches, the just-in-time compiler
    measure "$system"
done
rm -f "$work"/*.up? "$work"/*.down? "$work"/*.udp "$work"/*.cpu "$work"/*.50 "$work"/*.99
for ((round = 0; round < rounds; round++)); do
    for system in "${systems[@]}"; do
        measure "$system"
    done
done
printf '\n'

title "Result"
figures
for system in jool-raw jool-tun jool-one; do
    quietly T "jool -i $system stats display"
    printf '\ncounters of %s:\n%s\n' "$system" "$output"
done
[ -z "$report" ] || write_report

stop_daemon
passed "measured"
