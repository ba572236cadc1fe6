// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.console;

import java.util.Objects;

/** The end of the program: nothing more is to be done than to say why. Carries no stack trace. */
public final class ExitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An argument is unusable: -EINVAL, as the shell sees it. */
    public static final int INVALID = 234;
    /** An option is unusable: EX_USAGE. */
    public static final int USAGE = 64;
    /** No translator answers: -ESRCH, as the shell sees it. */
    public static final int NO_TRANSLATOR = 253;

    private final int status;

    /**
     * Ends the program.
     *
     * @param status exit status, 1 to 255
     * @param text everything to write to standard error, lines separated by line feeds, without the last one
     */
    public ExitException(int status, String text) {
        super(Objects.requireNonNull(text, "text"), null, false, false);
        this.status = status;
    }

    /** Ends the program with {@link #INVALID} and a line that starts with {@code Error: }. */
    public static ExitException invalid(String message) {
        return new ExitException(INVALID, "Error: " + message);
    }

    /** Exit status, 1 to 255. */
    public int status() {
        return status;
    }
}
