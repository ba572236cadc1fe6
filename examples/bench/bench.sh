#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/bench/bench.sh [SECONDS [ROUNDS]]
#
# Measures TCP in both directions and 64-byte UDP from an IPv6 node through T to another node, paired in one run:
#
#     kernel   plain IPv6 forwarding by the kernel: what this machine can do at all
#     tayga    a stateless NAT64 in userspace, from Debian's package, through its tun device
#     jool-j   a stateful NAT64, an iptables instance
#
# and prints absolute figures and the ratios; then, by engine.sh, what a packet costs in Java alone: nanoseconds, and
# octets allocated, which must be 0. Each measurement takes SECONDS (3), each is repeated ROUNDS times (2), alternating,
# and the means are printed. All nodes are network namespaces of this machine, so senders and receivers compete with the
# translators for its processors: compare the rows of one run, never figures of different machines.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=bench
seconds=${1-3}
rounds=${2-2}
[[ $# -le 2 && $seconds =~ ^[1-9][0-9]?$ && $rounds =~ ^[1-9]$ ]] || fail "usage: $0 [SECONDS [ROUNDS]]"

prepare ip iptables ip6tables sysctl iperf3 tayga libnetfilter_queue.so.1

declare -A sums=() # "system/test" -> sum of the rounds
systems=(kernel tayga jool-j)
declare -A target=(
    [kernel]=2001:db8:1::16
    [tayga]=2001:db8:64::203.0.113.16
    [jool-j]=64:ff9b::203.0.113.16)

# network: C, T and V, each reachable from C by plain IPv6, through tayga and through jool-j.
network() {
    local queue
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

    mkdir tayga
    cat >tayga/tayga.conf <<CONF
tun-device nat64
ipv4-addr 192.0.2.1
prefix 2001:db8:64::/96
dynamic-pool 192.0.2.0/24
data-dir $work/tayga
CONF
    quietly T "tayga --config $work/tayga/tayga.conf --mktun && ip link set nat64 up &&
        ip route add 192.0.2.0/24 dev nat64 && ip route add 2001:db8:64::/96 dev nat64" >/dev/null 2>&1
    ip netns exec "${namespaces[T]}" tayga --config "$work/tayga/tayga.conf" --nodetach >tayga/log 2>&1 &
    started+=("$!")
    wait_for "tayga serves its tun device" T "ip link show nat64 | grep -q LOWER_UP"

    start_daemon
    quietly T "jool instance add --iptables --pool6 64:ff9b::/96"
    quietly T "jool-j instance display --csv"
    queue=$(awk -F, '$2 == "default" { print $4 }' <<<"$output")
    quietly T "ip6tables -t mangle -A PREROUTING -d 64:ff9b::/96 -j NFQUEUE --queue-num $queue &&
        iptables -t mangle -A PREROUTING -d 203.0.113.1 -j NFQUEUE --queue-num $queue"
}

# measure SYSTEM TEST: one measurement; adds its figure (Mbit/s or packets/s received) to the sums.
measure() {
    local options value
    case $2 in
        up) options='' ;;
        down) options='--reverse' ;;
        udp) options='--udp --length 64 --bitrate 0' ;;
    esac
    quietly C "timeout $((seconds + 15)) iperf3 --client ${target[$1]} --time $seconds --format m $options 2>&1"
    value=$(awk -v test="$2" '
        / receiver/ {
            if (test == "udp") {
                for (i = 1; i <= NF; i++)
                    if (split($i, p, "/") == 2 && p[2] ~ /^[0-9]+$/) { split($3, t, "-"); print (p[2] - p[1]) / t[2] }
            } else
                for (i = 2; i <= NF; i++) if ($i == "Mbits/sec") print $(i - 1)
        }' <<<"$output" | tail -n 1)
    [[ $value =~ ^[0-9.e+]+$ ]] || fail "no result for $1, $2: $(tail -n 3 <<<"$output")"
    sums[$1/$2]=$(awk -v a="${sums[$1/$2]-0}" -v b="$value" 'BEGIN { print a + b }')
    printf '.'
}

# mean SYSTEM TEST: the mean of the rounds.
mean() {
    awk -v sum="${sums[$1/$2]}" -v n="$rounds" 'BEGIN { printf "%.0f", sum / n }'
}

# ratio SYSTEM TEST: that mean as a share of the kernel's, in percent.
ratio() {
    awk -v a="${sums[$1/$2]}" -v b="${sums[kernel/$2]}" 'BEGIN { printf "%.1f%%", 100 * a / b }'
}

title "Network and translators"
network

title "Measuring: $rounds rounds of $seconds s for each figure"
for ((round = 0; round < rounds; round++)); do
    for test in up down udp; do
        for system in "${systems[@]}"; do
            measure "$system" "$test"
        done
    done
done
printf '\n'

title "Result"
printf '%-8s %25s %25s %27s\n' '' 'TCP C to V' 'TCP V to C' 'UDP 64 B, received'
for system in "${systems[@]}"; do
    printf '%-8s %10s Mbit/s %7s %10s Mbit/s %7s %9s packet/s %7s\n' "$system" \
        "$(mean "$system" up)" "$(ratio "$system" up)" "$(mean "$system" down)" "$(ratio "$system" down)" \
        "$(mean "$system" udp)" "$(ratio "$system" udp)"
done
printf 'jool-j compared with tayga: TCP C to V x %s, TCP V to C x %s, UDP x %s\n' \
    "$(awk -v a="${sums[jool-j/up]}" -v b="${sums[tayga/up]}" 'BEGIN { printf "%.2f", a / b }')" \
    "$(awk -v a="${sums[jool-j/down]}" -v b="${sums[tayga/down]}" 'BEGIN { printf "%.2f", a / b }')" \
    "$(awk -v a="${sums[jool-j/udp]}" -v b="${sums[tayga/udp]}" 'BEGIN { printf "%.2f", a / b }')"
quietly T "jool stats display"
printf 'counters of jool-j:\n%s\n' "$output"
printf '%s processors, Linux %s, %s\n' "$(nproc)" "$(uname -r)" "$(java -version 2>&1 | head -n 1)"

title "The packet path in Java alone"
"$home/examples/bench/engine.sh" --quick || fail "the packet path allocates, or could not be measured"

stop_daemon
passed "kernel, tayga and jool-j compared"
