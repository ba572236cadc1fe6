#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     sudo ./jool-j demo            (or: sudo examples/demo.sh)
#
# Shows jool-j at work on real packets: builds what is missing, installs missing Debian packages, makes the tutorial's
# network out of network namespaces, translates ping, TCP and UDP between an IPv6-only and an IPv4-only node, shows every
# command with its result, the session table and the counters, and leaves the machine as it was.

# shellcheck source=examples/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=examples/nat64-tutorial/steps.sh
. "$(dirname "$0")/nat64-tutorial/steps.sh"

[ $# -eq 0 ] || fail "usage: $0"
prepare "${TUTORIAL_NEEDS[@]}"
cat <<'DRAWING'

jool-j translates between IPv6 and IPv4. The three nodes below are network namespaces; nothing else is touched.

    IPv6 only                      translator                      IPv4 only
    +---+  2001:db8::8   2001:db8::1  +---+  203.0.113.1   203.0.113.16  +---+
    | C |-----------------------------| T |------------------------------| V |
    +---+ eth0                   eth0 +---+ eth1                    eth0 +---+
DRAWING
tutorial_network
tutorial_services
tutorial_iptables_instance
tutorial_ping
tutorial_tcp
tutorial_udp
tutorial_state
tutorial_untouched
tutorial_stop
passed "an IPv6-only node used ping, TCP and UDP with an IPv4-only node through jool-j"
