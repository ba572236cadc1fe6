// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import joolj.cli.console.Console;
import joolj.cli.grammar.Program;

/** The entry point of the client. The launcher tells the program's name in the system property {@value #PROGRAM}. */
public final class Main {
    /** System property: the last part of the name under which the launcher was called. */
    static final String PROGRAM = "joolj.program";
    /** System property: if true, the client only loads its classes, see {@link Rehearsal}. */
    static final String REHEARSE = "joolj.rehearse";
    /** Environment variable: if set, internal errors show where they happened. */
    static final String DEBUG = "JOOLJ_DEBUG";

    private static final String SESSION_SYNCHRONISER = "joold";
    /** EX_SOFTWARE. */
    private static final int INTERNAL_ERROR = 70;
    /** What a shell makes of a program that is killed because nobody reads its output. */
    private static final int BROKEN_PIPE = 141;

    private Main() {}

    /** Runs the client and ends the virtual machine. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    @SuppressWarnings("CatchingUnchecked") // The last resort: a person must never see a stack trace unasked.
    private static int run(List<String> arguments) {
        String name = System.getProperty(PROGRAM, Program.OWN_NAME);
        if (name.equals(SESSION_SYNCHRONISER)) {
            System.err.println("Error: session synchronisation (joold) is not part of this release.");
            return 1;
        }
        Console console = new Console(new FileOutputStream(FileDescriptor.out), System.err);
        try {
            if (Boolean.getBoolean(REHEARSE)) {
                return Rehearsal.run();
            }
            Program program = Program.named(name);
            return new Client(program, System.getenv(), console).run(arguments);
        } catch (UncheckedIOException e) {
            return outputFailure(e.getCause().getMessage());
        } catch (RuntimeException e) {
            if (System.getenv(DEBUG) != null) {
                e.printStackTrace();
            }
            System.err.println("Error: internal error: " + e + ". Please report it; with " + DEBUG
                    + "=1 in the environment it shows where it happened.");
            return INTERNAL_ERROR;
        }
    }

    private static int outputFailure(String reason) {
        if (reason != null && reason.startsWith("Broken pipe")) {
            return BROKEN_PIPE;
        }
        System.err.println("Error: the output cannot be written: " + reason);
        return 1;
    }
}
