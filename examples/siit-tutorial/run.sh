#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/siit-tutorial/run.sh [iptables|netfilter]
#
# Walks through stateless translation by a prefix alone, in network namespaces, and checks each step: every IPv6 address
# contains the IPv4 address that stands for it, so an IPv6-only and an IPv4-only node reach each other by ping, TCP and
# UDP, whoever begins. The argument chooses the kind of instance: "iptables" (the default) is fed by rules you write,
# "netfilter" looks at every packet by itself.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=examples/siit-tutorial/steps.sh
. "$(dirname "$0")/steps.sh"

program=siit-tutorial
siit_framework "$@"

# shellcheck disable=SC2034 # read by the steps
{
    a6=2001:db8::198.51.100.8
    t6=2001:db8::198.51.100.1
    length6=120
    net6=2001:db8::198.51.100.0/120
    v6=2001:db8::192.0.2.16
    nets6=2001:db8::192.0.2.0/120
    v6_shown=2001:db8::c000:210
}

# denied: an IPv4 prefix that pool6 is not to translate, for a while.
denied() {
    title "The denylist: addresses that the prefix is not to translate"
    on T "jool_siit -i example denylist4 add 192.0.2.16/32"
    on T "jool_siit -i example denylist4 display --csv --no-headers"
    expect '^192\.0\.2\.16/32$'
    on A "ping6 -c 1 -W 1 $v6" 1
    on T "jool_siit -i example denylist4 remove 192.0.2.16/32"
    on A "ping6 -c 1 $v6"
    expect ' 0% packet loss'
}

prepare "${SIIT_NEEDS[@]}"
siit_network
siit_services
"siit_${framework}_instance" "--pool6 2001:db8::/96"
siit_ping
siit_tcp
siit_udp
siit_queries
denied
siit_counters
siit_untouched
siit_stop
passed "stateless translation by a prefix, kind of instance: $framework; ping, TCP and UDP were translated both ways"
