// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Help texts of one operation, laid out as GNU argp does. */
final class ArgpHelp {
    private static final int LINE_WIDTH = 78;
    private static final int DESCRIPTION_COLUMN = 29;

    private final String name;
    private final Verb verb;
    private final Options options;

    ArgpHelp(String name, Verb verb, Options options) {
        this.name = name;
        this.verb = verb;
        this.options = options;
    }

    /** What {@code --help} prints. */
    String help() {
        StringBuilder text = new StringBuilder("Usage: ").append(name).append(" [OPTION...]");
        text.append(verb.positionals().isEmpty() ? "" : " ").append(verb.positionals());
        text.append('\n').append(Wrap.at(verb.summary(), LINE_WIDTH, "")).append("\n\n");
        for (Option option : shown()) {
            text.append(describe(option)).append('\n');
        }
        return text.toString();
    }

    /** An option without a description is for scripts of this project. */
    private List<Option> shown() {
        return options.getOptions().stream()
                .filter(option -> option.getDescription() != null)
                .toList();
    }

    private static String describe(Option option) {
        StringBuilder line = new StringBuilder("  ");
        line.append(option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ");
        line.append(longForm(option));
        if (line.length() >= DESCRIPTION_COLUMN) {
            line.append('\n').append(" ".repeat(DESCRIPTION_COLUMN));
        } else {
            line.append(" ".repeat(DESCRIPTION_COLUMN - line.length()));
        }
        String indent = " ".repeat(DESCRIPTION_COLUMN);
        return line
                + Wrap.at(option.getDescription(), LINE_WIDTH - DESCRIPTION_COLUMN, "")
                        .replace("\n", "\n" + indent);
    }

    private static String longForm(Option option) {
        return "--" + option.getLongOpt() + (option.hasArg() ? "=" + option.getArgName() : "");
    }

    /** What {@code --usage} prints. */
    String usage() {
        StringBuilder letters = new StringBuilder();
        StringBuilder words = new StringBuilder();
        for (Option option : shown()) {
            if (option.getOpt() != null && !option.hasArg()) {
                letters.append(option.getOpt());
            }
            words.append(" [").append(longForm(option).replace(' ', '\u00a0')).append(']');
        }
        String text = "Usage: " + name + " [-" + letters + "]" + words
                + (verb.positionals().isEmpty() ? "" : " " + verb.positionals());
        return Wrap.at(text, LINE_WIDTH, " ".repeat(12)).replace('\u00a0', ' ') + "\n";
    }
}
