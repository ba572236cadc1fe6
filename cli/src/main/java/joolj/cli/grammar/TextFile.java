// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import joolj.cli.console.ExitException;
import joolj.config.json.DefinitionException;
import joolj.config.json.JsonDocument;

/** A file that the command line names. */
public final class TextFile {
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int EACCES = 13;
    private static final int EISDIR = 21;

    private TextFile() {}

    /**
     * Reads all of a file; octets that are no UTF-8 are replaced.
     *
     * @throws ExitException with the system's error number if it cannot be read
     */
    public static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw unreadable(file, EISDIR, "Is a directory");
            }
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw unreadable(file, ENOENT, "No such file or directory");
        } catch (AccessDeniedException e) {
            throw unreadable(file, EACCES, "Permission denied");
        } catch (IOException e) {
            throw unreadable(file, EIO, e.getMessage());
        }
    }

    private static ExitException unreadable(String file, int errno, String reason) {
        return new ExitException(errno, "Error: Could not open file \"" + file + "\": " + reason);
    }

    /**
     * Reads a JSON file.
     *
     * @throws ExitException if it cannot be read or is no JSON
     */
    public static JsonDocument json(String file) {
        try {
            return JsonDocument.of(read(file));
        } catch (DefinitionException e) {
            throw complaint(file, e);
        }
    }

    /** What to say about a file that defines no instance: Jool's words, and on a line of its own where it is wrong. */
    public static ExitException complaint(String file, DefinitionException e) {
        return new ExitException(e.status(), "Error: " + e.getMessage() + "\n" + place(file, e));
    }

    /** The line that tells where something is wrong. */
    public static String place(String file, DefinitionException e) {
        return "  " + file + ":" + e.location();
    }
}
