// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs iptables and ip6tables in a network namespace. They are started by {@code nsenter}, not by a thread inside the
 * namespace: the JVM's own thread that waits for a child would inherit that namespace and keep it alive.
 */
final class FirewallCommand {
    /** How long a command may wait for another that holds the xtables lock, seconds. */
    private static final String LOCK_WAIT_SECONDS = "10";

    private static final long DEADLINE_SECONDS = 30;

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
        List<String> command = new ArrayList<>();
        command.add("nsenter");
        command.add("--net=" + namespace);
        command.add(program);
        command.add("-w");
        command.add(LOCK_WAIT_SECONDS);
        command.addAll(arguments);
        Process process = start(command);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new FirewallException(program + " did not end within " + DEADLINE_SECONDS + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new FirewallException(
                        program + " " + String.join(" ", arguments) + " failed: " + reason(program, output));
            }
        } catch (IOException e) {
            throw new FirewallException(program + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirewallException(program + " was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new FirewallException("cannot run nsenter (" + e.getMessage() + "): install the package util-linux");
        }
    }

    private static String reason(String program, String output) {
        String line = output.replace('\n', ' ');
        return line.startsWith("nsenter:") && line.contains("No such file")
                ? "there is no " + program + "; install the package iptables"
                : line;
    }
}
