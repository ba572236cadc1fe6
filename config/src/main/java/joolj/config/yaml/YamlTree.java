// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Makes a tree of the parser's events, and refuses whatever a definition does not need. */
final class YamlTree {
    /** Most characters of a file. */
    static final int MAXIMUM_LENGTH = 16 << 20;

    private static final int MAXIMUM_DEPTH = 16;

    private final Parser parser;

    private YamlTree(Parser parser) {
        this.parser = parser;
    }

    /** The first defect that keeps a text from being a tree. */
    static final class Defect extends Exception {
        private static final long serialVersionUID = 1;

        private final transient YamlProblem problem;

        Defect(YamlNode.Mark mark, String message) {
            super(message, null, false, false);
            problem = new YamlProblem(mark.line(), mark.column(), "", message);
        }

        YamlProblem problem() {
            return problem;
        }
    }

    /** Reads a text of one document; null if it is empty. */
    static YamlNode of(String text) throws Defect {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new Defect(
                    new YamlNode.Mark(1, 1),
                    "the file has " + text.length() + " characters; at most " + MAXIMUM_LENGTH + " are allowed");
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE);
            return new YamlTree(new ParserImpl(new StreamReader(text), options)).document();
        } catch (MarkedYAMLException e) {
            org.yaml.snakeyaml.error.Mark mark = e.getProblemMark();
            YamlNode.Mark place = mark == null ? new YamlNode.Mark(1, 1) : mark(mark);
            throw new Defect(place, "this is no YAML: " + oneLine(e.getProblem()));
        } catch (YAMLException e) {
            throw new Defect(new YamlNode.Mark(1, 1), "this is no YAML: " + oneLine(e.getMessage()));
        }
    }

    private static String oneLine(String message) {
        return message == null
                ? "it cannot be read"
                : message.lines().findFirst().orElse("it cannot be read");
    }

    private YamlNode document() throws Defect {
        next(Event.ID.StreamStart);
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return null;
        }
        next(Event.ID.DocumentStart);
        YamlNode root = node(0);
        next(Event.ID.DocumentEnd);
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            throw new Defect(
                    mark(parser.peekEvent().getStartMark()),
                    "a second document; put several instances into a list under 'instances'");
        }
        return root;
    }

    private void next(Event.ID expected) {
        Event event = parser.getEvent();
        if (!event.is(expected)) {
            throw new YAMLException("unexpected " + event);
        }
    }

    private YamlNode node(int depth) throws Defect {
        Event event = parser.getEvent();
        YamlNode.Mark mark = mark(event.getStartMark());
        if (event instanceof AliasEvent) {
            throw new Defect(mark, "aliases (*name) are not allowed");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw new Defect(mark, "anchors (&name) are not allowed");
        }
        if (tagOf(event) != null) {
            throw new Defect(mark, "tags (" + tagOf(event) + ") are not allowed");
        }
        if (depth > MAXIMUM_DEPTH) {
            throw new Defect(mark, "this is nested too deeply");
        }
        if (event instanceof SequenceStartEvent) {
            return sequence(mark, depth);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(mark, depth);
        }
        ScalarEvent scalar = (ScalarEvent) event;
        return new YamlNode.Scalar(mark, scalar.getValue(), scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN);
    }

    private static String tagOf(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }

    private YamlNode sequence(YamlNode.Mark mark, int depth) throws Defect {
        List<YamlNode> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(depth + 1));
        }
        next(Event.ID.SequenceEnd);
        return new YamlNode.Sequence(mark, items);
    }

    private YamlNode mapping(YamlNode.Mark mark, int depth) throws Defect {
        List<YamlNode.Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            YamlNode key = node(depth + 1);
            if (!(key instanceof YamlNode.Scalar name)) {
                throw new Defect(key.mark(), "a key is " + key.describe() + "; it must be a word");
            }
            entries.add(new YamlNode.Entry(name, node(depth + 1)));
        }
        next(Event.ID.MappingEnd);
        return new YamlNode.Mapping(mark, entries);
    }

    private static YamlNode.Mark mark(org.yaml.snakeyaml.error.Mark mark) {
        return new YamlNode.Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
