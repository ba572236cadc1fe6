// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import joolj.rfc6146.HostPorts;

/**
 * Which ports the sockets of a network namespace occupy, and which ones its kernel may choose for them: read from the
 * calling thread's namespace.
 */
final class HostSockets {
    private static final Path PROC_NET = Path.of("/proc/thread-self/net");
    private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private HostSockets() {}

    /** The ports of the implicit pool4 that sockets occupy. Sockets of IPv6 count, because they may serve IPv4 as well. */
    static HostPorts ports() throws IOException {
        BitSet tcp = new BitSet();
        BitSet udp = new BitSet();
        read("tcp", tcp);
        read("tcp6", tcp);
        read("udp", udp);
        read("udp6", udp);
        return HostPorts.of(tcp, udp);
    }

    private static void read(String table, BitSet ports) throws IOException {
        Path file = PROC_NET.resolve(table);
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> add(line, ports));
            }
        }
    }

    /** Adds the local port of a line such as {@code 0: 0100007F:0CEA 00000000:0000 0A ...}; the heading has none. */
    static void add(String line, BitSet ports) {
        List<String> words = List.of(line.strip().split("\\s+", 3));
        if (words.size() < 3) {
            return;
        }
        String local = words.get(1);
        int colon = local.lastIndexOf(':');
        if (colon < 0 || local.length() - colon != 5) {
            return;
        }
        try {
            ports.set(Integer.parseInt(local, colon + 1, local.length(), 16));
        } catch (NumberFormatException e) {
            // Not a socket's line.
        }
    }

    /** The last port that the kernel chooses for sockets that ask for none, or 0 if it does not tell. */
    static int lastEphemeralPort() throws IOException {
        // Such a file must be read in one piece: what is read octet by octet ends after the first.
        try (BufferedReader reader = Files.newBufferedReader(PORT_RANGE)) {
            String[] range = reader.readLine().strip().split("\\s+", 2);
            return range.length == 2 ? Integer.parseInt(range[1]) : 0;
        }
    }
}
