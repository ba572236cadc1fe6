// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import joolj.address.AddressFormatException;
import joolj.cli.command.DaemonVerb;
import joolj.cli.command.MapCalculator;
import joolj.cli.command.Reload;
import joolj.cli.console.Console;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.ArgpParser;
import joolj.cli.grammar.BadOptionException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Keywords;
import joolj.cli.grammar.LeadingOptions;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Product;
import joolj.config.SyntaxException;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.NamespaceId;
import joolj.control.Operation;
import joolj.control.Reply;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;

/** Reads a command line and carries it out. */
public final class Client {
    private static final String COMPLETION = "autocomplete";
    static final String DAEMON = "daemon";
    static final String DEMO = "demo";
    static final String RELOAD = "reload";
    /** What the client ends with if the connection or the daemon fails in the middle: EIO. */
    private static final int BROKEN = 5;

    private final Program program;
    private final Map<String, String> environment;
    private final Console console;

    /**
     * Prepares a client.
     *
     * @param environment the environment variables
     */
    public Client(Program program, Map<String, String> environment, Console console) {
        this.program = program;
        this.environment = environment;
        this.console = console;
    }

    /**
     * Does what the words say; says why if it cannot.
     *
     * @param arguments the words behind the program's name
     * @return exit status, 0 to 255
     */
    public int run(List<String> arguments) {
        try {
            int status = dispatch(arguments);
            console.flush();
            return status;
        } catch (ExitException e) {
            console.errorLine(e.getMessage());
            return e.status();
        } catch (SyntaxException e) {
            console.errorLine("Error: " + e.getMessage());
            return e.exitStatus();
        } catch (AddressFormatException e) {
            console.errorLine("Error: " + e.getMessage());
            return SyntaxException.of(e).exitStatus();
        } catch (IOException e) {
            console.errorLine("Error: " + e.getMessage());
            return BROKEN;
        }
    }

    private int dispatch(List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            return help(program.product());
        }
        LeadingOptions options = new LeadingOptions(program, environment);
        Product product = program.product();
        List<String> words;
        try {
            words = options.read(arguments);
            Optional<Product> chosen =
                    program.dropIn() || words.isEmpty() ? Optional.empty() : Product.labelled(words.get(0));
            if (chosen.isPresent()) {
                product = chosen.get();
                words = options.read(words.subList(1, words.size()));
            }
        } catch (BadOptionException e) {
            console.errorLine(e.getMessage() + e.hint());
            return help(product);
        }
        if (options.information().isPresent()) {
            return inform(options.information().get(), product);
        }
        return carryOut(words, options, product);
    }

    private int help(Product product) {
        console.print(HelpText.of(program, product));
        return 0;
    }

    private int inform(String about, Product product) {
        if (!about.equals("version")) {
            return help(product);
        }
        console.line(program.version());
        return 0;
    }

    private int carryOut(List<String> words, LeadingOptions options, Product product) throws IOException {
        Modes modes = new Modes(program, product);
        if (!words.isEmpty() && words.get(0).equals(COMPLETION)) {
            Completion completion = new Completion(
                    program,
                    product,
                    (of, socket) -> instanceNames(new Call(
                            program, of, Optional.empty(), socket.orElse(options.socket()), COMPLETION, console)));
            console.line(completion.candidates(words.subList(1, words.size())));
            return 0;
        }
        if (!program.dropIn() && !words.isEmpty() && words.get(0).equals(DAEMON)) {
            return perform(new DaemonVerb(), words, options, product);
        }
        String mode = keyword(words, 0, topLevel(modes), token -> OtherProducts.hint(token, program, product));
        if (mode.equals(MapCalculator.KEYWORD)) {
            return perform(new MapCalculator(), words, options, product);
        }
        if (mode.equals(RELOAD)) {
            return perform(new Reload(), words, options, product);
        }
        if (mode.equals(DAEMON) || mode.equals(DEMO)) {
            throw ExitException.invalid(
                    "'" + mode + "' is carried out by the launcher script jool-j, and is not " + "abbreviated.");
        }
        String operation = keyword(words, 1, modes.operations(mode), token -> "");
        if (modes.takesKey(mode, operation)) {
            String key = words.size() > 2 ? words.get(2) : "";
            UnaryOperator<String> hint = token -> OtherProducts.hintForKey(token, program, product);
            Verb update = modes.update(keyword(words, 2, modes.keys(program, key), hint));
            return perform(update, words.subList(2, words.size()), options, product);
        }
        return perform(modes.verb(mode, operation), words.subList(1, words.size()), options, product);
    }

    /** The instances of this namespace; none if no daemon tells. */
    private static List<String> instanceNames(Call call) {
        List<String> names = new ArrayList<>();
        try (ControlClient client = call.connect()) {
            String own = Long.toHexString(NamespaceId.own().inode());
            Reply.End unused = call.exchange(client, new Command.Plain(Operation.INSTANCE_DISPLAY), cells -> {
                Row.Instance row = Row.Instance.of(cells);
                if (row.namespace().equals(own)) {
                    names.add(row.name());
                }
            });
        } catch (IOException | ExitException e) {
            return List.of();
        }
        return names;
    }

    private List<String> topLevel(Modes modes) {
        List<String> keywords = new ArrayList<>(modes.modes());
        if (modes.calculating()) {
            keywords.add(MapCalculator.KEYWORD);
        }
        if (!program.dropIn()) {
            keywords.add(DAEMON);
            keywords.add(DEMO);
            keywords.add(RELOAD);
        }
        return keywords;
    }

    private static String keyword(List<String> words, int index, List<String> keywords, UnaryOperator<String> hint) {
        if (words.size() <= index) {
            throw Keywords.missing(keywords);
        }
        return Keywords.match(words.get(index), keywords, hint);
    }

    /** The first word is the verb as typed. */
    private int perform(Verb verb, List<String> words, LeadingOptions options, Product product) throws IOException {
        String typed = words.get(0);
        boolean posixlyCorrect = environment.containsKey("POSIXLY_CORRECT");
        verb.announce(console);
        List<String> arguments =
                verb.ignoresArguments() && program.dropIn() ? List.of() : words.subList(1, words.size());
        Optional<CommandLine> line = new ArgpParser(verb, program, typed, posixlyCorrect).parse(arguments, console);
        if (line.isEmpty()) {
            return 0;
        }
        return verb.run(new Call(program, product, options.instance(), options.socket(), typed, console), line.get());
    }
}
