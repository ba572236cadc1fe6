// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the daemon takes of the machine's memory, and that the collector has nothing to do with packets. */
@NetnsTest
final class ResourcesIT {
    /** The daemon is to take 120 MiB; the rest is for machines whose pages and virtual machines are larger. */
    private static final long RESIDENT_MAX_KIB = 150 * 1024;

    private static final int PACKETS = 120_000;
    private static final int PACKETS_AT_ONCE = 4000;
    private static final String SOURCE = "2001:db8::8";
    private static final String DESTINATION = "64:ff9b::cb00:7110";
    private static final int PORT = 5000;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private static TutorialNetwork network;
    private static Daemon daemon;

    @BeforeAll
    static void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
        daemon.jool(network.t(), "instance", "add", "--iptables", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
        network.addRules(daemon.queueOf(network.t(), "default"));
        Waiting.until("the daemon has warmed up", () -> !hasThread("warm-up"));
    }

    private static boolean hasThread(String name) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(daemon.pid()), "task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                if (Files.readString(task.resolve("comm")).strip().equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void theWarmUpFindsEverythingThatItNeeds() {
        String log = daemon.words();

        assertFalse(log.contains("no warm-up"), log);
    }

    @Test
    void anIdleDaemonIsSmall() throws IOException {
        Path status = Path.of("/proc", Long.toString(daemon.pid()), "status");
        long resident = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();

        assertTrue(resident < RESIDENT_MAX_KIB, resident + " KiB");
    }

    @Test
    void steadyTrafficCausesNoCollection() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        assumeTrue(Files.isExecutable(jcmd), "there is no " + jcmd);
        network.v().run("iptables", "-A", "INPUT", "-p", "udp", "-j", "DROP");
        send(PACKETS / 10);
        Path log = LABORATORY.directory().resolve("gc.log");
        String pid = Long.toString(daemon.pid());
        network.t().run(jcmd.toString(), pid, "GC.run");
        network.t().run(jcmd.toString(), pid, "VM.log", "output=" + log, "what=gc=info");

        send(PACKETS);

        assertEquals("", Files.readString(log), "collections while packets passed");
        network.t().run(jcmd.toString(), pid, "GC.run");
        String last = Files.readString(log);
        assertTrue(last.contains("Pause"), () -> "a collection is written down: " + last);
    }

    private static void send(int packets) {
        long before = received();
        try (Frames frames = Frames.open(network.c(), "eth0", network.t(), "eth0")) {
            byte[] datagram = Packets.udp6(SOURCE, DESTINATION, PORT, PORT, new byte[16]);
            byte[] packet = Packets.ipv6(SOURCE, DESTINATION, Packets.UDP, datagram);
            for (int i = 1; i <= packets; i++) {
                frames.send6(packet);
                if (i % PACKETS_AT_ONCE == 0) {
                    awaitQueueEmpty();
                }
            }
        }
        awaitQueueEmpty();
        assertEquals(packets, received() - before, "packets that reached the translator");
    }

    /** Waits without asking the daemon, whose answers take memory. */
    private static void awaitQueueEmpty() {
        Waiting.until("the queue is empty", () -> {
            String[] fields = network.t()
                    .run("cat", "/proc/net/netfilter/nfnetlink_queue")
                    .out()
                    .strip()
                    .split("\\s+", -1);
            return fields[2].equals("0");
        });
    }

    private static long received() {
        return daemon.counters(network.t(), "default").get("JSTAT_RECEIVED6");
    }
}
