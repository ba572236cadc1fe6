// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.io.IOException;
import java.nio.file.Path;

/** No daemon could be asked. */
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why not. */
    public enum Cause {
        /** Nobody listens at the socket. */
        ABSENT,
        /** This user may not use the socket. */
        DENIED,
        /** The path does not fit into a socket address. */
        PATH_TOO_LONG
    }

    private final Cause cause;

    UnreachableException(Cause cause, Path socket) {
        super(socket + ": " + cause);
        this.cause = cause;
    }

    /** Why nobody could be asked. */
    public Cause why() {
        return cause;
    }
}
