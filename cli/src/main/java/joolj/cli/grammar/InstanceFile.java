// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import joolj.cli.console.ExitException;
import joolj.config.InstanceName;

/** The name of the instance that a configuration file describes; everything else in the file is ignored. */
final class InstanceFile {
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int EACCES = 13;
    private static final int EISDIR = 21;

    private InstanceFile() {}

    /**
     * Reads the name.
     *
     * @throws ExitException if the file cannot be read or holds no name
     */
    static InstanceName name(String file) {
        for (Map.Entry<String, Object> member : parse(read(file)).entrySet()) {
            if (member.getKey().equalsIgnoreCase("instance")) {
                if (member.getValue() instanceof String name) {
                    return new InstanceName(name);
                }
                throw ExitException.invalid(
                        "The 'instance' element '" + member.getValue() + "' is not a valid string.");
            }
        }
        throw ExitException.invalid("The file does not contain an instance name.");
    }

    private static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.isDirectory(path)) {
                throw unreadable(file, EISDIR, "Is a directory");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
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

    private static JsonObject parse(String text) {
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            int offset = Math.max(0, Math.min(e.getCharOffset() - 1, text.length()));
            throw ExitException.invalid(
                    "The JSON parser got confused around the beginning of this string:\n" + text.substring(offset));
        }
    }
}
