// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.cli.grammar.Call;

/**
 * The positional arguments of eamt operations, in any order; of each kind the last one counts.
 *
 * @param prefix6 the IPv6 prefix
 * @param prefix4 the IPv4 prefix
 */
record EamtArguments(Optional<Ipv6Prefix> prefix6, Optional<Ipv4Prefix> prefix4) {
    /** Reads them: with a colon it is IPv6, with a dot IPv4. */
    static EamtArguments of(Call call, List<String> positionals) {
        Optional<Ipv6Prefix> prefix6 = Optional.empty();
        Optional<Ipv4Prefix> prefix4 = Optional.empty();
        for (String word : positionals) {
            if (word.indexOf(':') >= 0) {
                prefix6 = Optional.of(Ipv6Prefix.parse(word));
            } else if (word.indexOf('.') >= 0) {
                prefix4 = Optional.of(Ipv4Prefix.parse(word));
            } else {
                throw call.tooManyArguments();
            }
        }
        return new EamtArguments(prefix6, prefix4);
    }
}
