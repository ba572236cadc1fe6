// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The TUN device of an instance whose packets are to be routed, what it takes, and what is left of it; processors. */
@NetnsTest
final class TunIT {
    private static final String DEVICE = "jool-j0";
    private static final String FROM_DEVICE = " FORWARD -i " + DEVICE;
    private static final int FILE_LENGTH = 4_000_000;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private TutorialNetwork network;
    private Daemon daemon;

    @BeforeEach
    void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
    }

    @AfterEach
    void removeNetwork() {
        LABORATORY.close();
    }

    private Command add(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("instance", "add", name, "--pool6", TutorialNetwork.POOL6));
        words.addAll(List.of(options));
        return daemon.jool(network.t(), words.toArray(String[]::new));
    }

    private String devices() {
        return network.t().run("ip", "-o", "link", "show").out();
    }

    @Test
    void rulesInForwardFilterTranslatedPackets() {
        add("one", "--reinject", "tun").run().succeeded();
        network.ping().succeeded();
        for (String family : List.of("iptables", "ip6tables")) {
            String rule = family + " %s" + FROM_DEVICE + " -p " + (family.equals("iptables") ? "icmp" : "icmpv6")
                    + " -j DROP";
            network.t().runLines(rule.formatted("-A"));
            network.c()
                    .command("ping", "-c", "1", "-W", "1", TutorialNetwork.V_FOR_C)
                    .run()
                    .exited(1);
            network.t().runLines(rule.formatted("-D"));
        }
        network.ping().succeeded();
    }

    @Test
    void aggregatesPassForwardInOnePiece() {
        add("one", "--reinject", "tun").run().succeeded();
        network.t().runLines("ip6tables -A" + FROM_DEVICE + " -p tcp -m length --length 1501:65535");
        Path file = RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        Path copy = LABORATORY.directory().resolve("copy");
        int port = LABORATORY.fileServer(network.v(), 0).port();
        network.c()
                .run(
                        "curl",
                        "-sS",
                        "--max-time",
                        "50",
                        "-o",
                        copy.toString(),
                        "http://[" + TutorialNetwork.V_FOR_C + "]:" + port + "/data");

        assertEquals(RandomFile.sha256(file), RandomFile.sha256(copy));
        String rules = network.t().run("ip6tables", "-nvxL", "FORWARD").out();
        Matcher counted =
                Pattern.compile("(?m)^\\s+(\\d+)\\s+\\d+\\s.*length 1501:65535").matcher(rules);
        assertTrue(counted.find() && Long.parseLong(counted.group(1)) > 0, rules);
    }

    /** Such as distributions set it. The filter of other interfaces stays as strong as it was meanwhile. */
    @Test
    void passesAReversePathFilterThatHoldsForAllInterfaces() {
        setFilter("all", 1);
        setFilter("eth1", 2);
        add("one", "--reinject", "tun").run().succeeded();
        add("two", "--iptables", "--reinject", "tun").run().succeeded();

        network.ping().succeeded();
        assertEquals("all=0 default=1 eth0=1 eth1=2 jool-j0=0 jool-j1=0 lo=1 ", filters());
        daemon.jool(network.t(), "instance", "remove", "one").run().succeeded();
        assertEquals("all=0 default=1 eth0=1 eth1=2 jool-j1=0 lo=1 ", filters());
        daemon.jool(network.t(), "instance", "remove", "two").run().succeeded();
        assertEquals("all=1 default=0 eth0=0 eth1=2 lo=0 ", filters());
    }

    private void setFilter(String device, int strength) {
        network.t().run("sysctl", "-q", "-w", "net.ipv4.conf." + device + ".rp_filter=" + strength);
    }

    private String filters() {
        return network.t()
                .run(
                        "sh",
                        "-c",
                        "cd /proc/sys/net/ipv4/conf && for i in *; do printf '%s=%s ' $i $(cat $i/rp_filter); done")
                .out();
    }

    @Test
    void theDeviceIsUpWithoutAddressesAndGoesWithTheInstance() {
        add("one", "--reinject", "tun", "--iptables").run().succeeded();
        String address =
                network.t().run("ip", "-o", "address", "show", "dev", DEVICE).out();
        String shown = daemon.joolj(network.t(), "instance", "display", "--json")
                .run()
                .succeeded()
                .out();

        assertTrue(devices().contains(DEVICE + ": <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 65535"), this::devices);
        assertEquals("", address);
        assertTrue(shown.contains("\"reinject\":\"tun\",\"device\":\"" + DEVICE + "\""), shown);
        daemon.jool(network.t(), "instance", "remove", "one").run().succeeded();
        assertFalse(devices().contains(DEVICE), this::devices);
    }

    @Test
    void theDeviceOfADaemonThatIsKilledIsGone() {
        add("one", "--reinject", "tun").run().succeeded();
        assertTrue(devices().contains(DEVICE), this::devices);

        daemon.kill();

        Waiting.until("the device is gone", () -> !devices().contains(DEVICE));
    }

    @Test
    void aDeviceThatSomebodyRemovesComesBackWithTheNextPackets() {
        add("one", "--reinject", "tun").run().succeeded();
        network.ping().succeeded();
        network.t().runLines("ip link delete " + DEVICE);

        Waiting.until("the device is back", () -> {
            network.ping();
            return devices().contains(DEVICE);
        });
        network.ping().succeeded();
    }

    /** What a greedy instance has translated must not come to it again, nor to another instance. */
    @Test
    void noInstanceSeesWhatComesInByTheDevice() {
        add("one", "--reinject", "tun").run().succeeded();
        daemon.joolj(network.t(), "siit", "instance", "add", "two", "--pool6", "2001:db8:64::/96")
                .run()
                .succeeded();
        network.ping().succeeded();

        Map<String, Long> one = daemon.counters(network.t(), "one");
        Map<String, Long> two = daemon.counters(network.t(), "siit", "two");
        assertEquals(3, one.get("JSTAT_RECEIVED4"));
        assertEquals(0, two.get("JSTAT_SUCCESS"));
    }

    /** Connection tracking puts fragments together to packets that are longer than the queue can hand over. */
    @Test
    void whatTheQueueCannotHandOverWholeIsCountedAndRefused() {
        add("one", "--reinject", "tun").run().succeeded();
        network.t().runLines("ip6tables -A FORWARD -m conntrack --ctstate INVALID -j RETURN");
        network.c()
                .command("ping", "-c", "1", "-W", "1", "-s", "65500", TutorialNetwork.V_FOR_C)
                .run()
                .exited(1);

        assertEquals(1, daemon.counters(network.t(), "one").get("JSTAT_SKB_TRUNCATED"));
        network.ping().succeeded();
    }

    @Test
    void workersAreBoundToTheirProcessors() throws IOException {
        String processors = network.t()
                .run("sh", "-c", "taskset -cp $$ | sed 's/.*: //'")
                .out()
                .strip();
        String first = processors.replaceAll("[,-].*", "");
        add("one", "--queue-balance", "6500:6501", "--cpu", first).run().succeeded();

        assertEquals(first, allowed("queue-6500"));
        assertEquals(first, allowed("queue-6501"));
    }

    /** The processors that a thread of the daemon may run on, as the kernel lists them. */
    private String allowed(String thread) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(daemon.pid()), "task");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
            for (Path task : all) {
                if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    return Files.readAllLines(task.resolve("status")).stream()
                            .filter(line -> line.startsWith("Cpus_allowed_list:"))
                            .map(line -> line.replaceAll(".*\\s", ""))
                            .findFirst()
                            .orElseThrow();
                }
            }
        }
        throw new AssertionError("no thread " + thread);
    }

    @Test
    void processorsThatAreNotThereOrDoNotFitAreRefused() {
        String missing = add("one", "--cpu", "1023").run().exited(22).err();
        String surplus = add("one", "--queue-num", "6500", "--cpu", "0,0")
                .run()
                .exited(22)
                .err();

        assertTrue(missing.contains("Processor 1023 cannot be used (this daemon may use: "), missing);
        assertTrue(
                surplus.contains("The processors '0,0' do not fit 1 queue: name one for each queue, or one for all."),
                surplus);
        assertEquals("", network.queueRules());
        add("one").run().succeeded();
    }
}
