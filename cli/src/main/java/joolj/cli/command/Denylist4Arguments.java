// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.cli.console.ExitException;

/** The positional argument of denylist4 operations. */
final class Denylist4Arguments {
    /** It, for help texts. */
    static final String USAGE = "<IPv4 prefix>";

    private Denylist4Arguments() {}

    /**
     * Reads the prefix; all must be readable, the last one counts.
     *
     * @throws ExitException if there is none
     */
    static Ipv4Prefix prefix(List<String> positionals) {
        Optional<Ipv4Prefix> prefix = Optional.empty();
        for (String word : positionals) {
            prefix = Optional.of(Ipv4Prefix.parse(word));
        }
        return prefix.orElseThrow(() -> Flags.missing(List.of("an IPv4 prefix")));
    }
}
