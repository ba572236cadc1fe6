#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/two-nat64s/run.sh
#
# Walks through "Multiple NAT64s in a Single Machine": two network namespaces, blue and red, with a NAT64 each, both
# served by one daemon; the node "me" pings itself through either, and flushing one leaves the other alone. In the
# document "me" is the machine itself; here it is a namespace too, so that the machine's own network is not touched.
#
#               +------+ to_world1   2001:db8:1::1, 192.0.2.1     NAT64 for 2001:db8:64::/96
#     to_blue --| blue |
#    /          +------+
#   me
#    \          +-----+  to_world2   2001:db8:2::1, 203.0.113.1   NAT64 for 2001:db8:46::/96
#     to_red  --| red |
#               +-----+

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"

[ $# -eq 0 ] || fail "usage: $0"
program=two-nat64s
prepare ip iptables ip6tables ping sysctl libnetfilter_queue.so.1

title "Two namespaces with two local networks each"
new_node me blue red
cable me to_blue blue to_world1
cable me to_red red to_world2
on me "ip link set to_blue up"
on me "ip addr add 2001:db8:1::8/96 dev to_blue"
on me "ip addr add 192.0.2.8/24 dev to_blue"
on blue "ip link set to_world1 up"
on blue "ip addr add 2001:db8:1::1/96 dev to_world1"
on blue "ip addr add 192.0.2.1/24 dev to_world1"
on blue "sysctl -w net.ipv4.conf.all.forwarding=1"
on blue "sysctl -w net.ipv6.conf.all.forwarding=1"
on me "ip link set to_red up"
on me "ip addr add 2001:db8:2::8/96 dev to_red"
on me "ip addr add 203.0.113.8/24 dev to_red"
on red "ip link set to_world2 up"
on red "ip addr add 2001:db8:2::1/96 dev to_world2"
on red "ip addr add 203.0.113.1/24 dev to_world2"
on red "sysctl -w net.ipv4.conf.all.forwarding=1"
on red "sysctl -w net.ipv6.conf.all.forwarding=1"

title "A NAT64 in each, one daemon for both"
start_daemon
on blue "jool instance add --netfilter --pool6 2001:db8:64::/96"
on red "jool instance add --netfilter --pool6 2001:db8:46::/96"
on me "ip route add 2001:db8:64::/96 via 2001:db8:1::1"
on me "ip route add 2001:db8:46::/96 via 2001:db8:2::1"

title "They are different"
on blue "jool global display | grep pool6"
expect 'pool6: 2001:db8:64::/96$'
on red "jool global display | grep pool6"
expect 'pool6: 2001:db8:46::/96$'
on me "jool instance display"
[ "$(grep -c 'default | netfilter' <<<"$output")" -eq 2 ] || fail "step failed: not both instances are shown above"

title "Ping through each"
on me "ping6 2001:db8:64::192.0.2.8 -c 4 -i 0.3"
expect '4 packets transmitted, 4 received, 0% packet loss'
expect 'from 2001:db8:64::c000:208: icmp_seq=1 ttl=63'
on me "ping6 2001:db8:46::203.0.113.8 -c 4 -i 0.3"
expect '4 packets transmitted, 4 received, 0% packet loss'
expect 'from 2001:db8:46::cb00:7108: icmp_seq=1 ttl=63'

title "Each has a state of its own"
on blue "jool session display --icmp --numeric"
expect '^Remote: 192\.0\.2\.8#[0-9]+	2001:db8:1::8#[0-9]+$'
expect '^Local: 192\.0\.2\.1#[0-9]+	2001:db8:64::c000:208#[0-9]+$'
expect_no '203\.0\.113'
on red "jool session display --icmp --numeric"
expect '^Remote: 203\.0\.113\.8#[0-9]+	2001:db8:2::8#[0-9]+$'
expect '^Local: 203\.0\.113\.1#[0-9]+	2001:db8:46::cb00:7108#[0-9]+$'
expect_no '192\.0\.2'

title "A flush touches only the namespace it is called in"
on red "jool instance flush"
on me "jool instance display"
[ "$(grep -c 'default | netfilter' <<<"$output")" -eq 1 ] || fail "step failed: not exactly one instance is shown above"
on blue "jool instance status"
expect '^Running$'
on red "jool instance status"
expect '^Dead$'
on me "ping6 2001:db8:64::192.0.2.8 -c 1 -W 5"
expect ' 0% packet loss'
on me "ping6 2001:db8:46::203.0.113.8 -c 1 -W 1" 1
on blue "jool instance flush"
stop_daemon
passed "two NAT64s in one machine, one daemon"
