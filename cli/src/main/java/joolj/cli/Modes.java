// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.cli.command.AddressQuery;
import joolj.cli.command.BibAdd;
import joolj.cli.command.BibDisplay;
import joolj.cli.command.BibRemove;
import joolj.cli.command.Denylist4Add;
import joolj.cli.command.Denylist4Display;
import joolj.cli.command.Denylist4Remove;
import joolj.cli.command.EamtAdd;
import joolj.cli.command.EamtDisplay;
import joolj.cli.command.EamtRemove;
import joolj.cli.command.FileCheck;
import joolj.cli.command.FileDiff;
import joolj.cli.command.FileHandle;
import joolj.cli.command.FileSave;
import joolj.cli.command.FlushVerb;
import joolj.cli.command.FmrtChange;
import joolj.cli.command.FmrtDisplay;
import joolj.cli.command.GlobalDisplay;
import joolj.cli.command.GlobalUpdate;
import joolj.cli.command.InstanceAdd;
import joolj.cli.command.InstanceDisplay;
import joolj.cli.command.InstanceFlush;
import joolj.cli.command.InstanceRemove;
import joolj.cli.command.InstanceRules;
import joolj.cli.command.InstanceStatus;
import joolj.cli.command.JooldAdvertise;
import joolj.cli.command.MapCalculator;
import joolj.cli.command.Pool4Add;
import joolj.cli.command.Pool4Display;
import joolj.cli.command.Pool4Flush;
import joolj.cli.command.Pool4Remove;
import joolj.cli.command.SessionDisplay;
import joolj.cli.command.SessionFollow;
import joolj.cli.command.StatsDisplay;
import joolj.cli.command.Superseded;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;
import joolj.control.Operation;

/** The tree of modes and operations of a product: error messages, help and completion follow its order. */
final class Modes {
    /** The only operation whose follow-up is a keyword, too. */
    private static final String UPDATE = "update";

    private static final String DENYLIST4 = "denylist4";
    private static final String OLD_DENYLIST4 = "blacklist4";

    private final Product product;
    private final boolean calculating;
    private final Map<String, List<Verb>> modes = new LinkedHashMap<>();

    /**
     * Plants the tree of a product.
     *
     * @param program decides whether operations are offered that Jool does not have
     */
    Modes(Program program, Product product) {
        this.product = product;
        this.calculating = product == Product.MAPT && !program.dropIn();
        modes.put(
                "instance",
                with(
                        program,
                        List.of(
                                new InstanceDisplay(),
                                new InstanceAdd(product),
                                new InstanceRemove(),
                                new InstanceFlush(),
                                new InstanceStatus()),
                        new InstanceRules()));
        modes.put("stats", List.of(new StatsDisplay()));
        if (product == Product.SIIT) {
            modes.put("address", List.of(new AddressQuery()));
        }
        modes.put("global", List.of(new GlobalDisplay()));
        if (product == Product.SIIT) {
            modes.put("eamt", eamt());
            modes.put(OLD_DENYLIST4, superseded(denylist4()));
            modes.put(DENYLIST4, denylist4());
        }
        if (product == Product.MAPT) {
            modes.put("fmrt", fmrt());
            if (!program.dropIn()) {
                modes.put("bib", List.of(new BibDisplay()));
                modes.put("session", List.of(new SessionDisplay()));
            }
        }
        if (product == Product.NAT64) {
            modes.put("pool4", List.of(new Pool4Display(), new Pool4Add(), new Pool4Remove(), new Pool4Flush()));
            modes.put("bib", List.of(new BibDisplay(), new BibAdd(), new BibRemove()));
            modes.put("session", with(program, List.of(new SessionDisplay()), new SessionFollow()));
        }
        modes.put("file", with(program, List.of(new FileHandle()), new FileCheck(), new FileDiff(), new FileSave()));
        if (product == Product.NAT64) {
            modes.put("joold", List.of(new JooldAdvertise()));
        }
    }

    /** Jool's operations, and behind them those that Jool does not have, which its names do not offer. */
    private static List<Verb> with(Program program, List<Verb> jools, Verb... own) {
        List<Verb> verbs = new ArrayList<>(jools);
        if (!program.dropIn()) {
            verbs.addAll(List.of(own));
        }
        return verbs;
    }

    private static List<Verb> eamt() {
        return List.of(
                new EamtDisplay(),
                new EamtAdd(),
                new EamtRemove(),
                new FlushVerb(Operation.EAMT_FLUSH, "Remove all explicit address mappings."));
    }

    private static List<Verb> fmrt() {
        return List.of(
                new FmrtDisplay(),
                new FmrtChange(Operation.FMRT_ADD, "Add a Forwarding Mapping Rule."),
                new FmrtChange(Operation.FMRT_REMOVE, "Remove the Forwarding Mapping Rule that is the same."),
                new FlushVerb(Operation.FMRT_FLUSH, "Remove all Forwarding Mapping Rules."));
    }

    private static List<Verb> denylist4() {
        return List.of(
                new Denylist4Display(),
                new Denylist4Add(),
                new Denylist4Remove(),
                new FlushVerb(Operation.DENYLIST4_FLUSH, "Let pool6 translate all IPv4 addresses again."));
    }

    private static List<Verb> superseded(List<Verb> verbs) {
        return verbs.stream()
                .<Verb>map(verb -> new Superseded(verb, OLD_DENYLIST4, DENYLIST4))
                .toList();
    }

    /** Whether {@link MapCalculator} is there, which is no mode and has no operations. */
    boolean calculating() {
        return calculating;
    }

    /** The modes. */
    List<String> modes() {
        return List.copyOf(modes.keySet());
    }

    /** The operations of a mode. */
    List<String> operations(String mode) {
        List<String> keywords = new ArrayList<>(keywords(modes.get(mode)));
        if (mode.equals("global")) {
            keywords.add(UPDATE);
        }
        return keywords;
    }

    /** Whether what follows the operation is the key of a global. */
    boolean takesKey(String mode, String operation) {
        return mode.equals("global") && operation.equals(UPDATE);
    }

    /** The keys that can be updated. */
    List<String> keys() {
        return GlobalKeys.of(product).stream().map(Global::name).toList();
    }

    /**
     * The keys that a word may stand for. Under a drop-in name, keys that Jool lacks are out of the way of its own: they
     * neither make an abbreviation ambiguous nor appear in error messages.
     *
     * @param word as typed
     */
    List<String> keys(Program program, String word) {
        if (!program.dropIn()) {
            return keys();
        }
        List<String> jools = keys(false);
        boolean known = jools.stream().anyMatch(key -> key.startsWith(word));
        List<String> additions =
                keys(true).stream().filter(key -> key.startsWith(word)).toList();
        return known || additions.isEmpty() ? jools : additions;
    }

    private List<String> keys(boolean beyondJool) {
        return GlobalKeys.of(product).stream()
                .filter(global -> global.isBeyondJool() == beyondJool)
                .map(Global::name)
                .toList();
    }

    /** The verb for an operation. */
    Verb verb(String mode, String operation) {
        for (Verb verb : modes.get(mode)) {
            if (verb.keyword().equals(operation)) {
                return verb;
            }
        }
        throw new IllegalArgumentException(mode + " " + operation);
    }

    /** The verb that updates a global. */
    Verb update(String key) {
        return GlobalKeys.named(product, key).map(Modes::updateOf).orElseThrow();
    }

    private static <T> Verb updateOf(Global<T> global) {
        return new GlobalUpdate<>(global);
    }

    private static List<String> keywords(List<Verb> verbs) {
        return verbs.stream().map(Verb::keyword).toList();
    }
}
