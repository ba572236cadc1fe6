// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries recorded commands out: those of the client by {@link ClientMachine}, the others by a shell. */
final class RecordedShell implements AutoCloseable {
    /** How long a table may take to become what was recorded. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern CLIENT = Pattern.compile("^jool(_siit)? |; jool(_siit)? ");
    private static final Pattern EXEC = Pattern.compile("^ip netns exec (\\S+) (.*)$");
    private static final Pattern NETNS = Pattern.compile("ip netns (add|del) (\\S+?)(;|$)");
    private static final Pattern INSTANCE = Pattern.compile("-j JOOL --instance \"?(\\w+)\"?");

    private final Laboratory laboratory;
    private final RecordedNetwork network;
    private final RecordedTraffic traffic;
    private final Daemon daemon;
    private final Map<String, ClientMachine> machines = new HashMap<>();

    /** Starts a daemon. */
    RecordedShell(Laboratory laboratory, RecordedNetwork network) {
        this.laboratory = laboratory;
        this.network = network;
        this.traffic = new RecordedTraffic(laboratory);
        this.daemon = laboratory.daemon();
    }

    /** Whether a command is one of the client. */
    static boolean isClient(String command) {
        Matcher exec = EXEC.matcher(command);
        return CLIENT.matcher(exec.matches() ? exec.group(2) : command).find();
    }

    /** Makes traffic. */
    void act(Transcript.Step step) {
        List<String> words = ShellWords.of(step.command());
        traffic.make(words, network.node(words.get(1)));
    }

    /** Runs a list of pipelines that start with a client's command; the recorded pauses are left out. */
    Command.Result runClient(Transcript.Step step) {
        Matcher exec = EXEC.matcher(step.command());
        String node = exec.matches() ? exec.group(1) : step.node();
        String commands = exec.matches() ? exec.group(2) : step.command();
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        int status = 0;
        for (String pipeline : ShellWords.split(commands, ';')) {
            if (!pipeline.startsWith("sleep ")) {
                Command.Result result = runPipeline(node, pipeline);
                status = result.status();
                out.append(result.out());
                err.append(result.err());
            }
        }
        return new Command.Result(commands, 0, status, out.toString(), err.toString());
    }

    private Command.Result runPipeline(String node, String pipeline) {
        List<String> commands = ShellWords.split(pipeline, '|');
        ClientMachine machine =
                machines.computeIfAbsent(node, name -> new ClientMachine(network.node(name), daemon.environment()));
        Command.Result result = machine.run(ShellWords.of(commands.get(0)));
        return commands.size() == 1 ? result : filter(String.join(" | ", commands.subList(1, commands.size())), result);
    }

    private static Command.Result filter(String filter, Command.Result input) {
        try {
            Process process = new ProcessBuilder("sh", "-c", filter).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.out().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // head(1) does not read to the end.
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command.Result(filter, process.pid(), process.waitFor(), out, input.err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Runs a command of another program; what takes the place of the kernel module is the daemon. */
    Command.Result runOther(Transcript.Step step) {
        String command = step.command().replace("/sbin/", "");
        if (command.startsWith("modprobe ")) {
            modprobe(command);
            return new Command.Result(command, 0, 0, "", "");
        }
        if (NETNS.matcher(command).find()) {
            changeNamespaces(command);
            return new Command.Result(command, 0, 0, "", "");
        }
        Namespace node = network.node(step.node());
        return node.command("sh", "-c", translated(command, node)).run();
    }

    private void modprobe(String command) {
        if (command.contains(" -r ")) {
            closeMachines();
            daemon.terminate();
        } else if (!daemon.isAlive()) {
            daemon.start();
        }
    }

    private void changeNamespaces(String command) {
        Matcher matcher = NETNS.matcher(command);
        while (matcher.find()) {
            String name = matcher.group(2);
            if (matcher.group(1).equals("del")) {
                // A machine inside would keep the namespace alive.
                closeMachines();
                network.remove(name);
            } else if (!network.has(name)) {
                network.add(laboratory, name);
            }
        }
    }

    /** Names of namespaces, the target of rules, and the pause between pings are other ones here. */
    private String translated(String command, Namespace node) {
        String words = command.replace("ping6 ", "ping -6 -i 0.2 ").replace("ping -c ", "ping -i 0.2 -c ");
        for (String name : List.of("blue", "red")) {
            if (network.has(name)) {
                words = words.replaceAll(
                        "netns " + name + "\\b", "netns " + network.node(name).name());
            }
        }
        Matcher instance = INSTANCE.matcher(words);
        if (instance.find()) {
            int queue = daemon.queueOf(node, instance.group(1));
            words = instance.replaceAll("-j NFQUEUE --queue-num " + queue + " --queue-bypass");
        }
        return words;
    }

    private void closeMachines() {
        for (ClientMachine machine : machines.values()) {
            try {
                machine.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        machines.clear();
    }

    @Override
    public void close() {
        closeMachines();
    }
}
