// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

/**
 * A JSON text that has been checked as a whole. Values are read from it when they are asked for, so that a file of a
 * million mappings takes no more memory than its text.
 */
public final class JsonDocument {
    private final String text;
    private final JsonSyntax syntax;
    private final JsonNode root;

    private JsonDocument(String text) throws JsonSyntax.Defect {
        this.text = text;
        this.syntax = new JsonSyntax(text);
        int start = syntax.skipBlanks(0);
        syntax.check(start, 0);
        this.root = new JsonNode(this, start);
    }

    /**
     * Reads a text; what stands behind its first value is ignored.
     *
     * @throws DefinitionException if it is no JSON
     */
    public static JsonDocument of(String text) {
        try {
            return new JsonDocument(text);
        } catch (JsonSyntax.Defect e) {
            throw DefinitionException.unreadable(
                    "The JSON parser got confused around the beginning of this string:\n" + text.substring(e.index()),
                    location(text, e.index(), ""));
        }
    }

    /** The value that the text is. */
    public JsonNode root() {
        return root;
    }

    JsonSyntax syntax() {
        return syntax;
    }

    String text() {
        return text;
    }

    /** Tells where an index is; not fast, for complaints. */
    Location location(int index) {
        StringBuilder path = new StringBuilder();
        JsonNode node = root;
        while (node != null) {
            node = node.step(index, path);
        }
        return location(text, index, path.toString());
    }

    private static Location location(String text, int index, String path) {
        int line = 1;
        int start = 0;
        for (int feed = text.indexOf('\n'); feed >= 0 && feed < index; feed = text.indexOf('\n', feed + 1)) {
            line++;
            start = feed + 1;
        }
        return new Location(line, text.codePointCount(start, index) + 1, path);
    }
}
