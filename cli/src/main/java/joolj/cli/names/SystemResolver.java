// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The resolver of this system. */
final class SystemResolver implements SystemNames.Resolver {
    private static final int DNS_PORT = 53;
    /** Where resolv.conf(5) looks if it names no server. */
    private static final List<String> LOCAL = List.of("127.0.0.1");

    @Override
    public Optional<String> host(byte[] octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            String name = address.getCanonicalHostName();
            return name.equals(address.getHostAddress()) ? Optional.empty() : Optional.of(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + octets.length + " octets", e);
        }
    }

    @Override
    public Services services() {
        return Services.read(Path.of("/etc/services"));
    }

    @Override
    public boolean isReachable() {
        for (String server : nameServers()) {
            if (hasRoute(new InetSocketAddress(server, DNS_PORT))) {
                return true;
            }
        }
        return false;
    }

    /** Connecting a datagram socket sends nothing; it only asks for a route. */
    private static boolean hasRoute(InetSocketAddress server) {
        if (server.isUnresolved()) {
            return false;
        }
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(server);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> nameServers() {
        try {
            List<String> servers = Files.readAllLines(Path.of("/etc/resolv.conf")).stream()
                    .map(line -> line.strip().split("\\s+", 0))
                    .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
                    .map(words -> words[1])
                    .toList();
            return servers.isEmpty() ? LOCAL : servers;
        } catch (IOException e) {
            return LOCAL;
        }
    }
}
