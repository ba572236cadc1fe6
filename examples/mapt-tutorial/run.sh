#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/mapt-tutorial/run.sh [namespaces|napt]
#
# Walks through MAP-T in network namespaces and checks each step: two subscribers reach the IPv4 Internet over an
# IPv6-only network by shared IPv4 addresses, each confined to ports of its own. The argument says who does the
# subscribers' NAPT: "namespaces" (the default) iptables, in a second namespace of each customer edge; "napt" the
# customer edges themselves, so that pings work as well.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

program=mapt-tutorial
form=${1-namespaces}
case $#/$form in
    [01]/namespaces | [01]/napt) ;;
    *) fail "usage: $0 [namespaces|napt]" ;;
esac

# address and ports of each customer edge: they follow from the rule and its prefix, as 'jool-j mapt calc' shows. (The
# tutorial of Jool's MAP-T branch gives CE 774 the ports 28672-30719, which are those of 2001:db8:ce:76e::/64.)
declare -A end_user=([CE11b]=2001:db8:ce:11b::/64 [CE774]=2001:db8:ce:774::/64)
declare -A address=([CE11b]=192.0.2.8 [CE774]=192.0.2.59)
declare -A ports=([CE11b]=55296-57343 [CE774]=40960-43007)
declare -A client=([CE11b]=c1 [CE774]=c2)
declare -A link6=([CE11b]=2001:db8:6::11b [CE774]=2001:db8:6::774)
rule="2001:db8:ce::/51 192.0.2.0/24 13 0"

# clients_and_server: the two clients have the same private address; the server knows the shared addresses only.
clients_and_server() {
    title "The network: two subscribers' clients, and a server in the IPv4 Internet"
    new_node c1 c2 CE11b CE774 BR s
    on BR "/sbin/ip link add eth0 type bridge"
    cable s eth0 BR eth1
    on s "/sbin/ip address add 203.0.113.56/24 dev eth0"
    on s "/sbin/ip link set eth0 up"
    on s "/sbin/ip route add 192.0.2.0/24 via 203.0.113.1"
}

# client NODE: a client's own configuration.
client() {
    on "$1" "/sbin/ip address add 192.168.0.4/24 dev eth0"
    on "$1" "/sbin/ip link set eth0 up"
    on "$1" "/sbin/ip route add default via 192.168.0.1"
}

# edge_link CE: the customer edge's link to the provider.
edge_link() {
    cable "$1" eth1 BR "to_${1,,}"
    ip -n "${namespaces[BR]}" link set "to_${1,,}" master eth0 up
    on "$1" "/sbin/ip address add ${link6[$1]}/64 dev eth1"
    on "$1" "/sbin/ip link set eth1 up"
    on "$1" "/sbin/ip route add 64:ff9b::/96 via 2001:db8:6::1"
    on "$1" "/sbin/sysctl -w net.ipv4.conf.all.forwarding=1"
    on "$1" "/sbin/sysctl -w net.ipv6.conf.all.forwarding=1"
}

# edge_with_namespace CE: a customer edge of two namespaces; NAPT happens in front of the translator.
edge_with_namespace() {
    local napt=${1/CE/napt} protocol
    title "Customer edge $1: a namespace for the NAPT, and one for the translator"
    new_node "$napt"
    cable "${client[$1]}" eth0 "$napt" eth0
    cable "$1" to_napt "$napt" to_global
    edge_link "$1"
    on "$1" "/sbin/ip address add 10.0.0.1/24 dev to_napt"
    on "$1" "/sbin/ip link set to_napt up"
    on "$napt" "/sbin/ip address add 10.0.0.2/24 dev to_global"
    on "$napt" "/sbin/ip address add 192.168.0.1/24 dev eth0"
    on "$napt" "/sbin/ip link set to_global up"
    on "$napt" "/sbin/ip link set eth0 up"
    on "$napt" "/sbin/ip route add default via 10.0.0.1"
    on "$1" "/sbin/ip route add ${address[$1]}/32 via 10.0.0.2"
    on "$napt" "/sbin/sysctl -w net.ipv4.conf.all.forwarding=1"
    for protocol in tcp udp; do
        on "$napt" "iptables -t nat -A POSTROUTING -s 192.168.0.0/24 -o to_global -p $protocol \
-j SNAT --to-source ${address[$1]}:${ports[$1]}"
    done
    client "${client[$1]}"
}

