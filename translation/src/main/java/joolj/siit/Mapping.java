// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

/** How an address is translated, or why it is not. */
enum Mapping {
    /** By the EAMT. */
    EAM,
    /** By the pool6. */
    POOL6,
    /** Not: it is the loopback address of IPv6; RFC 7915 § 5.1. */
    LOOPBACK6,
    /** Not: neither the EAMT nor a pool6 has it. */
    NONE,
    /** Not: the pool6 would translate it, but the IPv4 address is in the denylist. */
    DENIED,
    /** Not: the IPv4 address means something within a subnet only, or is the translator's own. */
    NOT_FORWARDED;

    /** Whether there is a result. */
    boolean succeeded() {
        return this == EAM || this == POOL6;
    }
}
