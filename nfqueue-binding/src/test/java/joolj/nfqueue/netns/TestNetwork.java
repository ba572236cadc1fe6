// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.netns;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import joolj.nfqueue.namespace.NetNamespace;

/**
 * One namespace "a", or two, "a" and "b", joined by a veth pair: 198.51.100.1 and 2001:db8::1 in a, 198.51.100.2 and
 * 2001:db8::2 in b, interface "v" in both. Closing it removes them.
 */
public final class TestNetwork implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int COMMAND_SECONDS = 60;

    private final String prefix = "jjb-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + "-";
    private final List<String> namespaces = new ArrayList<>();

    private TestNetwork() {}

    /** Makes namespace "a" with its loopback interface up. */
    public static TestNetwork single() {
        TestNetwork network = new TestNetwork();
        network.build(() -> network.add("a"));
        return network;
    }

    /** Makes namespaces "a" and "b" and joins them. */
    public static TestNetwork pair() {
        TestNetwork network = new TestNetwork();
        network.build(() -> {
            network.add("a");
            network.add("b");
            network.in("a", "ip link add v type veth peer name v netns " + network.name("b"));
            network.connect("a", 1);
            network.connect("b", 2);
        });
        return network;
    }

    /** Removes what test runs that were killed have left. */
    static void removeStale() {
        Pattern ours = Pattern.compile("jjb-(\\d+)-.*");
        for (String line : command(List.of("ip", "netns", "list"), "").lines().toList()) {
            Matcher name = ours.matcher(line.replaceAll(" .*", ""));
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                command(List.of("ip", "netns", "delete", name.group()), "");
            }
        }
    }

    private void build(Runnable steps) {
        try {
            steps.run();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void add(String namespace) {
        command(List.of("ip", "netns", "add", name(namespace)), "");
        namespaces.add(namespace);
        in(namespace, "sysctl -q -w net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0");
        in(namespace, "ip link set lo up");
    }

    private void connect(String namespace, int host) {
        in(namespace, "ip address add 198.51.100." + host + "/24 dev v");
        in(namespace, "ip address add 2001:db8::" + host + "/64 dev v nodad");
        in(namespace, "ip link set v up");
    }

    /** The name of a namespace, as {@code ip netns} knows it. */
    public String name(String namespace) {
        return prefix + namespace;
    }

    /** The file of a namespace. */
    public Path file(String namespace) {
        return Path.of("/run/netns", name(namespace));
    }

    /**
     * Runs a command in a namespace.
     *
     * @param line its words, separated by single spaces
     * @return what it printed
     * @throws IllegalStateException if it fails
     */
    public String in(String namespace, String line) {
        return inWithInput(namespace, line, "");
    }

    /** Runs a command in a namespace that reads a text. */
    public String inWithInput(String namespace, String line, String input) {
        return command(words(namespace, line), input);
    }

    /** The packets counted by those rules, as a command lists them, whose line contains a text. */
    public List<String> packetsOfRules(String namespace, String listCommand, String text) {
        return in(namespace, listCommand)
                .lines()
                .filter(line -> line.contains(text))
                .map(line -> line.strip().split(" +", 2)[0])
                .toList();
    }

    /** Counters of a namespace's network stack since it was made: names and values, separated by single spaces. */
    public String counters(String namespace, String... names) {
        return in(namespace, "nstat -asz " + String.join(" ", names))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll(" +", " ").replaceAll(" [^ ]*$", ""))
                .collect(Collectors.joining(" "));
    }

    /** Starts a command in a namespace; the caller waits for it or ends it. */
    public Process start(String namespace, String line) throws IOException {
        return new ProcessBuilder(words(namespace, line))
                .redirectErrorStream(true)
                .start();
    }

    private List<String> words(String namespace, String line) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name(namespace)));
        Collections.addAll(words, line.split(" ", -1));
        return words;
    }

    /** Runs code on a thread of its own in a namespace. */
    public <T> T call(String namespace, Callable<T> code) throws Exception {
        try (NetNamespace entered = NetNamespace.ofPath(file(namespace))) {
            return entered.call(code);
        }
    }

    /** Runs code on a thread of its own in a namespace. */
    public void run(String namespace, Steps code) throws Exception {
        Boolean unused = call(namespace, () -> {
            code.run();
            return true;
        });
    }

    /** Steps of a test. */
    @FunctionalInterface
    public interface Steps {
        void run() throws Exception;
    }

    /** Removes the namespaces. */
    @Override
    public void close() {
        for (String namespace : namespaces) {
            command(List.of("ip", "netns", "delete", name(namespace)), "");
        }
        namespaces.clear();
    }

    private static String command(List<String> words, String input) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            try (OutputStream standardInput = process.getOutputStream()) {
                standardInput.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", words) + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", words) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
