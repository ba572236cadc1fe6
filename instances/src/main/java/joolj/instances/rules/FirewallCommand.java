// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs iptables, ip6tables and nft in a network namespace. They are started by {@code nsenter}, not by a thread inside the
 * namespace: the JVM's own thread that waits for a child would inherit that namespace and keep it alive.
 */
final class FirewallCommand {
    /** How long a command may wait for another that holds the xtables lock, seconds. */
    private static final String LOCK_WAIT_SECONDS = "10";

    private static final long DEADLINE_SECONDS = 30;

    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");

    /** Characters that are told of what a program printed. */
    private static final int REASON_LENGTH = 300;

    /** What iptables says if it, or the kernel, does not know the match. */
    private static final Pattern LACKS_U32 = Pattern.compile("load match .u32'|[Ee]xtension u32 .*not supported");

    private FirewallCommand() {}

    /**
     * Runs one command to its end.
     *
     * @param namespace file of the namespace
     * @param program {@code iptables} or {@code ip6tables}
     * @param arguments what follows the program's name
     * @throws FirewallException if it cannot be started, takes too long or exits with another status than 0; the
     *     message holds what the program printed
     */
    static void run(Path namespace, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-w", LOCK_WAIT_SECONDS));
        command.addAll(arguments);
        feed(namespace, command, "");
    }

    /**
     * Tells whether a command succeeds; arguments as for {@link #run}.
     *
     * @throws FirewallException if it cannot be started or takes too long
     */
    static boolean succeeds(Path namespace, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-w", LOCK_WAIT_SECONDS));
        command.addAll(arguments);
        return execute(namespace, command, "").status() == 0;
    }

    /**
     * Runs one command to its end.
     *
     * @param namespace file of the namespace
     * @param command the program and its arguments
     * @param input what it reads
     * @throws FirewallException as {@link #run} does
     */
    static void feed(Path namespace, List<String> command, String input) {
        String unused = successful(namespace, command, input);
    }

    /**
     * Runs one command to its end and returns what it printed.
     *
     * @throws FirewallException as {@link #run} does
     */
    static String output(Path namespace, List<String> command) {
        return successful(namespace, command, "");
    }

    private static String successful(Path namespace, List<String> command, String input) {
        Result result = execute(namespace, command, input);
        if (result.status() != 0) {
            throw new FirewallException(
                    String.join(" ", command) + " failed: " + reason(command.get(0), result.output()));
        }
        return result.output();
    }

    /** Whether this process lives in a namespace; entering that one would need a capability for nothing. */
    private static boolean isOwn(Path namespace) {
        try {
            return Files.getAttribute(namespace, "unix:ino").equals(Files.getAttribute(OWN_NAMESPACE, "unix:ino"))
                    && Files.getAttribute(namespace, "unix:dev").equals(Files.getAttribute(OWN_NAMESPACE, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    private record Result(int status, String output) {}

    private static Result execute(Path namespace, List<String> command, String input) {
        List<String> words = new ArrayList<>();
        if (!isOwn(namespace)) {
            words.addAll(List.of("nsenter", "--net=" + namespace));
        }
        words.addAll(command);
        Process process = start(words);
        String program = command.get(0);
        try {
            send(process, input);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new FirewallException(program + " did not end within " + DEADLINE_SECONDS + " seconds");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new FirewallException(program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirewallException(program + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void send(Process process, String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it read everything; its output and exit status tell why.
        }
    }

    private static Process start(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            return builder.start();
        } catch (IOException e) {
            throw new FirewallException(missing(command.get(0)));
        }
    }

    private static String reason(String program, String output) {
        if (LACKS_U32.matcher(output).find()) {
            return "this system lacks the match u32, by which the rules tell fragments; install it (the kernel's module"
                    + " xt_u32, iptables' libxt_u32.so), or use nftables (--nft)";
        }
        String line = output.replace('\n', ' ');
        line = line.length() > REASON_LENGTH ? line.substring(0, REASON_LENGTH) + "..." : line;
        return line.startsWith("nsenter:") && line.contains("No such file") ? missing(program) : line;
    }

    private static String missing(String program) {
        String source = program.equals("nsenter") ? "util-linux" : program.equals("nft") ? "nftables" : "iptables";
        return "there is no " + program + "; install the package " + source;
    }
}
