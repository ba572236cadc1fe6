// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import java.util.List;
import java.util.function.Function;
import joolj.address.AddressFormatException;
import joolj.config.RefusedException;
import joolj.config.SyntaxException;

/** What Jool demands of values, and what it says if it does not get it. */
final class JsonChecks {
    private static final String COMMENT = "comment";

    private JsonChecks() {}

    /** What an object may have; compared without regard to case. */
    record Tag(String name, boolean mandatory) {
        static Tag optional(String name) {
            return new Tag(name, false);
        }

        static Tag mandatory(String name) {
            return new Tag(name, true);
        }
    }

    /** Takes the members of an object that are known. */
    interface KnownMembers {
        /**
         * Takes one.
         *
         * @param tag its name as declared
         * @param key its name as written
         */
        void member(String tag, String key, JsonNode value);
    }

    private static String element(String key, JsonNode value, String expected) {
        if (value.isObject() || value.isArray()) {
            return "The '" + key + "' element appears to be an " + (value.isObject() ? "object" : "array") + ", not a '"
                    + expected + "'.";
        }
        return "The '" + key + "' element '" + value.text() + "' is not a valid " + expected + ".";
    }

    /** The complaint about a value of the wrong type. */
    static DefinitionException wrongType(String key, JsonNode value, String expected) {
        return DefinitionException.unreadable(element(key, value, expected), value.location());
    }

    /** Insists on an object and hands over its members; comments are left out. */
    static void object(String key, JsonNode value, List<Tag> tags, KnownMembers sink) {
        if (!value.isObject()) {
            throw wrongType(key, value, "Object");
        }
        boolean[] seen = new boolean[tags.size()];
        value.members((name, keyIndex, member) -> {
            if (name.equalsIgnoreCase(COMMENT)) {
                return;
            }
            int index = 0;
            while (index < seen.length && !tags.get(index).name().equalsIgnoreCase(name)) {
                index++;
            }
            if (index == seen.length) {
                throw DefinitionException.unreadable("Unknown tag: '" + name + "'", value.locationOf(keyIndex));
            }
            if (seen[index]) {
                throw duplicate(tags.get(index).name(), value.locationOf(keyIndex));
            }
            seen[index] = true;
            sink.member(tags.get(index).name(), name, member);
        });
        for (int index = 0; index < seen.length; index++) {
            if (tags.get(index).mandatory() && !seen[index]) {
                throw missing(key, tags.get(index).name(), value);
            }
        }
    }

    private static DefinitionException duplicate(String tag, Location location) {
        return DefinitionException.unreadable(
                "Multiple '" + tag + "' tags found. Aborting...", DefinitionException.DUPLICATE, location);
    }

    /** The complaint about an object without a mandatory member. */
    static DefinitionException missing(String key, String tag, JsonNode object) {
        return DefinitionException.unreadable(
                "Object '" + key + "' is missing the '" + tag + "' child.", object.location());
    }

    /** Insists on an array and hands over its elements. */
    static void array(String key, JsonNode value, JsonNode.Elements sink) {
        if (!value.isArray()) {
            throw wrongType(key, value, "Array");
        }
        value.elements(sink);
    }

    /** Insists on a string. */
    static String string(String key, JsonNode value) {
        if (!value.isString()) {
            throw wrongType(key, value, "String");
        }
        return value.text();
    }

    /** Insists on a string that a reader understands. */
    static <T> T parsed(String key, JsonNode value, Function<String, T> reader) {
        String text = string(key, value);
        return readable(value, () -> reader.apply(text));
    }

    /** Insists on a number; a fraction is cut off. */
    static long unsigned(String key, JsonNode value, long maximum) {
        if (!value.isNumber()) {
            throw wrongType(key, value, "unsigned integer");
        }
        double number = Math.floor(((Number) value.value()).doubleValue());
        if (!(number >= 0 && number <= maximum)) {
            throw DefinitionException.unreadable(
                    key + " " + value.text() + " is out of range (0-" + maximum + ").", value.location());
        }
        return (long) number;
    }

    /** Reads something that may refuse; the complaint tells where. */
    interface Reading<T> {
        T read();
    }

    /** Adds the place to the complaints of a reader. */
    static <T> T readable(JsonNode value, Reading<T> reading) {
        try {
            return reading.read();
        } catch (SyntaxException e) {
            throw DefinitionException.unreadable(e.getMessage(), e.exitStatus(), value.location());
        } catch (AddressFormatException e) {
            SyntaxException restated = SyntaxException.of(e);
            throw DefinitionException.unreadable(restated.getMessage(), restated.exitStatus(), value.location());
        }
    }

    /** Adds the place to the refusal of an element. */
    static void accepted(JsonNode value, Runnable delivery) {
        try {
            delivery.run();
        } catch (RefusedException e) {
            throw DefinitionException.refused(e.getMessage(), e.errno(), value.location());
        }
    }
}
