# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Common ground of the example scripts. Sourced by them, not run by itself:
#
#     . "$(dirname "$0")/lib.sh"
#
# Gives them: checks of what the machine offers, missing Debian packages and jars, network namespaces under names of
# their own, a daemon on a socket of its own, commands shown as at a node's prompt, and a clean end whatever happens.

set -u

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(basename "$0" .sh)
prefix=jjx-$$
bold='' plain=''
if [ -t 1 ]; then
    bold=$'\033[1m' plain=$'\033[0m'
fi

declare -A namespaces=() # node -> name of its network namespace
started=()               # process ids of what start() started
steps=0                  # commands whose result was checked
output=''                # what the last command of on() printed
status=0                 # its exit status
work=''                  # directory for temporary files, where all commands run once prepare() has been called
gap=''                   # a line break if something was printed since the last command

export PATH="$home:$PATH:/usr/sbin:/sbin"

# ---------------------------------------------------------------------------------------------------------------------
# Messages
# ---------------------------------------------------------------------------------------------------------------------

# title TEXT: a heading above the steps that follow.
title() {
    printf '\n%s== %s ==%s\n' "$bold" "$1" "$plain"
    gap=$'\n'
}

# note TEXT: a remark for the reader.
note() {
    printf '%s# %s\n' "$gap" "$1"
    gap=''
}

# prompt NODE COMMAND: a command as it is typed at a node.
prompt() {
    printf '%s%suser@%s:~# %s%s\n' "$gap" "$bold" "$1" "$2" "$plain"
    gap=''
}

# fail TEXT: ends the script with one clear message.
fail() {
    printf '%s: %s\n' "$program" "$1" >&2
    exit 1
}

# ---------------------------------------------------------------------------------------------------------------------
# What the machine must offer
# ---------------------------------------------------------------------------------------------------------------------

# require_root: stops unless the script may make network namespaces.
require_root() {
    [ "$(id -u)" -eq 0 ] ||
        fail "needs root, because it makes network namespaces, firewall rules and raw sockets: try 'sudo $0'"
}

# have_library NAME: whether the dynamic linker knows the library.
have_library() {
    ldconfig -p 2>/dev/null | grep -q "$1" || compgen -G "/usr/lib/*/$1" >/dev/null || [ -e "/usr/lib/$1" ]
}

# have_package NAME: whether the Debian package is installed.
have_package() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_packages NEED...: prints the Debian packages of those commands, libraries and headers that are not installed.
missing_packages() {
    local need package
    for need in "$@"; do
        case $need in
            ip) package=iproute2 ;;
            iptables | ip6tables) package=iptables ;;
            ping | ping6) package=iputils-ping ;;
            sysctl) package=procps ;;
            nft) package=nftables ;;
            libnetfilter_queue.so.1) package=libnetfilter-queue1 ;;
            *) package=$need ;;
        esac
        case $need in
            *.so.*) have_library "$need" || echo "$package" ;;
            *-dev | bash-completion) have_package "$need" || echo "$package" ;;
            *) command -v "$need" >/dev/null || echo "$package" ;;
        esac
    done | sort -u | tr '\n' ' '
}

# install_packages NEED...: installs the Debian packages of the commands and libraries that are missing; says so first.
install_packages() {
    local packages log
    packages=$(missing_packages "$@")
    [ -n "$packages" ] || return 0
    log=$(mktemp "${TMPDIR:-/tmp}/$program-packages.XXXXXX")
    [ "$(id -u)" -eq 0 ] || fail "these Debian packages are missing, and only root can install them: $packages"
    command -v apt-get >/dev/null || fail "this is not Debian; please install what Debian calls: $packages"
    echo "$program: installing these Debian packages: $packages"
    # shellcheck disable=SC2086 # one word per package
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >"$log" 2>&1; then
        DEBIAN_FRONTEND=noninteractive apt-get update >>"$log" 2>&1
        # shellcheck disable=SC2086
        if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >>"$log" 2>&1; then
            tail -n 15 "$log" >&2
            fail "could not install: $packages (whole log: $log)"
        fi
    fi
    rm -f "$log"
    packages=$(missing_packages "$@")
    [ -z "$packages" ] || fail "installed, but still not found: $packages"
}

