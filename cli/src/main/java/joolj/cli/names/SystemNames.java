// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.console.Console;

/**
 * Asks the system's resolver for names. An address without a name is shown as it is. If there is no name and no name
 * server within reach either, the resolver is in trouble: every such look-up is reported on standard error and the
 * whole endpoint is shown in numbers.
 */
public final class SystemNames implements Names {
    private static final int CACHE = 4096;

    private final Console console;
    private final Map<String, Optional<String>> hosts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
            return size() > CACHE;
        }
    };
    private final Resolver resolver;
    private Services services;
    private Boolean nameServerReachable;

    /** What is asked of the system. */
    interface Resolver {
        /** The name of an address of 4 or 16 octets, if it has one. */
        Optional<String> host(byte[] octets);

        /** Whether a name server could be asked. */
        boolean isReachable();

        /** The well-known ports. */
        Services services();
    }

    /** Asks this system, and reports trouble to the console. */
    public SystemNames(Console console) {
        this(console, new SystemResolver());
    }

    SystemNames(Console console, Resolver resolver) {
        this.console = console;
        this.resolver = resolver;
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
        Optional<String> host = hosts.computeIfAbsent(numeric.host(), text -> resolver.host(octets));
        if (host.isEmpty() && !isNameServerReachable()) {
            console.errorLine("Error: getnameinfo failed: Temporary failure in name resolution");
            return numeric;
        }
        services = services == null ? resolver.services() : services;
        return new Endpoint(host.orElse(numeric.host()), services.name(port, protocol));
    }

    private boolean isNameServerReachable() {
        if (nameServerReachable == null) {
            nameServerReachable = resolver.isReachable();
        }
        return nameServerReachable;
    }
}
