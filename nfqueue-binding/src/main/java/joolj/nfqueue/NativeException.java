// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import jnr.constants.platform.Errno;
import joolj.nfqueue.raw.Linux;

/** A call of the kernel or of a C library that failed, with what to do about it. */
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failure means to the caller. */
    public enum Kind {
        /** What was asked for, such as a queue number, is in use. */
        BUSY,
        /** The process lacks a capability. */
        PERMISSION,
        /** A C library, or a function of it, is not installed. */
        MISSING_LIBRARY,
        /** The kernel was built without something, or its module is not loaded. */
        MISSING_KERNEL_SUPPORT,
        /** Anything else. */
        OTHER
    }

    private final String call;
    private final int errno;
    private final Kind kind;

    private NativeException(String message, String call, int errno, Kind kind) {
        super(message);
        this.call = call;
        this.errno = errno;
        this.kind = kind;
    }

    /**
     * A failure whose errno says all: {@code socket: EMFILE (24)}.
     *
     * @param call the function and what tells this call from others, such as {@code setsockopt(SO_MARK)}
     * @param errno what it left in errno
     */
    public static NativeException of(String call, int errno) {
        Kind kind = switch (errno) {
            case Linux.EPERM, Linux.EACCES -> Kind.PERMISSION;
            case Linux.EBUSY, Linux.EADDRINUSE -> Kind.BUSY;
            case Linux.EAFNOSUPPORT, Linux.EPROTONOSUPPORT -> Kind.MISSING_KERNEL_SUPPORT;
            default -> Kind.OTHER;
        };
        return new NativeException(call + ": " + name(errno), call, errno, kind);
    }

    /**
     * A failure whose cause is known: {@code socket(AF_INET, SOCK_RAW): EPERM (1), needs CAP_NET_RAW (run as root)}.
     *
     * @param call the function and what tells this call from others
     * @param errno what it left in errno
     * @param kind what it means
     * @param advice the cause or the cure, a clause that starts in lower case
     */
    public static NativeException of(String call, int errno, Kind kind, String advice) {
        return new NativeException(call + ": " + name(errno) + ", " + advice, call, errno, kind);
    }

    /**
     * A failure that is told in words alone.
     *
     * @param call the function that failed
     * @param errno what it left in errno, 0 if it was never called
     * @param kind what it means
     * @param message the whole message
     */
    public static NativeException worded(String call, int errno, Kind kind, String message) {
        return new NativeException(message, call, errno, kind);
    }

    /** The function that failed. */
    public String call() {
        return call;
    }

    /** The errno it left, 0 if it could not even be called. */
    public int errno() {
        return errno;
    }

    /** What the failure means to the caller. */
    public Kind kind() {
        return kind;
    }

    private static String name(int errno) {
        Errno known = Errno.valueOf(errno);
        return known.defined() && known.intValue() == errno ? known.name() + " (" + errno + ")" : "errno " + errno;
    }
}
