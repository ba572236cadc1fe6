#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
#     unshare --mount --net src/test/deb/install-and-remove.sh DIRECTORY PACKAGE...
#
# Installs the Debian packages, uses them, removes and purges them, in a mount namespace where everything that dpkg
# writes goes to memory. DIRECTORY is an empty one. What it prints ends with "done" if all went well.

set -eu

work=$1
shift
mount --make-rprivate /
mount -t tmpfs tmpfs "$work"
for directory in usr etc var; do
    mkdir -p "$work/$directory/upper" "$work/$directory/work"
    mount -t overlay overlay -o \
        "lowerdir=/$directory,upperdir=$work/$directory/upper,workdir=$work/$directory/work" "/$directory"
done
mount -t tmpfs tmpfs /run
ip link set lo up
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive

check() {
    printf -- '- %s\n' "$1"
    shift
    "$@" || {
        printf 'failed: %s\n' "$*"
        exit 1
    }
}
fails() { ! "$@"; }

# What the packages have brought or changed, without dpkg's own books.
traces() {
    find "$work/usr/upper" "$work/etc/upper" "$work/var/upper" ! -type d |
        grep -vE '/var/upper/(lib/dpkg|log|cache/(debconf|ldconfig|man))/|/etc/upper/ld.so.cache|/upper/mime' || true
}

check "nothing of it is there before" fails command -v jool-j
check "packages can be installed" dpkg -i "$@"
check "dpkg finds them whole" test -z "$(dpkg --verify jool-j jool-j-compat)"

check "command runs" jool-j --version
check "drop-in command runs" test "$(jool --version)" = 4.1.9.0
check "class archive is made" sh -c 'ls /var/cache/jool-j/*.jsa >/dev/null'
check "service starts with the machine" test -e /etc/systemd/system/multi-user.target.wants/jool-j.service
for page in jool-j jool jool_siit jool-j.yaml; do
    check "manual page $page is there" sh -c "ls /usr/share/man/man[58]/$page.[58] >/dev/null"
done
if command -v systemd-analyze >/dev/null; then
    units='jool-j.service jool.service jool_siit.service'
    check "systemd understands the units" sh -c "
        systemd-analyze verify --man=no $units 2>&1 | grep -E 'jool' >$work/verify; ! grep . $work/verify"
    check "systemd finds the exposure of the daemon low" sh -c "
        systemd-analyze security --no-pager --offline=true --threshold=50 jool-j.service >$work/security"
fi
if command -v bash >/dev/null; then
    # shellcheck disable=SC2016 # bash is to expand it
    check "bash completes" bash -c '
        . /usr/share/bash-completion/completions/jool
        COMP_WORDS=(jool inst) COMP_CWORD=1
        _jool_j && [ "${COMPREPLY[*]}" = instance ]'
fi

check "daemon starts" jool-j daemon --detach
pid=$(jool-j daemon --status | sed -n 's/^running: pid \([0-9]*\),.*/\1/p')
check "daemon uses the native library of the package" grep -q /usr/lib/jool-j/jni/ "/proc/$pid/maps"
check "instance is added" jool instance add example --pool6 64:ff9b::/96
check "instance is there" sh -c 'jool instance display | grep -q example'

mkdir /etc/jool
printf '{"instance": "file", "framework": "iptables", "global": {"pool6": "64:ff9b:1::/96"}}\n' >/etc/jool/jool.conf
printf 'instance: defined\nglobal: {pool6: "64:ff9b:2::/96"}\nframework: iptables\n' >/etc/jool-j/defined.yaml
check "definitions are loaded" jool-j reload
check "and make instances" sh -c 'jool instance display | grep -q defined'
rm /etc/jool-j/defined.yaml
check "Jool's configuration file is loaded by its service's command" \
    sh -c "$(sed -n 's/^ExecStart=//p' /lib/systemd/system/jool.service)"
check "and its instance removed" sh -c "$(sed -n 's/^ExecStop=//p' /lib/systemd/system/jool.service)"
rm -r /etc/jool

check "packages can be removed" dpkg -r jool-j-compat jool-j
# One that has ended may still be in the table of processes, if nobody asks for its exit status.
check "that ends the daemon" fails grep -qs '^State:.[^Z]' "/proc/$pid/status"
check "and its rules" fails sh -c 'iptables -t mangle -S | grep jool-j'
check "settings stay" test -e /etc/default/jool-j
check "packages can be purged" dpkg -P jool-j-compat jool-j
left=$(traces)
check "nothing is left: $left" test -z "$left"
printf 'done\n'
