// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Product;
import joolj.config.yaml.YamlDefinitions;
import joolj.config.yaml.YamlKey;
import joolj.config.yaml.YamlKeys;
import joolj.config.yaml.YamlSchema;
import org.junit.jupiter.api.Test;

/** The examples of definition files, and the schema that editors check them by. */
final class DefinitionsTest {
    private static final Path EXAMPLES = Laboratory.HOME.resolve("examples/definitions");
    private static final Path SCHEMA = Laboratory.HOME.resolve("docs/jool-j.schema.json");

    @Test
    void everyExampleIsRightAndThereIsOneForEachProduct() throws IOException {
        Set<Product> products = EnumSet.noneOf(Product.class);
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                YamlDefinitions read = YamlDefinitions.read(Files.readString(file));
                assertEquals(List.of(), read.problems(), file.toString());
                read.instances().forEach(each -> products.add(each.definition().product()));
            }
        }

        assertEquals(EnumSet.allOf(Product.class), products);
    }

    /** With {@code -Djoolj.regenerate=true} the file is written instead. */
    @Test
    void theSchemaIsTheOneThatTheRegistryMakes() throws IOException {
        if (Boolean.getBoolean("joolj.regenerate")) {
            Files.writeString(SCHEMA, YamlSchema.text());
        }
        assertEquals(
                YamlSchema.text(),
                Files.readString(SCHEMA),
                SCHEMA + " is out of date: run this test with -Djoolj.regenerate=true");
    }

    @Test
    void theSchemaKnowsEveryKey() {
        String schema = YamlSchema.text();
        for (Product product : Product.values()) {
            for (Global<?> global : GlobalKeys.of(product)) {
                assertTrue(schema.contains("\"" + global.name() + "\":"), global.name());
            }
            for (YamlKey key : YamlKeys.of(product)) {
                assertTrue(schema.contains("\"" + key.name() + "\":"), key.name());
            }
        }
    }
}
