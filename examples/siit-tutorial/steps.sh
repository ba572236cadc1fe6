# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# shellcheck disable=SC2154 # the variables of lib.sh, and those that the scripts set
#
# The steps that the tutorials of stateless translation share. Sourced, not run by itself. The scripts set before:
#
#     a6 t6      IPv6 addresses of A and T, without a length;    length6   the length of their prefix
#     net6       the IPv6 nodes' prefix, whose addresses are translated
#     v6 nets6   V and its network as A sees them;               v6_shown  V's address as programs print it
#
# The IPv4 side is the same in both: V is 192.0.2.16, and A is 198.51.100.8 for it.
#
#      IPv6 only                 translator                 IPv4 only
#      +---+  a6             t6  +---+  192.0.2.1  192.0.2.16  +---+
#      | A |-------------------| T |-------------------------| V |
#      +---+ eth0         eth0 +---+ eth1               eth0 +---+

# What the steps need: commands and libraries.
# shellcheck disable=SC2034 # read by the scripts that source this file
SIIT_NEEDS=(ip iptables ip6tables ping curl sysctl libnetfilter_queue.so.1)

a4=198.51.100.8
net4=198.51.100.0/24
v4=192.0.2.16
nets4=192.0.2.0/24

# siit_framework WORD...: sets the kind of instance from the arguments of the script, or says how it is used.
siit_framework() {
    framework=${1-iptables}
    case $#/$framework in
        [01]/iptables | [01]/netfilter) ;;
        *) fail "usage: $0 [iptables|netfilter]" ;;
    esac
}

# siit_network: two nodes that share no protocol, and T between them.
siit_network() {
    title "The network: A speaks only IPv6, V only IPv4, T stands between them"
    new_node A T V
    cable A eth0 T eth0
    cable V eth0 T eth1
    on A "/sbin/ip link set eth0 up"
    on A "/sbin/ip address add $a6/$length6 dev eth0"
    on A "/sbin/ip route add $nets6 via $t6"
    on V "/sbin/ip link set eth0 up"
    on V "/sbin/ip address add $v4/24 dev eth0"
    on V "/sbin/ip route add $net4 via 192.0.2.1"
    on T "/sbin/ip link set eth0 up"
    on T "/sbin/ip address add $t6/$length6 dev eth0"
    on T "/sbin/ip link set eth1 up"
    on T "/sbin/ip address add 192.0.2.1/24 dev eth1"
    on T "/sbin/sysctl -w net.ipv4.conf.all.forwarding=1"
    on T "/sbin/sysctl -w net.ipv6.conf.all.forwarding=1"
    note "T can reach both sides before any translation:"
    on T "ping -c 1 $a6"
    expect ' 0% packet loss'
    on T "ping -c 1 $v4"
    expect ' 0% packet loss'
}

# siit_services: what A and V offer: a web server with a file of some megabytes, and UDP echo.
siit_services() {
    title "What A and V offer: a web server and UDP echo"
    mkdir files
    on V "head -c 8000000 /dev/urandom >files/data"
    start V ready java -cp examples.jar joolj.examples.Services files
    start A ready java -cp examples.jar joolj.examples.Services files
}

# siit_iptables_instance OPTIONS: an instance that is idle until rules send packets to its queue.
siit_iptables_instance() {
    local queue six four
    title "The translator: an iptables instance, fed by rules that you write"
    start_daemon
    on T "jool_siit instance add \"example\" --iptables${1:+ $1}"
    on T "jool-j siit instance display"
    expect 'example.*iptables'
    quietly T "jool-j siit instance display --csv"
    queue=$(awk -F, '$2 == "example" { print $4 }' <<<"$output")
    [[ $queue =~ ^[0-9]+$ ]] || fail "'instance display --csv' shows no queue of instance 'example': $output"
    six="-s $net6 -d $nets6 -j NFQUEUE --queue-num $queue --queue-bypass"
    four="-s $nets4 -d $net4 -j NFQUEUE --queue-num $queue --queue-bypass"
    note "In place of '-j JOOL_SIIT --instance \"example\"': the instance's queue, $queue."
    on T "/sbin/ip6tables -t mangle -A PREROUTING $six"
    on T "/sbin/iptables  -t mangle -A PREROUTING $four"
    siit_rules=(
        "/sbin/ip6tables -t mangle -D PREROUTING $six"
        "/sbin/iptables  -t mangle -D PREROUTING $four")
}

