// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of README.md, run as they stand there. */
@NetnsTest
final class ReadmeIT {
    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private TutorialNetwork network;
    private Map<String, String> environment;

    @BeforeEach
    void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        environment = Map.of(
                "JOOLJ_SOCKET", LABORATORY.directory().resolve("readme.sock").toString());
    }

    @AfterEach
    void removeNetwork() {
        new Command(List.of(Laboratory.HOME.resolve("jool-j").toString(), "daemon", "--stop"), environment).run();
        LABORATORY.close();
    }

    @Test
    void leadToATranslatorAndBack() throws IOException {
        for (String line : block("quick start")) {
            if (!line.startsWith("apt-get ") && !line.startsWith("mvn ")) {
                onTranslator(line);
            }
        }
        network.ping().succeeded();
        for (String line : block("look")) {
            assertTrue(onTranslator(line).out().length() > 0 || line.contains(" bib display"), line);
        }
        for (String line : block("end")) {
            onTranslator(line);
        }
        assertEquals("", network.queueRules());
    }

    @Test
    void makeRulesForAnIptablesInstance() throws IOException {
        onTranslator("./jool-j daemon --detach");
        onTranslator("./jool instance add example --iptables --pool6 64:ff9b::/96");
        for (String line : block("rules")) {
            onTranslator(line);
        }
        network.ping().succeeded();
    }

    @Test
    void makeAStatelessTranslator() throws IOException {
        onTranslator("./jool-j daemon --detach");
        StringBuilder printed = new StringBuilder();
        for (String line : block("siit")) {
            printed.append(onTranslator(line).out());
        }
        assertEquals("2001:db8:4::8\n", printed.toString());
    }

    @Test
    void makeABorderRelay() throws IOException {
        onTranslator("./jool-j daemon --detach");
        StringBuilder printed = new StringBuilder();
        for (String line : block("mapt")) {
            printed.append(onTranslator(line).out());
        }
        assertTrue(printed.toString().contains("MAP address: 2001:db8:ce:11b:0:c000:208:1b\n"), printed.toString());
        assertTrue(printed.toString().contains("2001:db8:ce::/51"), printed.toString());
    }

    private Command.Result onTranslator(String line) {
        return network.t()
                .command(environment, "sh", "-c", "cd " + Laboratory.HOME + " && " + line)
                .run()
                .succeeded();
    }

    /** The lines of the code block behind a mark in README.md. */
    private static List<String> block(String mark) throws IOException {
        String readme = Files.readString(Laboratory.HOME.resolve("README.md"));
        String start = "<!-- " + mark + " -->\n```sh\n";
        int from = readme.indexOf(start);
        assertTrue(from >= 0, "README.md has no block '" + mark + "'");
        from += start.length();
        List<String> lines =
                readme.substring(from, readme.indexOf("```", from)).lines().toList();
        assertTrue(!lines.isEmpty(), mark);
        return lines;
    }
}
