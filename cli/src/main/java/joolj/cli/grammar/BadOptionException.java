// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

/** A word that getopt complains about; the message is the complaint. Carries no stack trace. */
public final class BadOptionException extends Exception {
    private static final long serialVersionUID = 1;

    BadOptionException(String message) {
        super(message, null, false, false);
    }
}
