// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;
import joolj.config.yaml.YamlKey;
import joolj.config.yaml.YamlKeys;
import org.apache.commons.cli.Option;

/**
 * Makes the manual pages: what people have written, with the lists of operations, options, globals and keys put in from
 * where the program itself has them. The text is mdoc(7).
 */
final class ManualPages {
    private static final Path TEXTS = Path.of("src/main/man");
    private static final Program OWN = Program.named(Program.OWN_NAME);

    /** Names of the pages. */
    static final List<String> NAMES = List.of("jool-j.8", "jool.8", "jool-j.yaml.5");

    private record Entry(String words, Verb verb) {}

    private ManualPages() {}

    /** The whole page. */
    static String of(String name) throws IOException {
        StringBuilder page = new StringBuilder();
        for (String line : Files.readAllLines(TEXTS.resolve(name))) {
            page.append(
                    switch (line) {
                        case "@operations@" -> name.equals("jool.8") ? dropInOperations() : ownOperations();
                        case "@globals@" -> globals();
                        case "@file@" -> keys(List.of(YamlKeys.INSTANCES));
                        case "@instance@" -> keys(YamlKeys.COMMON);
                        case "@sections@" -> sections();
                        default -> line + "\n";
                    });
        }
        return page.toString();
    }

    // ---- Operations -------------------------------------------------------------------------------------------------

    private static String ownOperations() {
        Map<String, Entry> shared = entries(OWN, Product.NAT64);
        for (Product product : Product.values()) {
            shared.keySet().retainAll(entries(OWN, product).keySet());
        }
        StringBuilder text = new StringBuilder(".Ss Operations of all products\n").append(list(OWN, shared));
        for (Product product : Product.values()) {
            Map<String, Entry> special = entries(OWN, product);
            special.keySet().removeAll(shared.keySet());
            if (!special.isEmpty()) {
                text.append(".Ss Operations of ")
                        .append(product.label())
                        .append('\n')
                        .append(list(OWN, special));
            }
        }
        return text.toString();
    }

    private static String dropInOperations() {
        StringBuilder text = new StringBuilder();
        for (Product product : Product.values()) {
            Program program = Program.named(product.program());
            text.append(".Ss Operations of ")
                    .append(product.program())
                    .append('\n')
                    .append(".Bl -bullet -compact\n");
            Modes modes = new Modes(program, product);
            for (String mode : modes.modes()) {
                text.append(".It\n.Cm ")
                        .append(mode)
                        .append(" Brq ")
                        .append(String.join(" | ", modes.operations(mode)))
                        .append('\n');
            }
            text.append(".El\n");
        }
        return text.toString();
    }

    private static Map<String, Entry> entries(Program program, Product product) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Modes modes = new Modes(program, product);
        for (String mode : modes.modes()) {
            for (String operation : modes.operations(mode)) {
                String words = mode + " " + operation;
                Verb verb = modes.takesKey(mode, operation)
                        ? modes.update(modes.keys().get(0))
                        : modes.verb(mode, operation);
                entries.put(words, new Entry(words, verb));
            }
        }
        return entries;
    }

    private static String list(Program program, Map<String, Entry> entries) {
        StringBuilder text = new StringBuilder(".Bl -tag -width Ds\n");
        for (Entry entry : entries.values()) {
            boolean update = entry.words().equals("global update");
            String operands = update ? "<key> <value>" : entry.verb().positionals();
            text.append(".It Cm ").append(entry.words());
            text.append(operands.isEmpty() ? "" : " Ar " + quoted(operands)).append('\n');
            text.append(sentence(
                    update ? "Change a global, see below." : entry.verb().summary()));
            text.append(options(entry.verb().options(program).getOptions().stream()
                    .filter(option -> option.getDescription() != null)
                    .toList()));
        }
        return text.append(".El\n").toString();
    }

    private static String options(List<Option> options) {
        if (options.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(".Bl -tag -width Ds -compact\n");
        for (Option option : options) {
            text.append(".It ");
            if (option.getOpt() != null) {
                text.append("Fl ").append(option.getOpt()).append(" , ");
            }
            text.append("Fl -").append(option.getLongOpt());
            if (option.hasArg()) {
                text.append(" Ar ").append(quoted(option.getArgName()));
            }
            text.append('\n').append(sentence(option.getDescription() + "."));
        }
        return text.append(".El\n").toString();
    }

    // ---- Globals and keys -------------------------------------------------------------------------------------------

    private static String globals() {
        Map<String, Global<?>> all = new LinkedHashMap<>();
        for (Product product : Product.values()) {
            GlobalKeys.of(product).forEach(global -> all.putIfAbsent(global.name(), global));
        }
        StringBuilder text = new StringBuilder(".Bl -tag -width Ds\n");
        for (Global<?> global : all.values()) {
            text.append(".It Cm ")
                    .append(global.name())
                    .append(" Ar ")
                    .append(quoted(global.type().placeholder()));
            text.append("\n(")
                    .append(products(global))
                    .append("; ")
                    .append(initial(global))
                    .append(")\n");
            text.append(sentence(global.text()));
        }
        return text.append(".El\n").toString();
    }

    private static String products(Global<?> global) {
        Predicate<Product> has = global.products()::contains;
        return Arrays.stream(Product.values()).filter(has).map(Product::label).collect(Collectors.joining(", "));
    }

    private static <T> String initial(Global<T> global) {
        return global.type().plain(global.initial()).replace("\\", "\\e");
    }

    private static String sections() {
        StringBuilder text = new StringBuilder();
        for (Product product : Product.values()) {
            text.append(".Ss Tables of a ").append(product.label()).append(" instance\n");
            text.append(keys(YamlKeys.sections(product)));
            for (YamlKey section : YamlKeys.sections(product)) {
                if (!YamlKeys.elements(section.name()).isEmpty()) {
                    text.append(".Ss Keys of an element of ")
                            .append(section.name())
                            .append('\n');
                    text.append(keys(YamlKeys.elements(section.name())));
                }
            }
        }
        return text.toString();
    }

    private static String keys(List<YamlKey> keys) {
        StringBuilder text = new StringBuilder(".Bl -tag -width Ds\n");
        for (YamlKey key : keys) {
            text.append(".It Cm ").append(quoted(key.name())).append('\n');
            text.append(sentence(key.text()));
            text.append(key.mandatory() ? "Mandatory.\n" : "");
        }
        return text.append(".El\n").toString();
    }

    // ---- mdoc -------------------------------------------------------------------------------------------------------

    private static String quoted(String words) {
        return "\"" + words.replace("\\", "\\e").replace("\"", "\\(dq") + "\"";
    }

    /** Text on lines of its own, a line for each sentence, as mdoc wants it. */
    private static String sentence(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.replace("\\", "\\e")
                .replaceAll("(?<=[a-z0-9)])\\. (?=[A-Z])", ".\n")
                .split("\n", -1)) {
            lines.add(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
        }
        return String.join("\n", lines) + "\n";
    }
}
