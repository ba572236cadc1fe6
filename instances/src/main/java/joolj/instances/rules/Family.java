// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

/** An IP version, as the firewall's tools know it. */
enum Family {
    /** IPv6. */
    IPV6("ip6tables", "ip6"),
    /** IPv4. */
    IPV4("iptables", "ip");

    private final String program;
    private final String nft;

    Family(String program, String nft) {
        this.program = program;
        this.nft = nft;
    }

    /** The program for single rules. */
    String program() {
        return program;
    }

    /** The program for whole tables. */
    String restoreProgram() {
        return program + "-restore";
    }

    /** The program that tells what is in force. */
    String saveProgram() {
        return program + "-save";
    }

    /** The family's name in nftables, which is also what its header fields start with. */
    String nft() {
        return nft;
    }
}
