// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents speak of files that exist. */
final class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Pattern PATH =
            Pattern.compile("`(?:sudo )?(?:\\./)?((?:examples|docs|\\.ci|translation|instances|cli)/[\\w./-]+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "examples/README.md",
                "docs/architecture.md",
                "docs/differences.md"
            })
    void nameOnlyFilesThatExist(String document) throws IOException {
        Path file = Laboratory.HOME.resolve(document);
        String text = Files.readString(file);
        List<String> missing = new ArrayList<>();
        for (Matcher link = LINK.matcher(text); link.find(); ) {
            if (!Files.exists(file.resolveSibling(link.group(1)))) {
                missing.add(link.group(1));
            }
        }
        for (Matcher path = PATH.matcher(text); path.find(); ) {
            if (!path.group(1).contains("*") && !Files.exists(Laboratory.HOME.resolve(path.group(1)))) {
                missing.add(path.group(1));
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void nameCommandsThatCanBeRun() {
        for (String program : List.of(".ci/test", ".ci/run", "jool-j", "jool", "jool_siit", "jool_mapt", "joold")) {
            assertTrue(Files.isExecutable(Laboratory.HOME.resolve(program)), program);
        }
    }
}
