// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenWrt's init script, run under stand-ins for rc.common, procd and UCI. */
final class OpenWrtIT {
    private static final Path EXAMPLES = Laboratory.HOME.resolve("examples");
    private static final Path STAND_INS = EXAMPLES.resolve("src/test/openwrt");

    @TempDir
    private Path directory;

    private Path uci;
    private Path calls;
    private Path program;

    @BeforeEach
    void makesAProgramThatWritesDownItsCalls() throws IOException {
        uci = Files.createDirectory(directory.resolve("uci"));
        calls = directory.resolve("calls");
        program = directory.resolve("jool-j");
        Files.writeString(program, "#!/bin/sh\necho \"$*\" >>" + calls + "\n");
        assertTrue(program.toFile().setExecutable(true));
    }

    private Command.Result run(String action) {
        List<String> words = List.of(
                "sh",
                STAND_INS.resolve("rc.common").toString(),
                EXAMPLES.resolve("openwrt/etc/init.d/jool-j").toString(),
                action);
        Map<String, String> environment =
                Map.of("UCI", uci.toString(), "WORK", directory.toString(), "PROGRAM_UNDER_TEST", program.toString());
        Command.Result result = new Command(words, environment).run().succeeded();
        assertEquals("", result.err());
        return result;
    }

    private void configure(String text) throws IOException {
        Files.writeString(uci.resolve("jool-j"), text);
    }

    private void configureSample() throws IOException {
        configure(Files.readString(STAND_INS.resolve("uci/jool-j")));
    }

    private Path definitions() {
        return directory.resolve("definitions");
    }

    private List<String> rendered() throws IOException {
        try (Stream<Path> files = Files.list(definitions())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void sectionsBecomeDefinitionsOfTheInstancesThatAreEnabled() throws IOException {
        configureSample();

        run("start");

        assertEquals(List.of("7.yaml", "edge.yaml"), rendered());
        assertEquals("""
                instance: 'it''s'
                product: 'nat64'
                framework: 'iptables'
                queue: '6410-6411'
                workers: 2
                rules: 'install'
                global:
                  comment: made of /etc/config/jool-j
                  pool6: '64:ff9b::/96'
                  udp-timeout: 300
                  tcp-est-timeout: '2:30:00'
                  mtu-plateaus: [1500, 1280]
                  address-dependent-filtering: true
                pool4:
                  - {protocol: 'TCP', prefix: '198.51.100.8', port range: '1024-65535'}
                  - {protocol: 'UDP', prefix: '198.51.100.8/30', port range: '1024-65535', mark: 7, max-iterations: 'infinity'}
                bib:
                  - {protocol: 'TCP', ipv6 address: '2001:db8::5#80', ipv4 address: '198.51.100.8#1080'}
                """, Files.readString(definitions().resolve("edge.yaml")));
    }

    @Test
    void procdIsToldTheCommandAndTheJava() throws IOException {
        configureSample();

        assertEquals("""
                open
                param command %s daemon --config %s
                param env JOOLJ_JAVA=/opt/java
                param respawn
                param stdout 1
                param stderr 1
                param term_timeout 20
                close
                """.formatted(program, definitions()), run("start").out());
        assertEquals("trigger jool-j\n", run("triggers").out());
    }

    @Test
    void disabledServiceStartsNothing() throws IOException {
        configure("config daemon 'daemon'\n\toption enabled '0'\nconfig instance 'a'\n");

        assertEquals("", run("start").out());
        assertTrue(Files.notExists(definitions()));
        assertEquals("stop\n", run("reload").out());
    }

    @Test
    void reloadingReplacesDefinitionsAndTellsTheRunningDaemon() throws IOException {
        configureSample();
        run("start");
        configure("config instance 'b'\n\toption pool6 '64:ff9b::/96'\n");

        assertEquals("", run("reload").out());

        assertEquals(List.of("b.yaml"), rendered());
        assertEquals("daemon --status\nreload\n", Files.readString(calls));
    }

    @Test
    void reloadingWithoutADaemonStartsOne() throws IOException {
        Files.writeString(program, "#!/bin/sh\nexit 3\n");
        configureSample();

        assertTrue(run("reload").out().startsWith("open\n"));
    }

    @Test
    void definitionsAreAcceptedByTheProgram() throws IOException {
        configureSample();
        run("start");
        for (String name : rendered()) {
            check(definitions().resolve(name));
        }
        String shipped = Files.readString(EXAMPLES.resolve("openwrt/etc/config/jool-j"));
        configure(shipped.replace("enabled '0'", "enabled '1'")
                .replace("#list", "list")
                .replace("#option pool6", "option pool6"));
        run("start");
        assertEquals(List.of("nat64.yaml", "siit.yaml"), rendered());
        for (String name : rendered()) {
            check(definitions().resolve(name));
        }
    }

    private static void check(Path definition) {
        List<String> words =
                new ArrayList<>(List.of(Laboratory.HOME.resolve("jool-j").toString()));
        words.addAll(List.of("file", "check", definition.toString()));
        new Command(words, Map.of()).run().succeeded();
    }

    @Test
    void scriptsAreSound() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "needs shellcheck");
        new Command(
                        List.of(
                                "shellcheck",
                                "-s",
                                "sh",
                                EXAMPLES.resolve("openwrt/etc/init.d/jool-j").toString(),
                                STAND_INS.resolve("rc.common").toString()),
                        Map.of())
                .run()
                .succeeded();
    }
}
