// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;

/**
 * What the values of a global are and how they are written: as typed, in the plain table, in CSV and in JSON.
 * Implementations are stateless.
 *
 * @param <T> the Java type of the values, immutable
 */
public interface ValueType<T> {
    /**
     * Reads a value as it is typed on the command line.
     *
     * @throws SyntaxException if the text is none
     */
    T parse(String text);

    /**
     * Reads a value as {@link #parse} does, or in a form that Jool does not know.
     *
     * @throws SyntaxException if the text is none
     */
    default T parseFreely(String text) {
        return parse(text);
    }

    /** Writes a value as {@code global display} does. */
    String plain(T value);

    /** Writes a value as {@code global display --csv} does. */
    String csv(T value);

    /** Converts a value to its form in configuration files and control messages. */
    Object json(T value);

    /**
     * Reads the form of configuration files and control messages.
     *
     * @param key the name of the global, for messages
     * @param json what the JSON parser delivered: a string, number, boolean, array, object or null
     * @throws SyntaxException if the value has another type or is out of the type's range
     */
    T fromJson(String key, Object json);

    /** What a value must be, for complaints: the end of a sentence, such as {@code an integer from 0 to 255}. */
    String allowed();

    /** The form of configuration files as a JSON Schema. */
    Map<String, Object> schema();

    /** The placeholder of help texts, such as {@code <integer>}. */
    String placeholder();

    /** Typical values, for completion; may be empty. */
    List<String> examples();
}
