#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo examples/nat64-tutorial/run.sh [iptables|netfilter]
#
# Walks through the tutorial "Stateful NAT64 Run" in network namespaces, with the tutorial's own addresses and commands,
# and checks each step: an IPv6-only node reaches an IPv4-only node by ping, TCP and UDP. The argument chooses the kind of
# instance: "iptables" (the default) is fed by rules you write, "netfilter" looks at every packet by itself.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=examples/nat64-tutorial/steps.sh
. "$(dirname "$0")/steps.sh"

framework=${1-iptables}
program=nat64-tutorial
case $#/$framework in
    [01]/iptables | [01]/netfilter) ;;
    *) fail "usage: $0 [iptables|netfilter]" ;;
esac

prepare "${TUTORIAL_NEEDS[@]}"
tutorial_network
tutorial_services
"tutorial_${framework}_instance"
tutorial_ping
tutorial_tcp
tutorial_udp
tutorial_state
tutorial_untouched
tutorial_stop
passed "stateful NAT64, kind of instance: $framework; ping, TCP and UDP were translated"
