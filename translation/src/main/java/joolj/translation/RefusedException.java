// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.util.Objects;

/** Thrown when a change of an instance's tables, or a question about them, is refused; nothing was changed. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Cause cause;

    /** Why, in the terms of Jool's exit statuses. */
    public enum Cause {
        /** What was asked for makes no sense: EINVAL. */
        INVALID(22),
        /** Something like it is there already: EEXIST. */
        EXISTS(17),
        /** It is not there: ESRCH. */
        NOT_FOUND(3);

        private final int status;

        Cause(int status) {
            this.status = status;
        }

        /** The exit status of Jool's client, Linux's number of the error. */
        public int status() {
            return status;
        }
    }

    /**
     * @param cause why
     * @param message Jool's text of it, fit for people; may be empty
     */
    public RefusedException(Cause cause, String message) {
        super(message);
        this.cause = Objects.requireNonNull(cause, "cause");
    }

    /** Why, in the terms of Jool's exit statuses. */
    public Cause reason() {
        return cause;
    }
}
