# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# shellcheck disable=SC2154 # the variables of lib.sh
#
# The steps of the tutorial "Stateful NAT64 Run", for the scripts that walk through them. Sourced, not run by itself.
#
#      IPv6 only                      translator                      IPv4 only
#      +---+  2001:db8::8   2001:db8::1  +---+  203.0.113.1   203.0.113.16  +---+
#      | C |-----------------------------| T |------------------------------| V |
#      +---+ eth0                   eth0 +---+ eth1                    eth0 +---+

# What the steps need: commands and libraries.
# shellcheck disable=SC2034 # read by the scripts that source this file
TUTORIAL_NEEDS=(ip iptables ip6tables ping curl sysctl libnetfilter_queue.so.1)

# tutorial_network: the sample network of the tutorial, with its own commands.
tutorial_network() {
    title "The network: C speaks only IPv6, V only IPv4, T stands between them"
    new_node C T V
    cable C eth0 T eth0
    cable V eth0 T eth1
    on C "/sbin/ip link set eth0 up"
    on C "/sbin/ip address add 2001:db8::8/96 dev eth0"
    on C "/sbin/ip route add 64:ff9b::/96 via 2001:db8::1"
    on V "/sbin/ip link set eth0 up"
    on V "/sbin/ip address add 203.0.113.16/24 dev eth0"
    on T "/sbin/ip link set eth0 up"
    on T "/sbin/ip address add 2001:db8::1/96 dev eth0"
    on T "/sbin/ip link set eth1 up"
    on T "/sbin/ip address add 203.0.113.1/24 dev eth1"
    on T "/sbin/sysctl -w net.ipv4.conf.all.forwarding=1"
    on T "/sbin/sysctl -w net.ipv6.conf.all.forwarding=1"
    note "T can reach both sides before any translation:"
    on T "ping -c 1 2001:db8::8"
    expect ' 0% packet loss'
    on T "ping -c 1 203.0.113.16"
    expect ' 0% packet loss'
}

# tutorial_services: what V offers: a web server with a file of some megabytes, and UDP echo.
tutorial_services() {
    title "What V offers: a web server and UDP echo"
    mkdir files
    on V "head -c 8000000 /dev/urandom >files/data"
    start V ready java -cp examples.jar joolj.examples.Services files
}

# tutorial_iptables_instance: an instance that is idle until rules send packets to its queue.
tutorial_iptables_instance() {
    local queue
    title "The translator: an iptables instance, fed by rules that you write"
    start_daemon
    on T 'jool instance add "example" --iptables --pool6 64:ff9b::/96'
    on T "jool-j instance display"
    expect 'example.*iptables'
    quietly T "jool-j instance display --csv"
    queue=$(awk -F, '$2 == "example" { print $4 }' <<<"$output")
    [[ $queue =~ ^[0-9]+$ ]] || fail "'instance display --csv' shows no queue of instance 'example': $output"
    note "In place of '-j JOOL --instance \"example\"': the instance's queue, $queue."
    on T "/sbin/ip6tables -t mangle -A PREROUTING -d 64:ff9b::/96 -j NFQUEUE --queue-num $queue --queue-bypass"
    on T "/sbin/iptables  -t mangle -A PREROUTING -d 203.0.113.1  -j NFQUEUE --queue-num $queue --queue-bypass"
    tutorial_rules=(
        "/sbin/ip6tables -t mangle -D PREROUTING -d 64:ff9b::/96 -j NFQUEUE --queue-num $queue --queue-bypass"
        "/sbin/iptables  -t mangle -D PREROUTING -d 203.0.113.1  -j NFQUEUE --queue-num $queue --queue-bypass")
}

# tutorial_netfilter_instance: an instance that looks at every packet; the daemon installs the rules.
tutorial_netfilter_instance() {
    title "The translator: a netfilter instance, which looks at every packet"
    start_daemon
    on T 'jool instance add "example" --netfilter --pool6 64:ff9b::/96'
    on T "jool-j instance display"
    expect 'example.*netfilter'
    on T "/sbin/ip6tables -t mangle -S PREROUTING"
    expect 'jool-j:example.*NFQUEUE|NFQUEUE.*jool-j:example'
    on T "/sbin/iptables -t mangle -S PREROUTING"
    expect 'jool-j:example.*NFQUEUE|NFQUEUE.*jool-j:example'
    tutorial_rules=()
}

# tutorial_ping: ICMP through the translator.
tutorial_ping() {
    title "ping: C reaches V by its IPv4 address behind the prefix"
    on C "ping6 -c 4 -i 0.3 64:ff9b::203.0.113.16"
    expect '4 packets transmitted, 4 received, 0% packet loss'
    expect 'from 64:ff9b::cb00:7110: icmp_seq=1 ttl=63'
}

# tutorial_tcp: TCP through the translator, a greeting and some megabytes.
tutorial_tcp() {
    title "TCP: a web page, and 8 MB that arrive as they were sent"
    on C "curl -sS --max-time 20 http://[64:ff9b::203.0.113.16]/"
    expect '^Hello from an IPv4-only node\.$'
    on C "curl -sS --max-time 60 -o copy http://[64:ff9b::203.0.113.16]/data"
    on C "cmp copy files/data && echo identical"
    expect '^identical$'
}

# tutorial_udp: UDP through the translator and back.
tutorial_udp() {
    title "UDP: there and back"
    on C "java -cp examples.jar joolj.examples.UdpEcho 64:ff9b::203.0.113.16 7 'through the NAT64'"
    expect 'answers: through the NAT64$'
}

# tutorial_state: what the translator remembers and counts.
tutorial_state() {
    title "What the translator remembers and counts"
    on T "jool -i example session display --numeric --icmp"
    expect '^Remote: 203\.0\.113\.16#[0-9]+	2001:db8::8#[0-9]+$'
    on T "jool -i example session display --numeric --tcp"
    expect '^Remote: 203\.0\.113\.16#80	2001:db8::8#[0-9]+$'
    on T "jool -i example session display --numeric --udp"
    expect '^Remote: 203\.0\.113\.16#7	2001:db8::8#[0-9]+$'
    on T "jool -i example bib display --numeric --tcp"
    expect '^\[Dynamic TCP\] 203\.0\.113\.1#[0-9]+ - 2001:db8::8#[0-9]+$'
    on T "jool -i example stats display"
    expect '^JSTAT_SUCCESS: [1-9]'
    expect '^JSTAT_SESSIONS: [1-9]'
}

# tutorial_untouched: what is not for the translator goes on as if it were not there.
tutorial_untouched() {
    title "Untouched: V still reaches T itself, although its packets pass the translator's queue"
    on V "ping -c 1 203.0.113.1"
    expect ' 0% packet loss'
}

# tutorial_stop: the instance, its rules and the daemon go; nothing is translated any more.
tutorial_stop() {
    local rule
    title "The end: the rules and the instance go, and nothing is translated any more"
    for rule in "${tutorial_rules[@]}"; do
        on T "$rule"
    done
    on T 'jool instance remove "example"'
    on T "/sbin/ip6tables -t mangle -S PREROUTING"
    expect_no NFQUEUE
    on T "/sbin/iptables -t mangle -S PREROUTING"
    expect_no NFQUEUE
    on C "ping6 -c 1 -W 1 64:ff9b::203.0.113.16" 1
    stop_daemon
    on T "jool instance display" 253
}
