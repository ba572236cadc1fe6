// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.Objects;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;

/**
 * How an address is translated, for people.
 *
 * @param towards4 whether the address in question is IPv6 and the result IPv4; otherwise it is the other way round
 * @param query the address in question, as text
 * @param result what it becomes, as text
 * @param scheme what translates it
 * @param prefix6 the IPv6 prefix of the mapping, or the pool6
 * @param prefix4 the IPv4 prefix of the mapping; null if it was the pool6
 */
public record AddressAnswer(
        boolean towards4, String query, String result, Scheme scheme, Ipv6Prefix prefix6, Ipv4Prefix prefix4) {

    /** What translates an address. */
    public enum Scheme {
        /** An explicit address mapping; RFC 7757. */
        EAMT("EAMT"),
        /** The pool6. */
        RFC6052("RFC 6052 prefix");

        private final String label;

        Scheme(String label) {
            this.label = label;
        }

        /** The name that {@code address query --verbose} prints. */
        public String label() {
            return label;
        }
    }

    /** Checks that nothing is missing. */
    public AddressAnswer {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(prefix6, "prefix6");
        if (scheme == Scheme.EAMT) {
            Objects.requireNonNull(prefix4, "prefix4");
        }
    }

    /** The line of sums and differences that {@code address query --verbose} prints behind "Operation: ". */
    public String operation() {
        if (scheme == Scheme.EAMT) {
            Object own = towards4 ? prefix6 : prefix4;
            Object other = towards4 ? prefix4 : prefix6;
            return query + " - " + own + " + " + other + " = " + result;
        }
        return towards4 ? query + " - " + prefix6 + " = " + result : prefix6 + " + " + query + " = " + result;
    }
}
