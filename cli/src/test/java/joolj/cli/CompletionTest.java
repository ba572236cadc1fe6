// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.config.Framework;
import joolj.config.Product;
import joolj.control.NamespaceId;
import joolj.control.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1|instance stats global pool4 bib session file joold --help --usage --version --instance --file",
                "1 s|stats session",
                "2 pool4|display add remove flush",
                "2 p r|remove",
                "2 global u|update",
                "3 global update tcp|tcp-est-timeout tcp-trans-timeout",
                "4 global update manually-enabled|true false --force --help --usage --version",
                "4 global update man t|true",
                "3 instance add --q|--queue-num --queue-balance",
                "5 -i x instance add --ip|--iptables",
                "3 instance display --|--csv --no-headers --help --usage --version",
                "2 nonsense|''",
                "x|''",
                "-5 instance|''",
                "99 instance|display add remove flush status"
            })
    void candidatesContinueTheWord(String words, String candidates) {
        assertCompletes("jool", words, candidates);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1|instance stats address global eamt blacklist4 denylist4 file --help --usage --version --instance --file",
                "1 d|denylist4",
                "2 eamt|display add remove flush",
                "2 black r|remove",
                "2 address|query",
                "3 address query --v|--verbose --version",
                "3 a q --verb|--verbose",
                "3 eamt add --f|--force",
                "3 denylist4 add --f|--force",
                "3 denylist4 remove --f|''",
                "3 eamt display --|--csv --no-headers --help --usage --version",
                "2 pool4|''"
            })
    void statelessTranslationHasItsOwnModes(String words, String candidates) {
        assertCompletes("jool_siit", words, candidates);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 n|nat64",
                "1 d|daemon demo",
                "1 --s|--socket",
                "2 siit e|eamt",
                "2 siit n|''",
                "3 siit -i x|''",
                "3 siit instance r|remove rules",
                "4 siit -i x instance|instance",
                "3 instance add --q|--queue-num --queue-balance",
                "2 daemon --de|--detach",
                "2 daemon --s|--stop --status --socket",
                "5 siit instance rules x --no|--notrack"
            })
    void ownProgramAlsoKnowsProductsAndTheDaemon(String words, String candidates) {
        assertCompletes("jool-j", words, candidates);
    }

    @Test
    void instancesOfThisNamespaceAreOfferedWhereNamesStand(@TempDir Path directory) throws IOException {
        String here = Long.toHexString(NamespaceId.own().inode());
        Path socket = directory.resolve("s");
        try (FakeDaemon daemon = new FakeDaemon(socket)) {
            daemon.willSend(
                    new Row.Instance(here, "alpha", Framework.IPTABLES, Optional.empty()),
                    new Row.Instance(here, "two words", Framework.IPTABLES, Optional.empty()),
                    new Row.Instance("1", "elsewhere", Framework.IPTABLES, Optional.empty()),
                    new Row.Instance(here, "beta", Framework.NETFILTER, Optional.empty()));

            complete(socket, "jool 2 -i", "alpha beta");
            complete(socket, "jool_siit 2 --instance b", "beta");
            complete(Path.of("nowhere"), "jool-j 5 --socket " + socket + " siit -i a", "alpha");
            complete(socket, "jool-j 3 instance remove a", "alpha");
            complete(
                    socket,
                    "jool-j 3 instance rules",
                    "alpha beta --nft --notrack --install --remove" + " --help --usage --version");
            complete(socket, "jool 3 instance remove a", "");
            assertEquals(Product.SIIT, daemon.requests().get(2).product());
        }
    }

    private static void complete(Path socket, String words, String candidates) {
        List<String> commandLine = new ArrayList<>(List.of(words.split(" ", 0)));
        commandLine.add(1, "autocomplete");
        Run.ofWords(socket, commandLine).assertIs(0, candidates + "\n", "");
    }

    private static void assertCompletes(String program, String words, String candidates) {
        List<String> commandLine = new ArrayList<>(List.of(program, "autocomplete"));
        commandLine.addAll(List.of(words.split(" ", 0)));

        Run.ofWords(Path.of("nowhere"), commandLine).assertIs(0, candidates + "\n", "");
    }
}