# require_namespaces: stops unless network namespaces and virtual Ethernet pairs can be made.
require_namespaces() {
    local answer
    answer=$(ip netns add "$prefix-try" 2>&1) ||
        fail "cannot make network namespaces here (a container without CAP_SYS_ADMIN?): $answer"
    answer=$(ip -n "$prefix-try" link add try0 type veth peer name try1 2>&1)
    ip netns del "$prefix-try"
    [ -z "$answer" ] || fail "the kernel offers no virtual Ethernet pairs (CONFIG_VETH): $answer"
}

# require_nfqueue: stops unless the kernel can hand packets to a program by an iptables rule.
require_nfqueue() {
    local answer
    [ -e /proc/net/netfilter/nfnetlink_queue ] || modprobe nfnetlink_queue 2>/dev/null
    [ -e /proc/net/netfilter/nfnetlink_queue ] ||
        fail "the kernel has no NFQUEUE: it needs CONFIG_NETFILTER_NETLINK_QUEUE (module nfnetlink_queue)"
    ip netns add "$prefix-try" || fail "cannot make network namespaces here"
    answer=$(ip netns exec "$prefix-try" iptables -t mangle -A PREROUTING -j NFQUEUE --queue-num 1 2>&1 &&
        ip netns exec "$prefix-try" ip6tables -t mangle -A PREROUTING -j NFQUEUE --queue-num 1 2>&1)
    ip netns del "$prefix-try"
    [ -z "$answer" ] ||
        fail "the kernel has no iptables target NFQUEUE (CONFIG_NETFILTER_XT_TARGET_NFQUEUE, module xt_NFQUEUE): $answer"
}

# build_missing_jars: builds the project if it has not been built.
build_missing_jars() {
    local log=$work/build.log
    [ -e "$home/cli/target/cli.jar" ] && [ -e "$home/instances/target/instances.jar" ] &&
        [ -e "$home/examples/target/examples.jar" ] && return
    command -v javac >/dev/null || fail "jool-j is not built, and there is no JDK: apt-get install openjdk-17-jdk-headless"
    command -v mvn >/dev/null || fail "jool-j is not built, and there is no Maven: apt-get install maven"
    echo "$program: building jool-j (mvn package; a minute or two)"
    if ! (cd "$home" && mvn -q -B package -DskipTests) >"$log" 2>&1; then
        tail -n 25 "$log" >&2
        fail "the build failed"
    fi
}

# prepare NEED...: everything above, for the given commands and libraries, and the clean end.
prepare() {
    require_root
    install_packages "$@"
    require_namespaces
    require_nfqueue
    command -v java >/dev/null || fail "there is no Java: apt-get install openjdk-17-jre-headless (or newer)"
    work=$(mktemp -d "${TMPDIR:-/tmp}/$program.XXXXXX")
    export JOOLJ_SOCKET=$work/control.sock
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    build_missing_jars
    cd "$work" || fail "cannot enter $work"
    ln -s "$home/examples/target/examples.jar" examples.jar
}

# ---------------------------------------------------------------------------------------------------------------------
# Nodes
# ---------------------------------------------------------------------------------------------------------------------

# new_node NODE...: makes a network namespace per node, quiet and ready for addresses.
new_node() {
    local node name
    for node in "$@"; do
        name=$prefix-${node,,}
        ip netns add "$name" || fail "cannot make network namespace $name"
        namespaces[$node]=$name
        # Addresses are usable at once: nobody else is on these links, so there is no duplicate to detect.
        ip netns exec "$name" sysctl -q -w net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
        ip -n "$name" link set lo up
    done
}

