// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import joolj.config.Framework;
import joolj.control.Command;
import org.junit.jupiter.api.Test;

class FileCommandsTest extends WithFakeDaemon {
    private static final String GOOD = """
            { "instance": "gw", "framework": "iptables",
              "global": { "pool6": "64:ff9b::/96" },
              "pool4": [ { "protocol": "TCP", "prefix": "192.0.2.1" } ] }
            """;

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    @Test
    void handleSendsTheDefinitionAndSaysNothing() throws IOException {
        String file = file("a.json", GOOD);

        Run.of(socket, "jool file handle " + file).assertIs(0, "", "");
        Run.of(socket, "jool-j -i gw file handle --force /nonexistent " + file).assertIs(0, "", "");

        assertEquals(
                new Command.FileHandle(Framework.IPTABLES, false),
                daemon.requests().get(0).command());
        assertEquals(
                new Command.FileHandle(Framework.IPTABLES, true),
                daemon.requests().get(1).command());
        assertEquals("gw", daemon.definition().name().text());
        assertEquals(1, daemon.definition().pool4().size());
    }

    @Test
    void handleTellsWhatIsWrongAndWhere() throws IOException {
        String file = file("a.json", GOOD.replace("192.0.2.1", "192.0.2.256"));

        Run.of(socket, "jool file handle " + file)
                .assertIs(
                        234,
                        "",
                        "Error: Cannot parse '192.0.2.256' as an IPv4 address.\n  " + file
                                + ":3:45: pool4[0].prefix\n");
        Run.of(socket, "jool -i other file handle " + file("b.json", GOOD))
                .assertIs(
                        234,
                        "",
                        "Error: The -i command line argument (other) does not match the instance name defined in the "
                                + "file (gw).\nYou might want to delete one of them.\n  "
                                + directory.resolve("b.json") + ":1:15: instance\n");
        assertEquals(0, daemon.requests().size());
    }

    @Test
    void handleTellsWhereTheTranslatorSeesAnError() throws IOException {
        String file = file("a.json", GOOD.replace("192.0.2.1", "192.0.2.1/24"));
        daemon.willFail(22, "'192.0.2.1/24' seems to have a suffix; please fix.");

        Run.of(socket, "jool file handle " + file)
                .assertIs(
                        22,
                        "",
                        "Error: The daemon returned error 22: '192.0.2.1/24' seems to have a suffix; please fix."
                                + "\n  " + file + ":3:14: pool4[0]\n");

        daemon.willFail(17, "This namespace already has a Netfilter Jool instance.");
        Run.of(socket, "jool file handle " + file("b.json", GOOD))
                .assertIs(
                        17,
                        "",
                        "Error: The daemon returned error 17: This namespace already has a Netfilter Jool "
                                + "instance.\n");
    }

    @Test
    void handleNeedsAFileAndADaemon() {
        Run.of(socket, "jool file handle").assertIs(234, "", "The command is missing a file name.\n");
        Run.of(socket, "jool file handle /nonexistent")
                .assertIs(2, "", "Error: Could not open file \"/nonexistent\": No such file or directory\n");
        Run.of(directory.resolve("none"), "jool file handle /nonexistent")
                .assertIs(
                        253,
                        "",
                        "Error: Jool's socket family doesn't seem to exist.\n(This probably means Jool hasn't been "
                                + "modprobed.)\nNetlink error message: Object not found\n");
    }

    @Test
    void checkTouchesNothingAndNeedsNoDaemon() throws IOException {
        Path nobody = directory.resolve("none");
        String bad = file("bad.json", "{ \"instance\": \"gw\", \"framework\": \"netfilter\" }");

        Run.of(nobody, "jool-j file check " + file("a.json", GOOD)).assertIs(0, "", "");
        Run.of(nobody, "jool-j file check " + bad)
                .assertIs(22, "", "Error: pool6 is mandatory in NAT64 instances.\n  " + bad + ":1:1\n");
        Run.of(nobody, "jool-j siit file check " + bad).assertIs(0, "", "");
        Run.of(nobody, "jool-j file check").assertIs(234, "", "The command is missing a file name.\n");
    }

    @Test
    void checkReadsYamlByTheEndOfTheName() throws IOException {
        Path nobody = directory.resolve("none");
        String good = file("good.yaml", "instance: s\nproduct: siit\n");
        String bad = file("bad.yml", "instance: s\nproduct: siit\nglobal: {tos: 999}\nfoo: 1\n");

        Run.of(nobody, "jool-j file check " + good).assertIs(0, "", "");
        Run.of(nobody, "jool-j file check " + bad)
                .assertIs(
                        234,
                        "",
                        "Error: " + bad + ":3:15: global.tos: '999': must be an integer from 0 to 255\nError: " + bad
                                + ":4:1: foo: unknown key; known are: instance, product, framework, namespace, queue, "
                                + "workers, rules, reinject, cpu, force, global, eamt, denylist4\n");
    }

    @Test
    void onlyJoolJOffersWhatJoolLacks() {
        Run.of(socket, "jool file check x")
                .assertIs(234, "", "Unexpected token: 'check'\nAvailable options: handle \n");
    }

    @Test
    void theNameOfTheInstanceIsTakenFromAFileWhateverElseIsInIt() throws IOException {
        String file = file("a.json", "{ \"comment\": 1, \"nonsense\": [], \"Instance\": \"gw\" }");
        String number = file("b.json", "{ \"instance\": 5 }");

        Run.of(socket, "jool -f " + file + " instance status").assertIs(0, "Running\n", "");
        Run.of(socket, "jool -f " + number + " instance status")
                .assertIs(
                        234,
                        "",
                        "Error: The 'instance' element '5' is not a valid String.\n  " + number + ":1:15: instance\n");
        assertEquals("gw", daemon.requests().get(0).instance().text());
    }
}
