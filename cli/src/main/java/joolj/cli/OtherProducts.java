// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import joolj.cli.grammar.Program;
import joolj.config.GlobalKeys;
import joolj.config.Product;

/** Tells where a word belongs that the product at hand does not know. */
final class OtherProducts {
    private OtherProducts() {}

    /** The hint for an unknown mode: a line feed and a line, or empty if no product has it. */
    static String hint(String mode, Program program, Product product) {
        return hint(
                mode,
                "a mode",
                program,
                product,
                other -> new Modes(program, other).modes().contains(mode));
    }

    /** The hint for an unknown key of a global: a line feed and a line, or empty if no product has it. */
    static String hintForKey(String key, Program program, Product product) {
        return hint(
                key,
                "a global",
                program,
                product,
                other -> GlobalKeys.named(other, key).isPresent());
    }

    private interface Knowing {
        boolean knows(Product product);
    }

    private static String hint(String word, String kind, Program program, Product product, Knowing knowing) {
        String others = Arrays.stream(Product.values())
                .filter(other -> other != product && knowing.knows(other))
                .map(other -> program.dropIn() ? other.program() : program.name() + " " + other.label())
                .collect(Collectors.joining(" and "));
        return others.isEmpty() ? "" : "\n  '" + word + "' is " + kind + " of " + others + ".";
    }
}
