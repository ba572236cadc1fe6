// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.console.Console;
import org.junit.jupiter.api.Test;

class SystemNamesTest {
    private static final String TROUBLE = "Error: getnameinfo failed: Temporary failure in name resolution\n";

    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private SystemNames names(boolean reachable) {
        Console console =
                new Console(OutputStream.nullOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new SystemNames(console, new SystemNames.Resolver() {
            @Override
            public Optional<String> host(byte[] octets) {
                asked.add(Arrays.toString(octets));
                return octets[octets.length - 1] == 16 ? Optional.of("server.example") : Optional.empty();
            }

            @Override
            public boolean isReachable() {
                return reachable;
            }

            @Override
            public Services services() {
                return new Services(List.of(
                        "# comment",
                        "http\t80/tcp\t\twww # web",
                        "x11-2 6002/tcp",
                        "late 80/tcp",
                        "snmp 161/udp",
                        "garbage"));
            }
        });
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void hostsAndServicesAreNamed() {
        SystemNames names = names(true);

        assertEquals(
                "server.example#http",
                names.of(TransportAddress4.parse("203.0.113.16#80"), L4Protocol.TCP)
                        .toString());
        assertEquals(
                "server.example,x11-2",
                names.of(TransportAddress6.parse("2001:db8::10#6002"), L4Protocol.TCP)
                        .csv());
        assertEquals("", err());
    }

    @Test
    void whatHasNoNameIsShownAsItIs() {
        SystemNames names = names(true);

        assertEquals(
                "203.0.113.17#http",
                names.of(TransportAddress4.parse("203.0.113.17#80"), L4Protocol.TCP)
                        .toString());
        assertEquals(
                "server.example#80",
                names.of(TransportAddress4.parse("203.0.113.16#80"), L4Protocol.UDP)
                        .toString());
        assertEquals("", err());
    }

    @Test
    void icmpIdentifiersAreNoServices() {
        assertEquals(
                "server.example#80",
                names(true)
                        .of(TransportAddress4.parse("203.0.113.16#80"), L4Protocol.ICMP)
                        .toString());
    }

    @Test
    void withoutANameServerEveryFailureIsReportedAndNothingIsNamed() {
        SystemNames names = names(false);
        TransportAddress4 nameless = TransportAddress4.parse("203.0.113.17#80");

        assertEquals("203.0.113.17#80", names.of(nameless, L4Protocol.TCP).toString());
        assertEquals("203.0.113.17#80", names.of(nameless, L4Protocol.TCP).toString());
        assertEquals(
                "server.example#http",
                names.of(TransportAddress4.parse("203.0.113.16#80"), L4Protocol.TCP)
                        .toString());
        assertEquals(TROUBLE + TROUBLE, err());
    }

    @Test
    void anAddressIsLookedUpOnce() {
        SystemNames names = names(true);

        names.of(TransportAddress4.parse("203.0.113.16#80"), L4Protocol.TCP);
        names.of(TransportAddress4.parse("203.0.113.16#81"), L4Protocol.UDP);

        assertEquals(List.of("[-53, 0, 113, 16]"), asked);
    }
}
