// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.supervisor;

import java.nio.charset.StandardCharsets;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * Whoever started the program and wants to know its state: systemd, for units of {@code Type=notify}, or anybody else who
 * speaks the protocol of sd_notify(3). It listens on the socket that the environment names; every message is one datagram
 * there. Without that variable nothing is sent. Messages that cannot be sent are lost: a program must not fail because
 * nobody listens.
 */
public final class Supervisor {
    /** The environment variable that names the socket. */
    public static final String VARIABLE = "NOTIFY_SOCKET";

    private static final LibC C = Libraries.c();

    /** Octets of sockaddr_un: the family, and a path that need not end with a zero. */
    private static final int ADDRESS_OCTETS = 110;

    private static final int PATH = 2;

    private final String socket;

    /**
     * @param socket value of {@link #VARIABLE}: a path, or {@code @} and an abstract name; null or empty if nobody wants
     *     to know
     * @throws IllegalArgumentException if it is something else, or too long
     */
    public Supervisor(String socket) {
        this.socket = socket == null ? "" : socket;
        boolean valid = this.socket.isEmpty() || this.socket.startsWith("/") || this.socket.startsWith("@");
        if (!valid || this.socket.getBytes(StandardCharsets.UTF_8).length > ADDRESS_OCTETS - PATH - 1) {
            throw new IllegalArgumentException(VARIABLE + " names no socket: '" + socket + "'");
        }
    }

    /** Everything is there; also at the end of {@link #reloading}. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + status.replace('\n', ' '));
    }

    /** The configuration is being read anew. */
    public void reloading() {
        send("RELOADING=1");
    }

    /** The end has begun. */
    public void stopping() {
        send("STOPPING=1");
    }

    private void send(String message) {
        if (socket.isEmpty()) {
            return;
        }
        int fd = C.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw NativeException.of("socket(AF_UNIX)", Libraries.errno());
        }
        try {
            byte[] name = socket.getBytes(StandardCharsets.UTF_8);
            NativeBuffer address = new NativeBuffer(ADDRESS_OCTETS);
            address.host().putShort(0, (short) Linux.AF_UNIX);
            address.network().put(PATH, name);
            if (name[0] == '@') {
                address.network().put(PATH, (byte) 0);
            }
            if (C.connect(fd, address.address(), PATH + name.length) == 0) {
                NativeBuffer text = NativeBuffer.ofString(message);
                C.send(fd, text.address(), text.length() - 1, Linux.MSG_DONTWAIT);
                text.keep();
            }
            address.keep();
        } finally {
            C.close(fd);
        }
    }
}
