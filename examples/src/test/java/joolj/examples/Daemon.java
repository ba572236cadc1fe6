// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A jool-j daemon under test, and the client commands that talk to it. */
final class Daemon implements AutoCloseable {
    private static final int LAST_LINES = 40;
    private static final int SECONDS_TO_END = 20;

    private final Path socket;
    private final Path log;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    /**
     * @param socket where its control socket will be
     * @param java the Java to run it and its clients with, null for the usual one
     */
    Daemon(Path socket, Path java) {
        this(socket, java, Map.of());
    }

    /** The same, with environment variables for it and its clients. */
    Daemon(Path socket, Path java, Map<String, String> variables) {
        this.socket = socket;
        environment.putAll(variables);
        log = Path.of(socket + ".log");
        environment.put("JOOLJ_SOCKET", socket.toString());
        if (java != null) {
            environment.put("JOOLJ_JAVA", java.toString());
        }
    }

    /** Starts it, or starts it again, and returns when it answers. */
    void start() {
        // Tests may run under nohup, whose children could not be told to read their files anew.
        List<String> words = List.of(
                "env",
                "--default-signal=HUP",
                Laboratory.HOME.resolve("jool-j").toString(),
                "daemon",
                "--config",
                definitions().toString());
        try {
            process = new Command(words, environment).start(log, log);
        } catch (IOException e) {
            throw new AssertionError("cannot start " + words, e);
        }
        Waiting.until("the daemon answers at " + socket, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the daemon ended with status " + process.exitValue() + ":\n" + lastWords());
            }
            connect().close();
            return true;
        });
        // It listens before it has read its files, but answers afterwards.
        joolj("daemon", "--status").run().succeeded();
    }

    /** The directory of its YAML definitions; not made here, so that the machine's own are never read. */
    Path definitions() {
        return Path.of(socket + ".definitions");
    }

    /** Opens a connection to the control socket. */
    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A command of the drop-in client {@code jool}, given inside a namespace. */
    Command jool(Namespace namespace, String... arguments) {
        return client("jool", namespace, arguments);
    }

    /** A command of the drop-in client {@code jool_siit}, given inside a namespace. */
    Command siit(Namespace namespace, String... arguments) {
        return client("jool_siit", namespace, arguments);
    }

    /** A command of the client {@code jool-j}, given inside a namespace. */
    Command joolj(Namespace namespace, String... arguments) {
        return client("jool-j", namespace, arguments);
    }

    /** A command of the client {@code jool-j}, given in the namespace of the test itself. */
    Command joolj(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(Laboratory.HOME.resolve("jool-j").toString()));
        words.addAll(List.of(arguments));
        return new Command(List.copyOf(words), environment);
    }

    private Command client(String program, Namespace namespace, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(Laboratory.HOME.resolve(program).toString()));
        words.addAll(List.of(arguments));
        return namespace.command(environment, words.toArray(String[]::new));
    }

    /** The queue number of a NAT64, by {@code instance display --csv}; the test fails if there is no such one. */
    int queueOf(Namespace namespace, String instance) {
        return queueOf(namespace, "nat64", instance);
    }

    /** The queue number of an instance of the given product, as {@code jool-j} writes it. */
    int queueOf(Namespace namespace, String product, String instance) {
        String table = joolj(namespace, product, "instance", "display", "--csv")
                .run()
                .succeeded()
                .out();
        return table.lines()
                .map(line -> line.split(",", -1))
                .filter(fields -> fields.length == 4 && fields[1].equals(instance))
                .map(fields -> Integer.valueOf(fields[3]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no instance " + instance + " in:\n" + table));
    }

    /** The counters of a NAT64, zero ones included. */
    Map<String, Long> counters(Namespace namespace, String instance) {
        return counters(namespace, "nat64", instance);
    }

    /** The counters of an instance of the given product, as {@code jool-j} writes it, zero ones included. */
    Map<String, Long> counters(Namespace namespace, String product, String instance) {
        Command command =
                joolj(namespace, product, "-i", instance, "stats", "display", "--all", "--csv", "--no-headers");
        Map<String, Long> counters = new HashMap<>();
        command.run().succeeded().out().lines().forEach(line -> {
            String[] fields = line.split(",", 2);
            counters.put(fields[0], Long.valueOf(fields[1]));
        });
        return counters;
    }

    /** What the environment of a client must hold. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Process id. */
    long pid() {
        return process.pid();
    }

    /** Whether the process runs. */
    boolean isAlive() {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // A process that has ended is a zombie until this JVM's reaper thread has noticed.
            return !stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it without warning, as {@code kill -9} does, and waits for its end. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, as {@code kill} does, and waits for that. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** Waits for its end. */
    int awaitEnd() {
        try {
            if (!process.waitFor(Command.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the daemon did not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    /** Everything it wrote to the screen. */
    String words() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError("cannot read " + log, e);
        }
    }

    /** The last lines it wrote. */
    String lastWords() {
        List<String> lines = words().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Ends it, politely first. */
    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
