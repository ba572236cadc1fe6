// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.nio.file.Path;

/** Constants of the control protocol. */
public final class Protocol {
    /** The version that this code speaks. */
    public static final int VERSION = 1;
    /** Longest line, octets of UTF-8 without the line feed. */
    public static final int MAXIMUM_LINE = 1 << 20;
    /** Where the daemon listens unless it is told otherwise. */
    public static final Path DEFAULT_SOCKET = Path.of("/run/jool-j/control.sock");
    /** The environment variable that overrides {@link #DEFAULT_SOCKET}. */
    public static final String SOCKET_VARIABLE = "JOOLJ_SOCKET";
    /** What a client without the right to configure translators is told, with errno 1. */
    public static final String NOT_PERMITTED = "CAP_NET_ADMIN capability required. (Maybe try su or sudo?)";

    private Protocol() {}
}
