// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import joolj.config.SyntaxException;

/** A file that defines no instance: what is wrong, in Jool's words, and where. Carries no stack trace. */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Exit status of a key that is there twice: -EEXIST, as the shell sees it. */
    public static final int DUPLICATE = 239;

    private final int status;
    private final boolean refused;
    private final transient Location location;

    private DefinitionException(String message, int status, boolean refused, Location location) {
        super(message, null, false, false);
        this.status = status;
        this.refused = refused;
        this.location = location;
    }

    /** Something that cannot be read. */
    static DefinitionException unreadable(String message, Location location) {
        return new DefinitionException(message, SyntaxException.INVALID, false, location);
    }

    /** Something that cannot be read, with an exit status of its own. */
    static DefinitionException unreadable(String message, int status, Location location) {
        return new DefinitionException(message, status, false, location);
    }

    /** Something that the translator refuses, with its error number. */
    static DefinitionException refused(String message, int errno, Location location) {
        return new DefinitionException(message, errno, true, location);
    }

    /** What the client ends with, 1 to 255; the translator's error number if it is {@link #refused}. */
    public int status() {
        return status;
    }

    /** Whether the text can be read, and the translator's rules forbid what it says. */
    public boolean refused() {
        return refused;
    }

    /** Where it is. */
    public Location location() {
        return location;
    }
}
