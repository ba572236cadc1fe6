// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Objects;

/** A well-formed request that the translator refuses; nothing was changed. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** The named thing does not exist. */
    public static final int ESRCH = 3;
    /** Something outside the daemon failed. */
    public static final int EIO = 5;
    /** What is asked for is in use. */
    public static final int EBUSY = 16;
    /** The named thing exists already. */
    public static final int EEXIST = 17;
    /** A value is out of its range or contradicts another. */
    public static final int EINVAL = 22;
    /** A table is full. */
    public static final int ENOSPC = 28;
    /** Something that this translator does not offer. */
    public static final int EOPNOTSUPP = 95;

    private final int errno;

    /**
     * Refuses a request.
     *
     * @param errno positive error number of Linux, 1 to 133; the client ends with it
     * @param message why, one sentence
     */
    public RefusedException(int errno, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.errno = errno;
    }

    /** Refuses a value, with {@link #EINVAL}. */
    public static RefusedException invalid(String message) {
        return new RefusedException(EINVAL, message);
    }

    /** Positive error number of Linux, 1 to 133. */
    public int errno() {
        return errno;
    }
}