# edge_with_napt CE: a customer edge of one namespace, whose translator does the NAPT as well.
edge_with_napt() {
    title "Customer edge $1: one namespace, without any NAT of iptables"
    cable "${client[$1]}" eth0 "$1" eth0
    edge_link "$1"
    on "$1" "/sbin/ip address add 192.168.0.1/24 dev eth0"
    on "$1" "/sbin/ip link set eth0 up"
    client "${client[$1]}"
}

# border_relay: the border relay, which knows where the customer edges' prefixes are.
border_relay() {
    title "The border relay"
    on BR "/sbin/ip link set eth0 up"
    on BR "/sbin/ip address add 2001:db8:6::1/64 dev eth0"
    on BR "/sbin/ip link set eth1 up"
    on BR "/sbin/ip address add 203.0.113.1/24 dev eth1"
    on BR "/sbin/ip route add 2001:db8:ce:11b::/64 via 2001:db8:6::11b"
    on BR "/sbin/ip route add 2001:db8:ce:774::/64 via 2001:db8:6::774"
    on BR "/sbin/sysctl -w net.ipv4.conf.all.forwarding=1"
    on BR "/sbin/sysctl -w net.ipv6.conf.all.forwarding=1"
}

# translator CE: the instance of a customer edge.
translator() {
    local name="CE ${1#CE}"
    on "$1" "jool-j mapt calc $rule --end-user-ipv6-prefix ${end_user[$1]}"
    expect "^IPv4 address: ${address[$1]}\$"
    expect "^Port ranges \(1\): ${ports[$1]}\$"
    on "$1" "jool_mapt instance add \"$name\" --netfilter --dmr 64:ff9b::/96"
    on "$1" "jool_mapt -i \"$name\" global update end-user-ipv6-prefix ${end_user[$1]}"
    on "$1" "jool_mapt -i \"$name\" global update bmr $rule"
    if [ "$form" = napt ]; then
        on "$1" "jool-j mapt -i \"$name\" global update napt-prefix 192.168.0.0/24"
        on "$1" "jool-j mapt -i \"$name\" global update napt true"
    fi
    on "$1" "jool_mapt -i \"$name\" global update map-t-type CE"
}

# translators: an instance on each customer edge, and the border relay's with the rule that maps them all.
translators() {
    title "The translators"
    start_daemon
    translator CE11b
    translator CE774
    on BR 'jool_mapt instance add "BR" --netfilter --dmr 64:ff9b::/96'
    on BR "jool_mapt -i \"BR\" fmrt add $rule"
    on BR 'jool_mapt -i "BR" global update map-t-type BR'
    on BR 'jool_mapt -i "BR" fmrt display'
    expect '2001:db8:ce::/51.*192\.0\.2\.0/24.*13.* 0 '
}

# witness: rules on the server that count who talks to it, and refuse whoever has no right to a port.
witness() {
    local ce
    title "The server refuses whatever does not come from the ports of a customer edge"
    on s "iptables -A INPUT -i lo -j ACCEPT"
    for ce in CE11b CE774; do
        on s "iptables -A INPUT -p tcp -s ${address[$ce]} --sport ${ports[$ce]/-/:} -j ACCEPT"
        on s "iptables -A INPUT -p udp -s ${address[$ce]} --sport ${ports[$ce]/-/:} -j ACCEPT"
    done
    on s "iptables -A INPUT -p tcp -j REJECT"
    on s "iptables -A INPUT -p udp -j REJECT"
}

# seen: what the server's rules have counted.
seen() {
    local ce
    title "What the server saw: both shared addresses, and nothing but their customers' ports"
    on s "iptables -nvxL INPUT"
    for ce in CE11b CE774; do
        expect "^ *[1-9][0-9]* .* ACCEPT +(tcp|6) .* ${address[$ce]//./\\.} "
    done
    quietly s "iptables -nvxL INPUT | awk '\$3 == \"REJECT\" { n += \$1 } END { print n + 0 }'"
    [ "$output" = 0 ] || fail "the server got $output packets from ports that nobody should have"
}

