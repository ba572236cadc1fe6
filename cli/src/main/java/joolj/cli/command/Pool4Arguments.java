// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.config.PortRange;
import joolj.config.UnsignedText;
import org.apache.commons.cli.CommandLine;

/**
 * The positional arguments of pool4 operations, in any order; of each kind the last one counts.
 *
 * @param prefix the addresses
 * @param ports the ports or identifiers
 */
record Pool4Arguments(Optional<Ipv4Prefix> prefix, Optional<PortRange> ports) {
    /** What is missing if there is no prefix. */
    static final String PREFIX = "an IPv4 prefix or address";

    /** Reads them: with a colon it is an IPv6 prefix, which nobody wants, with a dot an IPv4 prefix, else a range. */
    static Pool4Arguments of(List<String> positionals) {
        Optional<Ipv4Prefix> prefix = Optional.empty();
        Optional<PortRange> ports = Optional.empty();
        for (String word : positionals) {
            if (word.indexOf(':') >= 0) {
                Ipv6Prefix.parse(word);
            } else if (word.indexOf('.') >= 0) {
                prefix = Optional.of(Ipv4Prefix.parse(word));
            } else {
                ports = Optional.of(PortRange.parse(word));
            }
        }
        return new Pool4Arguments(prefix, ports);
    }

    /** Checks a packet mark as typed. */
    static void checkMark(String text) {
        UnsignedText.parse(text, UnsignedText.U32);
    }

    /** The packet mark given, 0 to 2^32-1, or 0. */
    static long mark(CommandLine line) {
        return Flags.last(line, "mark")
                .map(text -> UnsignedText.parse(text, UnsignedText.U32))
                .orElse(0L);
    }
}
