// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The services of an IPv4-only node: a web server and a UDP echo server, until the process is ended.
 *
 * <pre>java -cp examples/target/examples.jar joolj.examples.Services DIRECTORY [HTTP-PORT [UDP-PORT]]</pre>
 *
 * <p>Shows nothing by itself; prints {@code ready} once both servers answer, so that a script may wait for that line.
 */
public final class Services {
    private static final int USAGE = 2;

    private Services() {}

    /**
     * Starts the services.
     *
     * @param arguments the directory whose files are served, the web server's port (80 if absent) and the echo
     *     server's (7 if absent)
     */
    public static void main(String[] arguments) {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("usage: Services DIRECTORY [HTTP-PORT [UDP-PORT]]");
            System.exit(USAGE);
        }
        try {
            start(Path.of(arguments[0]), port(arguments, 1, 80), port(arguments, 2, 7));
            System.out.println("ready");
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int port(String[] arguments, int index, int otherwise) {
        return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
    }

    @SuppressWarnings("resource") // both servers live as long as the process
    private static void start(Path directory, int httpPort, int udpPort) throws IOException {
        new FileServer(directory, httpPort);
        new UdpEchoServer(udpPort);
    }
}