# downloads: both clients fetch some megabytes at once.
downloads() {
    title "TCP: both clients fetch a page and, at the same time, 8 MB"
    mkdir files
    on s "head -c 8000000 /dev/urandom >files/data"
    start s ready java -cp examples.jar joolj.examples.Services files
    on c1 "curl -sS --max-time 20 http://203.0.113.56/"
    expect '^Hello from an IPv4-only node\.$'
    on c2 "curl -sS --max-time 20 http://203.0.113.56/"
    expect '^Hello from an IPv4-only node\.$'
    start c2 began bash -c 'echo began; curl -sS --max-time 60 -o copy2 http://203.0.113.56/data && touch copied2'
    on c1 "curl -sS --max-time 60 -o copy1 http://203.0.113.56/data"
    wait_for "c2 has its copy" c2 "test -e $work/copied2"
    on host "cmp copy1 files/data && cmp copy2 files/data && echo identical"
    expect '^identical$'
}

# datagrams: UDP there and back.
datagrams() {
    title "UDP: there and back"
    on c1 "java -cp examples.jar joolj.examples.UdpEcho 203.0.113.56 7 'from behind CE 11b'"
    expect 'answers: from behind CE 11b$'
    on c2 "java -cp examples.jar joolj.examples.UdpEcho 203.0.113.56 7 'from behind CE 774'"
    expect 'answers: from behind CE 774$'
}

# pings: only the built-in NAPT confines ICMP identifiers to the port set.
pings() {
    title "ping: the identifiers come from the customer edge's port set, too"
    on c1 "ping -c 3 -i 0.3 203.0.113.56"
    expect '3 packets transmitted, 3 received, 0% packet loss'
    on c2 "ping -c 3 -i 0.3 203.0.113.56"
    expect '3 packets transmitted, 3 received, 0% packet loss'
    on CE11b "jool-j mapt -i 'CE 11b' stats display"
    expect '^JSTAT_SESSIONS: [1-9]'
    on CE11b "jool-j mapt -i 'CE 11b' bib display --icmp --numeric"
    expect '^\[Dynamic ICMP\] 192\.0\.2\.8#(5[5-7][0-9]{3}) - ::ffff:192\.168\.0\.4#'
}

# spoofing: a customer edge that uses somebody else's port gets nothing through the border relay.
spoofing() {
    title "Spoofing: a port of another customer is dropped and counted by the border relay"
    on CE11b "/sbin/ip -6 address add 2001:db8:ce:11b:0:c000:208:1b/128 dev eth1"
    on CE11b "curl -sS -g -6 --interface 2001:db8:ce:11b:0:c000:208:1b --local-port 40960 \
--connect-timeout 2 http://[64:ff9b::203.0.113.56]/" 28
    on BR "jool-j mapt -i BR stats display"
    expect '^JSTAT_MAPT_PORTS: [1-9]'
    on CE11b "/sbin/ip -6 address del 2001:db8:ce:11b:0:c000:208:1b/128 dev eth1"
}

# the_end: instances, rules and daemon go.
the_end() {
    title "The end"
    on CE11b 'jool_mapt instance remove "CE 11b"'
    on CE774 'jool_mapt instance remove "CE 774"'
    on BR 'jool_mapt instance remove "BR"'
    on BR "/sbin/ip6tables -t mangle -S PREROUTING"
    expect_no NFQUEUE
    stop_daemon
}

prepare ip iptables ip6tables ping curl sysctl libnetfilter_queue.so.1
clients_and_server
if [ "$form" = napt ]; then
    edge_with_napt CE11b
    edge_with_napt CE774
else
    edge_with_namespace CE11b
    edge_with_namespace CE774
fi
border_relay
translators
witness
downloads
datagrams
if [ "$form" = napt ]; then
    pings
fi
seen
spoofing
the_end
passed "MAP-T with two customer edges and a border relay, NAPT by $form; both clients were served at once"
