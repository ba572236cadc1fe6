// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

/** A word that getopt complains about; the message is the complaint. Carries no stack trace. */
public final class BadOptionException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    BadOptionException(String message) {
        this(message, "");
    }

    /**
     * Complains and helps.
     *
     * @param hint a line feed and a line that begins with two blanks, or empty
     */
    BadOptionException(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    /** What else can be said, on a line of its own: a line feed and that line, or empty. */
    public String hint() {
        return hint;
    }
}
