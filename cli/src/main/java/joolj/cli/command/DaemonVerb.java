// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.TimeText;
import joolj.config.UnsignedText;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.Operation;
import joolj.control.Reply;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code jool-j daemon --status} and {@code --stop}. Starting a daemon is the launcher's business: it needs a virtual
 * machine with options of its own.
 */
public final class DaemonVerb implements Verb {
    /** Option of the launcher: waits until the daemon that runs as this process answers. */
    private static final String AWAIT = "await";

    private static final int NOT_RUNNING = 3;
    private static final long START_DEADLINE_SECONDS = 60;
    private static final long STOP_DEADLINE_SECONDS = 30;
    private static final long POLL_MILLISECONDS = 20;

    @Override
    public String keyword() {
        return "daemon";
    }

    @Override
    public String summary() {
        return "Run the daemon in the foreground, until it is told to stop.";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(Flags.of("detach", "Return when the daemon is ready, and leave it in the background"));
        options.addOption(Flags.of("stop", "End the running daemon and wait until it is gone"));
        options.addOption(Flags.of("status", "Tell whether a daemon is running (exit status 0) or not (3)"));
        options.addOption(Flags.of(null, "socket", "<path>", "The control socket (default: see jool-j --help)"));
        options.addOption(Flags.of(null, "config", "<directory>", "The YAML definitions (default: /etc/jool-j)"));
        options.addOption(Flags.of(null, AWAIT, "<pid>", null));
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        call.requireNoPositionals(line.getArgList());
        Call here = Flags.last(line, "socket").map(Path::of).map(call::at).orElse(call);
        Optional<String> awaited = Flags.last(line, AWAIT);
        if (awaited.isPresent()) {
            return await(here, UnsignedText.parse(awaited.get(), UnsignedText.U32));
        }
        boolean stop = line.hasOption("stop");
        boolean status = line.hasOption("status");
        if ((stop && status) || (line.hasOption("detach") && (stop || status))) {
            throw ExitException.invalid("Only one of --detach, --stop and --status is allowed.");
        }
        if (!stop && !status) {
            throw ExitException.invalid("The daemon is started by the launcher script jool-j.");
        }
        Optional<Row.Daemon> daemon = ask(here);
        if (daemon.isEmpty()) {
            here.console().line("not running");
            return stop ? 0 : NOT_RUNNING;
        }
        return stop ? stop(here, daemon.get()) : describe(here, daemon.get());
    }

    private static int await(Call call, long pid) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_DEADLINE_SECONDS);
        while (isAlive(pid)) {
            Optional<Row.Daemon> daemon = ask(call);
            if (daemon.isPresent() && daemon.get().pid() == pid) {
                return 0;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ExitException(
                        1, "Error: the daemon is not ready after " + START_DEADLINE_SECONDS + " seconds.");
            }
            pause();
        }
        return 1;
    }

    private static Optional<Row.Daemon> ask(Call call) throws IOException {
        List<Row.Daemon> rows = new ArrayList<>();
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(
                    client, new Command.Plain(Operation.DAEMON_STATUS), cells -> rows.add(Row.Daemon.of(cells)));
            if (!end.isSuccess() || rows.isEmpty()) {
                throw new ExitException(1, "Error: " + (end.isSuccess() ? "The daemon says nothing." : end.error()));
            }
            return Optional.of(rows.get(0));
        } catch (ExitException e) {
            if (e.status() == ExitException.NO_TRANSLATOR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static int describe(Call call, Row.Daemon daemon) {
        call.console()
                .line("running: pid " + daemon.pid() + ", version " + daemon.version() + ", up "
                        + TimeText.format(1000 * daemon.uptime()) + ", " + daemon.instances()
                        + (daemon.instances() == 1 ? " instance" : " instances"));
        return 0;
    }

    private static int stop(Call call, Row.Daemon daemon) throws IOException {
        try (ControlClient client = call.connect()) {
            int status = call.conclude(call.exchange(client, new Command.Plain(Operation.DAEMON_STOP), Call.NO_ROWS));
            if (status != 0) {
                return status;
            }
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_DEADLINE_SECONDS);
        while (isAlive(daemon.pid())) {
            if (System.nanoTime() - deadline > 0) {
                throw new ExitException(
                        1,
                        "Error: the daemon (pid " + daemon.pid() + ") is still there after " + STOP_DEADLINE_SECONDS
                                + " seconds.");
            }
            pause();
        }
        return 0;
    }

    /** Whether the process exists and has not ended; one whose parent has not noticed its end yet has ended. */
    private static boolean isAlive(long pid) {
        if (ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true)) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitException(1, "Error: interrupted while waiting for the daemon to end.");
        }
    }
}
