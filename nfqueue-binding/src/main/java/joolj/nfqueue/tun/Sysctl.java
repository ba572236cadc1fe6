// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.tun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NativeException.Kind;

/** Settings of the network namespace that the calling thread is in: whose they are is decided when a file is opened. */
final class Sysctl {
    private static final Path NET = Path.of("/proc/sys/net");

    private Sysctl() {}

    /** Whether there is such a setting. */
    static boolean exists(String name) {
        return Files.exists(NET.resolve(name));
    }

    /** The names of what lies below, such as the interfaces below {@code ipv4/conf}. */
    static List<String> list(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(NET.resolve(directory))) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (IOException e) {
            throw failure("read", directory, e);
        }
        return names;
    }

    /**
     * Reads a number.
     *
     * @param name below /proc/sys/net, such as {@code ipv4/conf/all/rp_filter}
     */
    static int read(String name) {
        try {
            return Integer.parseInt(Files.readString(NET.resolve(name), StandardCharsets.US_ASCII)
                    .strip());
        } catch (IOException | NumberFormatException e) {
            throw failure("read", name, e);
        }
    }

    /** Sets a number. */
    static void write(String name, int value) {
        try {
            Files.writeString(
                    NET.resolve(name), Integer.toString(value), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failure("write", name, e);
        }
    }

    private static NativeException failure(String verb, String name, Exception cause) {
        String message = "cannot " + verb + " " + NET.resolve(name) + ": " + cause.getMessage();
        return NativeException.worded(verb, 0, Kind.OTHER, message);
    }
}
