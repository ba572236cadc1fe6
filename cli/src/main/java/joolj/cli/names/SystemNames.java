// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.Console;

/**
 * Asks the system's resolver for names. An address without a name is shown as it is. If there is no name and no name
 * server within reach either, the resolver is in trouble: every such look-up is reported on standard error and the
 * whole endpoint is shown in numbers.
 */
public final class SystemNames implements Names {
    private static final int CACHE = 4096;
    private static final int DNS_PORT = 53;
    /** Where resolv.conf(5) looks if it names no server. */
    private static final List<String> LOCAL = List.of("127.0.0.1");

    private final Console console;
    private final Map<String, Optional<String>> hosts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
            return size() > CACHE;
        }
    };
    private Services services;
    private Boolean nameServerReachable;

    /** Reports trouble to the console. */
    public SystemNames(Console console) {
        this.console = console;
    }

    @Override
    public Endpoint of(TransportAddress6 address, L4Protocol protocol) {
        byte[] octets = ByteBuffer.allocate(16)
                .putLong(address.high())
                .putLong(address.low())
                .array();
        return named(Endpoint.numeric(address), octets, address.port(), protocol);
    }

    @Override
    public Endpoint of(TransportAddress4 address, L4Protocol protocol) {
        byte[] octets = ByteBuffer.allocate(4).putInt(address.address()).array();
        return named(Endpoint.numeric(address), octets, address.port(), protocol);
    }

    private Endpoint named(Endpoint numeric, byte[] octets, int port, L4Protocol protocol) {
        Optional<String> host = hosts.computeIfAbsent(numeric.host(), text -> lookUp(octets));
        if (host.isEmpty() && !isNameServerReachable()) {
            console.errorLine("Error: getnameinfo failed: Temporary failure in name resolution");
            return numeric;
        }
        services = services == null ? Services.read(Path.of("/etc/services")) : services;
        return new Endpoint(host.orElse(numeric.host()), services.name(port, protocol));
    }

    private static Optional<String> lookUp(byte[] octets) {
        try {
            InetAddress address = InetAddress.getByAddress(octets);
            String name = address.getCanonicalHostName();
            return name.equals(address.getHostAddress()) ? Optional.empty() : Optional.of(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + octets.length + " octets", e);
        }
    }

    private boolean isNameServerReachable() {
        if (nameServerReachable == null) {
            nameServerReachable = probe();
        }
        return nameServerReachable;
    }

    private static boolean probe() {
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