# siit_netfilter_instance OPTIONS: an instance that looks at every packet; the daemon installs the rules.
siit_netfilter_instance() {
    title "The translator: a netfilter instance, which looks at every packet"
    start_daemon
    on T "jool_siit instance add \"example\" --netfilter${1:+ $1}"
    on T "jool-j siit instance display"
    expect 'example.*netfilter'
    on T "/sbin/ip6tables -t mangle -S PREROUTING"
    expect 'jool-j:.*example.*NFQUEUE|NFQUEUE.*jool-j:.*example'
    on T "/sbin/iptables -t mangle -S PREROUTING"
    expect 'jool-j:.*example.*NFQUEUE|NFQUEUE.*jool-j:.*example'
    siit_rules=()
}

# siit_ping: ICMP through the translator; either side may begin.
siit_ping() {
    title "ping: A reaches V by an IPv6 address, V reaches A by an IPv4 address"
    on A "ping6 -c 4 -i 0.3 $v6"
    expect '4 packets transmitted, 4 received, 0% packet loss'
    expect "from $v6_shown: icmp_seq=1 ttl=63"
    on V "ping -c 4 -i 0.3 $a4"
    expect '4 packets transmitted, 4 received, 0% packet loss'
    expect "from $a4: icmp_seq=1 ttl=63"
}

# siit_tcp: TCP through the translator, a greeting and some megabytes, both ways.
siit_tcp() {
    title "TCP: a web page, and 8 MB that arrive as they were sent, both ways"
    on A "curl -sS --max-time 20 http://[$v6]/"
    expect '^Hello from an IPv4-only node\.$'
    on A "curl -sS --max-time 60 -o copy http://[$v6]/data"
    on A "cmp copy files/data && echo identical"
    expect '^identical$'
    on V "curl -sS --max-time 60 -o copy2 http://$a4/data"
    on V "cmp copy2 files/data && echo identical"
    expect '^identical$'
}

# siit_udp: UDP through the translator and back, begun by either side.
siit_udp() {
    title "UDP: there and back, begun by either side"
    on A "java -cp examples.jar joolj.examples.UdpEcho $v6 7 'from IPv6 to IPv4'"
    expect 'answers: from IPv6 to IPv4$'
    on V "java -cp examples.jar joolj.examples.UdpEcho $a4 7 'from IPv4 to IPv6'"
    expect 'answers: from IPv4 to IPv6$'
}

# siit_queries: what the translator makes of the nodes' addresses, without a packet.
siit_queries() {
    title "What the translator makes of addresses"
    on T "jool_siit -i example address query $v4"
    expect "^$v6_shown\$"
    on T "jool_siit -i example address query $a6 --verbose"
    expect "^  Result: $a4\$"
}

# siit_counters: a stateless translator remembers nothing, but it counts.
siit_counters() {
    title "What the translator counts"
    on T "jool_siit -i example stats display"
    expect '^JSTAT_RECEIVED6: [1-9]'
    expect '^JSTAT_RECEIVED4: [1-9]'
    expect '^JSTAT_SUCCESS: [1-9]'
}

# siit_untouched: what is not for the translator goes on as if it were not there.
siit_untouched() {
    title "Untouched: V still reaches T itself"
    on V "ping -c 1 192.0.2.1"
    expect ' 0% packet loss'
}

# siit_stop: the instance, its rules and the daemon go; nothing is translated any more.
siit_stop() {
    local rule
    title "The end: the rules and the instance go, and nothing is translated any more"
    for rule in "${siit_rules[@]}"; do
        on T "$rule"
    done
    on T 'jool_siit instance remove "example"'
    on T "/sbin/ip6tables -t mangle -S PREROUTING"
    expect_no NFQUEUE
    on T "/sbin/iptables -t mangle -S PREROUTING"
    expect_no NFQUEUE
    on A "ping6 -c 1 -W 1 $v6" 1
    stop_daemon
    on T "jool_siit instance display" 253
}