# cable NODE INTERFACE NODE INTERFACE: connects two nodes by a virtual Ethernet cable; both ends are still down.
cable() {
    ip link add name "$2" netns "${namespaces[$1]}" type veth peer name "$4" netns "${namespaces[$3]}" ||
        fail "cannot connect $1 with $3"
}

# on NODE COMMAND [STATUS]: shows the command at the node's prompt, runs it there and shows what it prints; the script
# ends if the exit status is not the expected one (0). Node "host" is the machine itself.
on() {
    local expected=${3-0}
    prompt "$1" "$2"
    if [ "$1" = host ]; then
        bash -c "$2" 2>&1 | tee "$work/output"
    else
        ip netns exec "${namespaces[$1]}" bash -c "$2" 2>&1 | tee "$work/output"
    fi
    status=${PIPESTATUS[0]}
    output=$(<"$work/output")
    gap=${output:+$'\n'}
    steps=$((steps + 1))
    [ "$status" -eq "$expected" ] || fail "step failed: exit status $status instead of $expected from: $2"
}

# expect REGEX: the script ends unless a line of the last command's output matches.
expect() {
    grep -Eq -- "$1" <<<"$output" || fail "step failed: no line of the output above matches: $1"
}

# expect_no REGEX: the script ends if a line of the last command's output matches.
expect_no() {
    ! grep -Eq -- "$1" <<<"$output" || fail "step failed: a line of the output above matches: $1"
}

# quietly NODE COMMAND: runs the command at the node without showing it, and leaves its standard output in $output.
quietly() {
    output=$(ip netns exec "${namespaces[$1]}" bash -c "$2")
}

# start NODE READY COMMAND...: shows and starts a command that stays in the background; waits until it prints READY.
start() {
    local node=$1 ready=$2 log deadline
    shift 2
    log=$work/background.${#started[@]}
    prompt "$node" "$* &"
    : >"$log"
    ip netns exec "${namespaces[$node]}" "$@" >"$log" 2>&1 &
    started+=("$!")
    deadline=$((SECONDS + 30))
    until grep -q -- "$ready" "$log"; do
        if ! kill -0 "$!" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
            cat "$log" >&2
            fail "this did not start: $*"
        fi
        sleep 0.1
    done
    cat "$log"
    gap=$'\n'
}

# wait_for WHAT NODE COMMAND: waits until the command succeeds at the node; the script ends if it does not in 30 s.
wait_for() {
    local deadline=$((SECONDS + 30))
    until ip netns exec "${namespaces[$2]}" bash -c "$3" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || fail "waited in vain until $1"
        sleep 0.1
    done
}

# ---------------------------------------------------------------------------------------------------------------------
# The daemon, and the end
# ---------------------------------------------------------------------------------------------------------------------

# start_daemon: starts the daemon that serves all nodes, on a socket of this script's own.
start_daemon() {
    on host "jool-j daemon --detach"
}

# stop_daemon: ends it; shown like any other step.
stop_daemon() {
    on host "jool-j daemon --stop"
}

# clean_up: ends what was started and removes what was made; called at the end, also after a failure or Ctrl-C.
clean_up() {
    local result=$? node pid
    trap '' INT TERM HUP
    trap - EXIT
    if [ $result -ne 0 ] && [ -s "$work/daemon.log" ]; then
        printf '%s: the last lines of the daemon:\n' "$program" >&2
        tail -n 15 "$work/daemon.log" >&2
    fi
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null
    done
    for pid in "${started[@]}"; do
        wait "$pid" 2>/dev/null
    done
    if [ -S "$JOOLJ_SOCKET" ]; then
        jool-j daemon --stop >/dev/null 2>&1
    fi
    for node in "${!namespaces[@]}"; do
        ip netns del "${namespaces[$node]}" 2>/dev/null
    done
    rm -rf "$work"
    exit $result
}

# passed TEXT: the last line of a script that got here: everything was checked.
passed() {
    printf '\n%s%s: %s (%d commands, all as expected)%s\n' "$bold" "$program" "$1" "$steps" "$plain"
}
