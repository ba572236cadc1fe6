// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import joolj.address.L4Protocol;

/** The well-known ports of services(5). */
final class Services {
    private final Map<String, String> names = new HashMap<>();

    /** Reads the file; a missing or unreadable one has no services. */
    static Services read(Path file) {
        try {
            return new Services(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new Services(List.of());
        }
    }

    /** Reads the lines of such a file; what cannot be read is skipped, the first name of a port wins. */
    Services(List<String> lines) {
        for (String line : lines) {
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", 0);
            if (words.length >= 2) {
                names.putIfAbsent(words[1], words[0]);
            }
        }
    }

    /** The name of a port, or its number if it has none or the protocol has no ports. */
    String name(int port, L4Protocol protocol) {
        String number = Integer.toString(port);
        if (protocol == L4Protocol.ICMP) {
            return number;
        }
        return names.getOrDefault(number + "/" + protocol.name().toLowerCase(Locale.ROOT), number);
    }
}
