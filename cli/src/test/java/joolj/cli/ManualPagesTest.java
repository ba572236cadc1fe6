// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import joolj.cli.grammar.Program;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manual pages are what the program is. After a change,
 *
 * <pre>mvn -q test -pl cli -am -Dtest=ManualPagesTest -Djoolj.regenerate=true -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * writes them anew.
 */
class ManualPagesTest {
    private static final Path PAGES = Path.of("../docs/man");

    static final List<String> NAMES = ManualPages.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void pageIsWhatItsTextAndTheProgramMakeIt(String name) throws IOException {
        String expected = ManualPages.of(name);
        if (Boolean.getBoolean("joolj.regenerate")) {
            Files.writeString(PAGES.resolve(name), expected);
        }

        assertEquals(
                expected,
                Files.readString(PAGES.resolve(name)),
                "regenerate it, see " + getClass().getName());
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void pageIsSoundMdoc(String name) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mandoc")), "needs mandoc");
        Process mandoc = new ProcessBuilder(
                        "mandoc", "-Tlint", "-Wwarning", PAGES.resolve(name).toString())
                .redirectErrorStream(true)
                .start();
        String complaints = new String(mandoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(mandoc.waitFor(60, TimeUnit.SECONDS));

        assertEquals("", complaints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jool-j.8", "jool-j.yaml.5"}) // jool(8) refers to jool-j(8)
    void pagesThatListGlobalsListExactlyTheRegistry(String name) throws IOException {
        String page = Files.readString(PAGES.resolve(name));
        int start = page.indexOf(".Ss Globals\n");
        String list = page.substring(start, page.indexOf("\n.El\n", start));
        Set<String> listed = new TreeSet<>();
        for (Matcher item = Pattern.compile("^\\.It Cm ([\\w-]+) ", Pattern.MULTILINE)
                        .matcher(list);
                item.find(); ) {
            listed.add(item.group(1));
        }

        assertEquals(registry(), listed);
    }

    @Test
    void everyOperationAndOptionOfEveryProductIsInJoolJ8() throws IOException {
        String page = Files.readString(PAGES.resolve("jool-j.8"));
        for (Product product : Product.values()) {
            Modes modes = new Modes(Program.named("jool-j"), product);
            for (String mode : modes.modes()) {
                for (String operation : modes.operations(mode)) {
                    assertTrue(page.contains("\n.It Cm " + mode + " " + operation), mode + " " + operation);
                }
            }
        }
    }

    private static Set<String> registry() {
        Set<String> names = new TreeSet<>();
        for (Product product : Product.values()) {
            GlobalKeys.of(product).stream().map(Global::name).forEach(names::add);
        }
        return names;
    }
}
