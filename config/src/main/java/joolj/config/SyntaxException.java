// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import joolj.address.AddressFormatException;

/** A text that cannot be read as what it should be. The message is the line to show, without {@code Error: }. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Exit status of most unreadable texts: -EINVAL, as the shell sees it. */
    public static final int INVALID = 234;
    /** Exit status when a number was expected and the text does not start with a digit. */
    public static final int NOT_A_NUMBER = 1;

    private final int exitStatus;

    /**
     * Reports an unreadable text that ends the client with {@link #INVALID}.
     *
     * @param message what is wrong, one sentence that quotes the text
     */
    public SyntaxException(String message) {
        this(message, INVALID);
    }

    /**
     * Reports an unreadable text.
     *
     * @param message what is wrong, one sentence that quotes the text
     * @param exitStatus what the client ends with, 1 to 255
     */
    public SyntaxException(String message, int exitStatus) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** Restates an unreadable address, prefix or transport address. */
    public static SyntaxException of(AddressFormatException e) {
        return new SyntaxException(e.getMessage(), e.numberExpected() ? NOT_A_NUMBER : INVALID);
    }

    /** What the client ends with, 1 to 255. */
    public int exitStatus() {
        return exitStatus;
    }
}
