// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents speak of files that exist. */
final class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");
    private static final Pattern PATH =
            Pattern.compile("`(?:sudo )?(?:\\./)?((?:examples|docs|\\.ci|translation|instances|cli)/[\\w./-]+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "CONTRIBUTING.md",
                "examples/README.md",
                "docs/architecture.md",
                "docs/differences.md",
                "docs/rfc6146.md"
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

    /** A proof that is named must exist: {@code ClassTest} or {@code ClassTest.method}. */
    @Test
    void nameOnlyTestsThatExist() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        String text = Files.readString(Laboratory.HOME.resolve("docs/rfc6146.md"));
        for (Matcher proof = PROOF.matcher(text); proof.find(); named++) {
            String source = sources.get(proof.group(1));
            String method = proof.group(2);
            if (source == null || (method != null && !source.contains(" void " + method + "("))) {
                missing.add(proof.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 60, "found " + named);
    }

    /** The sources of all test classes by the names of the classes. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("translation", "config", "instances", "cli", "examples")) {
            try (Stream<Path> files = Files.walk(Laboratory.HOME.resolve(module + "/src/test/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString();
                    sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** Every section of RFC 6146 with requirements has a row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.1", "3.2", "3.3", "3.4", "3.5", "3.5.1", "3.5.1.1", "3.5.2.1", "3.5.2.2", "3.5.2.3", "3.5.3",
                "3.5.4", "3.6.1", "3.6.2", "3.7", "3.8", "4"
            })
    void goThroughEverySectionOfRfc6146(String section) throws IOException {
        String text = Files.readString(Laboratory.HOME.resolve("docs/rfc6146.md"));
        assertTrue(text.contains("\n| " + section + " | "), section);
    }

    @Test
    void nameCommandsThatCanBeRun() {
        for (String program : List.of(".ci/test", ".ci/run", "jool-j", "jool", "jool_siit", "jool_mapt", "joold")) {
            assertTrue(Files.isExecutable(Laboratory.HOME.resolve(program)), program);
        }
    }
}
