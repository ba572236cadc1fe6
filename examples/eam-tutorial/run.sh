#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/eam-tutorial/run.sh [iptables|netfilter]
#
# Walks through stateless translation by explicit address mappings (RFC 7757), in network namespaces, and checks each
# step: a table says which IPv6 prefix stands for which IPv4 prefix, so the IPv6 addresses need not contain IPv4
# addresses. The argument chooses the kind of instance: "iptables" (the default) is fed by rules you write, "netfilter"
# looks at every packet by itself.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=examples/siit-tutorial/steps.sh
. "$(dirname "$0")/../siit-tutorial/steps.sh"

program=eam-tutorial
siit_framework "$@"

# shellcheck disable=SC2034 # read by the steps
{
    a6=2001:db8:6::8
    t6=2001:db8:6::1
    length6=96
    net6=2001:db8:6::/120
    v6=2001:db8:4::10
    nets6=2001:db8:4::/120
    v6_shown=2001:db8:4::10
}

# mappings: the table, which starts empty.
mappings() {
    title "The table of explicit address mappings"
    on T "jool_siit -i example eamt add 2001:db8:6::/120 198.51.100.0/24"
    on T "jool_siit -i example eamt add 2001:db8:4::/120 192.0.2.0/24"
    on T "jool_siit -i example eamt display"
    expect '^\|  *2001:db8:6::/120 \|  *198\.51\.100\.0/24 \|$'
    expect '^\|  *2001:db8:4::/120 \|  *192\.0\.2\.0/24 \|$'
    note "A mapping that contradicts the table is refused:"
    on T "jool_siit -i example eamt add 2001:db8:5::/120 192.0.2.0/24" 17
}

# unmapped: without its mapping an address is not translated; a change takes effect at once.
unmapped() {
    title "Changing the table while packets flow"
    on T "jool_siit -i example eamt remove 2001:db8:4::/120 192.0.2.0/24"
    on A "ping6 -c 1 -W 1 $v6" 1
    on T "jool_siit -i example eamt add 192.0.2.0/24 2001:db8:4::/120"
    on A "ping6 -c 1 $v6"
    expect ' 0% packet loss'
}

prepare "${SIIT_NEEDS[@]}"
siit_network
siit_services
"siit_${framework}_instance" ""
mappings
siit_ping
siit_tcp
siit_udp
siit_queries
unmapped
siit_counters
siit_untouched
siit_stop
passed "explicit address mappings, kind of instance: $framework; ping, TCP and UDP were translated both ways"
