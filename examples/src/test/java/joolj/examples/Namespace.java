// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static joolj.examples.Libc.LIBC;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A network namespace that stands for a node of a test's network. */
final class Namespace {
    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /**
     * Makes a namespace in which addresses are usable at once: nobody else is on its links, so that duplicate address
     * detection is off.
     */
    static Namespace create(String name) {
        new Command(List.of("ip", "netns", "add", name), Map.of()).run().succeeded();
        Namespace namespace = new Namespace(name);
        namespace.run("sysctl", "-q", "-w", "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0");
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** The name, as {@code ip netns} has it. */
    String name() {
        return name;
    }

    /** The file that stands for the namespace. */
    Path file() {
        return Path.of("/run/netns", name);
    }

    /** The given words as a command that runs inside. */
    Command command(String... words) {
        return command(Map.of(), words);
    }

    /** The given words as a command that runs inside, with additional environment variables. */
    Command command(Map<String, String> environment, String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(words));
        return new Command(List.copyOf(all), environment);
    }

    /** Runs a command inside; the test fails if it fails. */
    Command.Result run(String... words) {
        return command(words).run().succeeded();
    }

    /** Runs each line as a command inside, its words separated by blanks; the test fails if one fails. */
    void runLines(String lines) {
        lines.lines().map(String::strip).forEach(line -> run(line.split(" +")));
    }

    /** Connects an interface of this namespace with one of another; both are left down. */
    void cable(String own, Namespace other, String others) {
        List<String> words = List.of(
                "ip",
                "link",
                "add",
                "name",
                own,
                "netns",
                name,
                "type",
                "veth",
                "peer",
                "name",
                others,
                "netns",
                other.name);
        new Command(words, Map.of()).run().succeeded();
    }

    /**
     * Calls something on a thread of its own inside the namespace. A socket opened there belongs to the namespace
     * whichever thread uses it later.
     *
     * @param task what to do inside
     * @return the task's result
     */
    <T> T call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        enter();
                        result.complete(task.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "in " + name);
        thread.start();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new AssertionError("in namespace " + name, e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void enter() throws IOException {
        int fd = LIBC.open(file().toString(), Libc.O_RDONLY);
        if (fd < 0 || LIBC.setns(fd, Libc.CLONE_NEWNET) != 0) {
            throw new IOException("cannot enter " + file());
        }
        LIBC.close(fd);
    }

    /** Removes the namespace; that it is gone already is no failure. */
    void delete() {
        new Command(List.of("ip", "netns", "del", name), Map.of()).run();
    }

    @Override
    public String toString() {
        return name;
    }
}
