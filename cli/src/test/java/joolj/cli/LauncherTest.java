// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the launcher script in a source tree of its own, with a Java that only tells how it was called. */
@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "jool-j").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Path tree;
    private String archives = "";

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void plantATree() throws Exception {
        tree = Files.createDirectories(directory.resolve("source tree"));
        Files.writeString(tree.resolve("pom.xml"), "");
        Files.copy(LAUNCHER, tree.resolve("jool-j"));
        for (String name : List.of("jool", "jool_siit", "jool_mapt", "joold")) {
            Files.createSymbolicLink(tree.resolve(name), Path.of("jool-j"));
        }
        script("jdk/bin/java", "for word; do printf '<%s>' \"$word\"; done; echo");
        release("JAVA_VERSION=\"17.0.15\"");
    }

    private void script(String name, String body) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void release(String line) throws IOException {
        Files.writeString(directory.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\n" + line + "\n");
    }

    private void build(String module, String jar) throws IOException {
        Path target = Files.createDirectories(tree.resolve(module).resolve("target"));
        Files.writeString(target.resolve(jar), "");
    }

    private Outcome run(String program, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(words));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().remove("JOOLJ_SOCKET");
        // The archive is made in the background: it would still be written when the directory is deleted.
        builder.environment().put("JOOLJ_ARCHIVES", archives);
        builder.environment()
                .put("JOOLJ_JAVA", directory.resolve("jdk/bin/java").toString());
        int status = builder.start().waitFor();
        return new Outcome(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private String program(String name) {
        return tree.resolve(name).toString();
    }

    @Test
    void theClientLearnsTheNameAndEveryWord() throws Exception {
        build("cli", "cli.jar");

        Outcome outcome = run(program("jool_siit"), "-i", "a b", "instance", "add", "");

        assertEquals("", outcome.err());
        assertTrue(
                outcome.out()
                        .endsWith("<-Djoolj.program=jool_siit><-jar><" + tree
                                + "/cli/target/cli.jar><-i><a b><instance><add><>\n"),
                outcome.out());
    }

    /** What the launcher finds as control groups: file, content, file, content, … */
    private String daemonMemory(String groups, String... files) throws Exception {
        build("instances", "instances.jar");
        Path root = directory.resolve("cgroup");
        Files.writeString(directory.resolve("self"), groups);
        Files.writeString(directory.resolve("meminfo"), "MemTotal:        8000000 kB\nMemFree:   100 kB\n");
        for (int i = 0; i < files.length; i += 2) {
            Path file = root.resolve(files[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1] + "\n");
        }
        Path launcher = tree.resolve("jool-j");
        Files.writeString(
                launcher,
                Files.readString(LAUNCHER)
                        .replace("/proc/self/cgroup", directory.resolve("self").toString())
                        .replace("/proc/meminfo", directory.resolve("meminfo").toString())
                        .replace("/sys/fs/cgroup", root.toString()));
        Outcome outcome = run(launcher.toString(), "daemon");
        assertEquals("", outcome.err());
        return outcome.out().replaceFirst("(?s).*<-XX:MaxDirectMemorySize=([^>]*)>.*", "$1");
    }

    @Test
    void tablesMayTakeHalfOfTheMachinesMemory() throws Exception {
        assertEquals("4000000k", daemonMemory("0::/\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "version 2, 0::/a/b, a/b/memory.max, 104857600, 51200k",
        "version 2 of the group above, 0::/a/b, a/memory.max, 104857600, 51200k",
        "version 2 of a container, 0::/, memory.max, 104857600, 51200k",
        "version 2 without a limit, 0::/a, a/memory.max, max, 4000000k",
        "version 2 beyond the machine, 0::/a, a/memory.max, 99999999999999, 4000000k",
        "version 1, 4:memory:/a/b, memory/a/b/memory.limit_in_bytes, 104857600, 51200k",
        "version 1 of several controllers, '4:cpu,memory:/a', memory/a/memory.limit_in_bytes, 104857600, 51200k",
        "version 1 of a container, 4:memory:/docker/x, memory/memory.limit_in_bytes, 104857600, 51200k",
        "version 1 without a limit, 4:memory:/a, memory/a/memory.limit_in_bytes, 9223372036854771712, 4000000k",
        "nonsense, 4:memory:/a, memory/a/memory.limit_in_bytes, '12 ; x', 4000000k",
        "another controller, 4:cpu:/a, memory/a/memory.limit_in_bytes, 104857600, 4000000k"
    })
    void aControlGroupsLimitCountsAsTheMachinesMemory(
            String name, String groups, String file, String limit, String expected) throws Exception {
        assertEquals(expected, daemonMemory(groups + "\n", file, limit));
    }

    @Test
    void theLeastLimitOfAllControlGroupsCounts() throws Exception {
        assertEquals(
                "25600k",
                daemonMemory(
                        "5:cpu:/x\n4:memory:/a/b/c\n0::/d\n",
                        "memory/a/b/c/memory.limit_in_bytes",
                        "209715200",
                        "memory/a/b/memory.limit_in_bytes",
                        "52428800",
                        "memory/a/memory.limit_in_bytes",
                        "104857600",
                        "d/memory.max",
                        "max"));
    }

    @Test
    void symbolicLinksAreFollowedToTheInstallation() throws Exception {
        build("cli", "cli.jar");
        Path link = Files.createSymbolicLink(directory.resolve("jool"), tree.resolve("jool"));

        Outcome outcome = run(link.toString(), "stats", "display");

        assertTrue(outcome.out().contains("<-Djoolj.program=jool><-jar><" + tree + "/cli/target/cli.jar>"));
    }

    @Test
    void anInstallationHasItsArchivesUnderLib() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("usr/bin"));
        Path lib = Files.createDirectories(directory.resolve("usr/lib/jool-j"));
        Files.copy(LAUNCHER, bin.resolve("jool-j"));
        Files.writeString(lib.resolve("cli.jar"), "");

        assertTrue(run(bin.resolve("jool-j").toString(), "-V").out().contains("<-jar><" + lib + "/cli.jar><-V>"));
    }

    @Test
    void theDaemonRunsInTheForeground() throws Exception {
        build("instances", "instances.jar");
        release("JAVA_VERSION=\"25\"");

        Outcome outcome = run(program("jool-j"), "--socket", "/x y", "daemon");

        assertTrue(
                outcome.out().endsWith("<-jar><" + tree + "/instances/target/instances.jar><--socket></x y>\n"),
                outcome.out());
        assertTrue(outcome.out().contains("<--enable-native-access=ALL-UNNAMED>"), outcome.out());
        assertTrue(run(program("jool-j"), "daemon").out().endsWith("<--socket></run/jool-j/control.sock>\n"));
        assertTrue(run(program("jool-j"), "daemon", "--socket=/z").out().endsWith("<--socket></z>\n"));
    }

    @Test
    void otherDaemonWordsAreTheClients() throws Exception {
        build("cli", "cli.jar");

        assertTrue(run(program("jool-j"), "daemon", "--stop").out().endsWith("cli.jar><daemon><--stop>\n"));
        assertTrue(run(program("jool-j"), "--socket", "/x", "daemon", "--status")
                .out()
                .endsWith("cli.jar><--socket></x><daemon><--status>\n"));
        assertTrue(run(program("jool"), "daemon").out().endsWith("cli.jar><daemon>\n"));
    }

    @Test
    void aDaemonThatDiesAtOnceTellsWhy() throws Exception {
        build("cli", "cli.jar");
        build("instances", "instances.jar");
        Path socket = directory.resolve("run/s");
        Files.createDirectories(socket.getParent());
        Path log = socket.resolveSibling("daemon.log");
        Files.writeString(log, "of yesterday\n");
        script(
                "jdk/bin/java",
                "case \"$*\" in *--await*) until grep -q luck '" + log + "'; do sleep 0.05; done; exit 1 ;;"
                        + " *instances.jar*) echo 'Error: no such luck.' >&2; exit 1 ;; esac");

        Outcome outcome = run(program("jool-j"), "daemon", "--detach", "--socket", socket.toString());

        assertEquals(new Outcome(1, "", "Error: no such luck.\n"), outcome);
        assertEquals("of yesterday\nError: no such luck.\n", Files.readString(log));
    }

    @Test
    void aDaemonThatAnswersIsLeftInTheBackground() throws Exception {
        build("cli", "cli.jar");
        build("instances", "instances.jar");
        script("jdk/bin/java", "case \"$*\" in *instances.jar*) echo started; exec sleep 5 ;; esac");
        Path socket = directory.resolve("new/s");

        Outcome outcome = run(program("jool-j"), "daemon", "--detach", "--socket", socket.toString());

        assertEquals(new Outcome(0, "", ""), outcome);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void theFirstCallMakesTheClassArchiveThatTheNextOneUses() throws Exception {
        build("cli", "cli.jar");
        script(
                "jdk/bin/java",
                "for word; do case \"$word\" in -XX:ArchiveClassesAtExit=*) echo x >\"${word#*=}\" ;; esac;"
                        + " printf '<%s>' \"$word\"; done; echo");
        Path directoryOfArchives = Files.createDirectory(directory.resolve("ar chives"));
        archives = directoryOfArchives.toString();

        Outcome first = run(program("jool"), "-V");
        List<String> made = await(
                () -> names(directoryOfArchives), names -> names.stream().allMatch(name -> name.endsWith(".jsa")));
        Outcome second = run(program("jool"), "-V");

        assertFalse(first.out().contains("SharedArchiveFile"), first.out());
        assertEquals(1, made.size(), made.toString());
        assertTrue(
                second.out().contains("<-XX:SharedArchiveFile=" + directoryOfArchives.resolve(made.get(0)) + ">"),
                second.out());
        assertEquals(made, names(directoryOfArchives));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Waits until there are names and all are as they should be in the end. */
    private static List<String> await(Callable<List<String>> look, Predicate<List<String>> done) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        List<String> seen = look.call();
        while (seen.isEmpty() || !done.test(seen)) {
            assertTrue(System.nanoTime() < deadline, seen.toString());
            Thread.onSpinWait();
            seen = look.call();
        }
        return seen;
    }

    @Test
    void anUnbuiltTreeSaysHowToBuildIt() throws Exception {
        for (String word : List.of("instance", "daemon")) {
            assertEquals(
                    new Outcome(
                            1,
                            "",
                            "Error: jool-j is not built yet: run 'mvn -q package -DskipTests' in " + tree + "\n"),
                    run(program("jool-j"), word));
        }
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        build("cli", "cli.jar");
        String java = directory.resolve("jdk/bin/java").toString();

        for (String version : List.of("\"11.0.2\"", "\"1.8.0_402\"")) {
            release("JAVA_VERSION=" + version);
            String feature = version.contains("11") ? "11" : "8";
            assertEquals(
                    new Outcome(
                            1,
                            "",
                            "Error: '" + java + "' is Java " + feature
                                    + ", but jool-j needs Java 17 or later: set JOOLJ_JAVA\n"),
                    run(program("jool"), "-V"));
        }
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        build("cli", "cli.jar");
        Files.delete(directory.resolve("jdk/bin/java"));

        Outcome outcome = run(program("jool"), "-V");

        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("Error: there is no '" + directory + "/jdk/bin/java': install Java 17"));
    }
}
