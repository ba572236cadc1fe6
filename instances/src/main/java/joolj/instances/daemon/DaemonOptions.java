// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.nio.file.Path;
import joolj.control.Protocol;

/**
 * What the daemon is told on its command line.
 *
 * @param socket path of the control socket
 */
record DaemonOptions(Path socket) {
    /**
     * Reads the command line; {@code --socket} wins over the environment's {@link Protocol#SOCKET_VARIABLE}.
     *
     * @param arguments the command line
     * @param environmentSocket value of that variable, or null
     * @throws IllegalArgumentException if an argument is unknown or lacks its value; the message is for the operator
     */
    static DaemonOptions parse(String[] arguments, String environmentSocket) {
        Path socket = environmentSocket == null || environmentSocket.isEmpty()
                ? Protocol.DEFAULT_SOCKET
                : Path.of(environmentSocket);
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.startsWith("--socket=")) {
                socket = path(argument.substring("--socket=".length()));
            } else if (argument.equals("--socket")) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException("option '--socket' requires a path");
                }
                socket = path(arguments[++i]);
            } else {
                throw new IllegalArgumentException("unknown argument '" + argument + "'; known is: --socket PATH");
            }
        }
        return new DaemonOptions(socket.toAbsolutePath());
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("option '--socket' requires a path");
        }
        return Path.of(text);
    }
}
