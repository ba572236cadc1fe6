// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.io.IOException;
import joolj.control.Protocol;

/** Entry point of the daemon's process. */
public final class DaemonMain {
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 64;

    private DaemonMain() {}

    /**
     * Runs the daemon until it is told to stop.
     *
     * @param arguments {@code --socket PATH} and {@code --config DIRECTORY}, both optional
     */
    public static void main(String[] arguments) {
        DaemonOptions options;
        try {
            options = DaemonOptions.parse(arguments, System.getenv(Protocol.SOCKET_VARIABLE));
        } catch (IllegalArgumentException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        try {
            Daemon.start(options).awaitEnd();
        } catch (IOException | RuntimeException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(EXIT_FAILURE);
        }
    }
}
