// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.rfc6146.Pool4;

/**
 * The arguments of a command on pool4 or the BIB.
 *
 * @param options those that begin with two hyphens
 * @param words the others, without mode and operation
 */
record Arguments(List<String> options, List<String> words) {
    private static final String MARK = "--mark=";

    /** Sorts the arguments of a command. */
    static Arguments of(List<String> command) {
        List<String> options = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String argument : command.subList(2, command.size())) {
            (argument.startsWith("--") ? options : words).add(argument);
        }
        return new Arguments(options, words);
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /** The protocol; exactly one must be given. */
    L4Protocol protocol() {
        List<L4Protocol> given = new ArrayList<>();
        for (L4Protocol protocol : L4Protocol.values()) {
            if (has("--" + protocol.name().toLowerCase(Locale.ROOT))) {
                given.add(protocol);
            }
        }
        if (given.size() != 1) {
            throw new IllegalStateException("not one protocol: " + options);
        }
        return given.get(0);
    }

    int mark() {
        return Integer.parseInt(value(MARK, "0"));
    }

    /** What {@link Pool4#add} is to be given. */
    long maxIterations() {
        String value = value("--max-iterations=", "");
        return switch (value) {
            case "" -> Pool4.UNCHANGED;
            case "auto" -> Pool4.AUTO;
            case "infinity" -> Pool4.INFINITY;
            default -> Long.parseLong(value);
        };
    }

    private String value(String option, String otherwise) {
        return options.stream()
                .filter(given -> given.startsWith(option))
                .map(given -> given.substring(option.length()))
                .findFirst()
                .orElse(otherwise);
    }

    /** The prefix of pool4. */
    Ipv4Prefix prefix4() {
        return Ipv4Prefix.parse(words.get(0));
    }

    /** First and last port of pool4. */
    int[] ports() {
        String[] ports = words.get(1).split("-", -1);
        return new int[] {Integer.parseInt(ports[0]), Integer.parseInt(ports[ports.length - 1])};
    }

    /** The IPv6 transport address, or null if there is none. */
    TransportAddress6 address6() {
        return words.stream()
                .filter(word -> word.contains(":"))
                .map(TransportAddress6::parse)
                .findFirst()
                .orElse(null);
    }

    /** The IPv4 transport address, or null if there is none. */
    TransportAddress4 address4() {
        return words.stream()
                .filter(word -> !word.contains(":"))
                .map(TransportAddress4::parse)
                .findFirst()
                .orElse(null);
    }
}
