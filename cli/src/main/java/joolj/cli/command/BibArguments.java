// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Optional;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.grammar.Call;

/**
 * The positional arguments of bib operations, in any order; of each kind the last one counts.
 *
 * @param address6 the IPv6 transport address
 * @param address4 the IPv4 transport address
 */
record BibArguments(Optional<TransportAddress6> address6, Optional<TransportAddress4> address4) {
    /** What is missing if there is no IPv6 address. */
    static final String SIX = "an IPv6 transport address";
    /** What is missing if there is no IPv4 address. */
    static final String FOUR = "an IPv4 transport address";

    /** Reads them: with a colon it is IPv6, with a dot IPv4. */
    static BibArguments of(Call call, List<String> positionals) {
        Optional<TransportAddress6> address6 = Optional.empty();
        Optional<TransportAddress4> address4 = Optional.empty();
        for (String word : positionals) {
            if (word.indexOf(':') >= 0) {
                address6 = Optional.of(TransportAddress6.parse(word));
            } else if (word.indexOf('.') >= 0) {
                address4 = Optional.of(TransportAddress4.parse(word));
            } else {
                throw call.tooManyArguments();
            }
        }
        return new BibArguments(address6, address4);
    }
}
