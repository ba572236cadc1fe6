// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** "Multiple NAT64s in a Single Machine": one daemon, an instance in each of two namespaces. */
@NetnsTest
final class TwoNat64sIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private Namespace me;
    private Namespace blue;
    private Namespace red;
    private Daemon daemon;

    @BeforeEach
    void buildNetwork() {
        me = LABORATORY.namespace("me");
        blue = LABORATORY.namespace("blue");
        red = LABORATORY.namespace("red");
        side(blue, "to_blue", "to_world1", "2001:db8:1::", "192.0.2.", "2001:db8:64::/96");
        side(red, "to_red", "to_world2", "2001:db8:2::", "203.0.113.", "2001:db8:46::/96");
        daemon = LABORATORY.daemon();
        daemon.jool(blue, "instance", "add", "--netfilter", "--pool6", "2001:db8:64::/96")
                .run()
                .succeeded();
        daemon.jool(red, "instance", "add", "--netfilter", "--pool6", "2001:db8:46::/96")
                .run()
                .succeeded();
    }

    private void side(Namespace nat64, String near, String far, String net6, String net4, String pool6) {
        me.cable(near, nat64, far);
        me.runLines("""
                ip link set %1$s up
                ip addr add %2$s8/96 dev %1$s
                ip addr add %3$s8/24 dev %1$s""".formatted(near, net6, net4));
        nat64.runLines("""
                ip link set %1$s up
                ip addr add %2$s1/96 dev %1$s
                ip addr add %3$s1/24 dev %1$s
                sysctl -q -w net.ipv4.conf.all.forwarding=1
                sysctl -q -w net.ipv6.conf.all.forwarding=1""".formatted(far, net6, net4));
        me.run("ip", "route", "add", pool6, "via", net6 + "1");
    }

    @AfterEach
    void removeNetwork() {
        LABORATORY.close();
    }

    @Test
    void translatesInEachNamespaceOnItsOwn() {
        assertEquals("  pool6: 2001:db8:64::/96", pool6(blue));
        assertEquals("  pool6: 2001:db8:46::/96", pool6(red));
        pingFourOutOfFour("2001:db8:64::192.0.2.8");
        pingFourOutOfFour("2001:db8:46::203.0.113.8");
        String ofBlue = icmpSessions(blue);
        assertTrue(ofBlue.contains("192.0.2.8#") && !ofBlue.contains("203.0.113."), ofBlue);
        String ofRed = icmpSessions(red);
        assertTrue(ofRed.contains("203.0.113.8#") && !ofRed.contains("192.0.2."), ofRed);
    }

    @Test
    void displaysTheInstancesOfBothNamespacesFromAnywhere() {
        List<String[]> rows = rows(me);
        assertEquals(2, rows.size());
        assertNotEquals(rows.get(0)[0], rows.get(1)[0], "two namespaces");
        for (String[] row : rows) {
            assertEquals(List.of("default", "netfilter"), List.of(row).subList(1, 3));
        }
        assertEquals(2, rows(blue).size());
        assertEquals(2, rows(red).size());
    }

    @Test
    void flushesOnlyTheCallersNamespace() {
        daemon.jool(red, "instance", "flush").run().succeeded();
        assertEquals(1, rows(me).size());
        assertEquals(
                "Running\n",
                daemon.jool(blue, "instance", "status").run().succeeded().out());
        assertTrue(
                daemon.jool(red, "instance", "status").run().succeeded().out().startsWith("Dead\n"));
        pingFourOutOfFour("2001:db8:64::192.0.2.8");
        assertEquals(
                1,
                me.command("ping", "-c", "1", "-W", "1", "2001:db8:46::203.0.113.8")
                        .run()
                        .status());
    }

    @Test
    void forgetsTheInstancesOfADeletedNamespace() {
        pingFourOutOfFour("2001:db8:64::192.0.2.8");
        blue.delete();
        assertFalse(Files.exists(blue.file()));
        Waiting.until("the instance is gone with its namespace", () -> rows(me).size() == 1);
        pingFourOutOfFour("2001:db8:46::203.0.113.8");
    }

    private String pool6(Namespace namespace) {
        String globals =
                daemon.jool(namespace, "global", "display").run().succeeded().out();
        return globals.lines()
                .filter(line -> line.contains("pool6"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(globals));
    }

    private void pingFourOutOfFour(String address) {
        String answer =
                me.run("ping", address, "-c", "4", "-i", "0.2", "-W", "5").out();
        assertTrue(answer.contains("4 packets transmitted, 4 received"), answer);
    }

    private String icmpSessions(Namespace namespace) {
        return daemon.jool(namespace, "session", "display", "--icmp", "--numeric")
                .run()
                .succeeded()
                .out();
    }

    private List<String[]> rows(Namespace namespace) {
        String table = daemon.jool(namespace, "instance", "display", "--csv", "--no-headers")
                .run()
                .succeeded()
                .out();
        return table.lines().map(line -> line.split(",")).toList();
    }
}
