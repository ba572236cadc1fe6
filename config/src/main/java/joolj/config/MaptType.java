// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/** The role of a MAP-T instance; RFC 7599 § 3. */
public enum MaptType {
    /** Border relay, between the MAP domain and the IPv4 Internet. */
    BR,
    /** Customer edge, between the MAP domain and a subscriber. */
    CE
}
