// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import joolj.control.Protocol;

/**
 * What the daemon is told on its command line.
 *
 * @param socket path of the control socket
 * @param config directory of the YAML definitions; need not exist
 */
record DaemonOptions(Path socket, Path config) {
    /** Where definitions are looked for unless the command line says otherwise. */
    static final Path DEFAULT_CONFIG = Path.of("/etc/jool-j");

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
        Path config = DEFAULT_CONFIG;
        Iterator<String> words = List.of(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            String name = word.startsWith("--") && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            switch (name) {
                case "--socket" -> socket = path(name, word, words);
                case "--config" -> config = path(name, word, words);
                default ->
                    throw new IllegalArgumentException(
                            "unknown argument '" + word + "'; known are: --socket PATH, --config DIRECTORY");
            }
        }
        return new DaemonOptions(socket.toAbsolutePath(), config.toAbsolutePath());
    }

    private static Path path(String name, String word, Iterator<String> more) {
        String text = word.equals(name) ? (more.hasNext() ? more.next() : "") : word.substring(name.length() + 1);
        if (text.isEmpty()) {
            throw new IllegalArgumentException("option '" + name + "' requires a path");
        }
        return Path.of(text);
    }
}
