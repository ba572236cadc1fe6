// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.netns.EnabledIfNetns;
import joolj.nfqueue.netns.TestNetwork;
import joolj.nfqueue.netns.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfNetns
class NetNamespaceNetnsTest {
    @TempDir
    private Path directory;

    private TestNetwork network;

    @BeforeEach
    void buildNetwork() {
        network = TestNetwork.single();
    }

    @AfterEach
    void removeNetwork() {
        network.close();
    }

    @Test
    void ownNamespaceIsThatOfTheProcess() throws Exception {
        try (NetNamespace current = NetNamespace.current();
                NetNamespace ofProcess =
                        NetNamespace.ofProcess(ProcessHandle.current().pid())) {
            assertEquals(current, ofProcess);
            assertEquals(current.hashCode(), ofProcess.hashCode());
            assertEquals("net:[" + current.inode() + "]", current.toString());
            assertEquals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString(), current.toString());
        }
    }

    @Test
    void codeRunsInsideAndTheCallerStaysOutside() throws Exception {
        try (NetNamespace before = NetNamespace.current();
                NetNamespace namespace = NetNamespace.ofPath(network.file("a"))) {
            assertNotEquals(before, namespace);

            assertEquals("[lo]", namespace.call(NetNamespaceNetnsTest::interfaces));
            namespace.run(() -> {
                try (NetNamespace inside = NetNamespace.current()) {
                    assertEquals(namespace, inside);
                }
            });

            try (NetNamespace after = NetNamespace.current()) {
                assertEquals(before, after);
            }
        }
    }

    @Test
    void whatTheCodeThrowsReachesTheCaller() throws Exception {
        try (NetNamespace namespace = NetNamespace.ofPath(network.file("a"))) {
            IOException checked = new IOException("on purpose");
            IllegalStateException unchecked = new IllegalStateException("on purpose");
            AssertionError error = new AssertionError("on purpose");

            assertSame(
                    checked,
                    assertThrows(
                            IOException.class,
                            () -> namespace.call(() -> {
                                throw checked;
                            })));
            assertSame(
                    unchecked,
                    assertThrows(
                            IllegalStateException.class,
                            () -> namespace.run(() -> {
                                throw unchecked;
                            })));
            assertSame(
                    error,
                    assertThrows(
                            AssertionError.class,
                            () -> namespace.run(() -> {
                                throw error;
                            })));
        }
    }

    @Test
    void namespaceOutlivesItsName() throws Exception {
        try (NetNamespace namespace = NetNamespace.ofPath(network.file("a"))) {
            network.close();

            assertEquals("[lo]", namespace.call(NetNamespaceNetnsTest::interfaces));
        }
    }

    @Test
    void namedNamespaceIsFound() {
        try (NetNamespace namespace = NetNamespace.ofPath(network.file("a"));
                NetNamespace found =
                        NetNamespace.find(namespace.device(), namespace.inode()).orElseThrow()) {
            assertEquals(namespace, found);
        }
    }

    @Test
    void namespaceOfAProcessAloneIsFound() throws Exception {
        Process process = new ProcessBuilder("unshare", "--net", "sleep", "60").start();
        try (NetNamespace own = NetNamespace.current()) {
            Traffic.until("the process has its own namespace", () -> !own.equals(ofProcess(process, own)));
            try (NetNamespace namespace = NetNamespace.ofProcess(process.pid());
                    NetNamespace found = NetNamespace.find(namespace.device(), namespace.inode())
                            .orElseThrow()) {
                assertEquals(namespace, found);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The namespace of a process, closed already, good for comparison only. */
    private static NetNamespace ofProcess(Process process, NetNamespace orElse) {
        try (NetNamespace namespace = NetNamespace.ofProcess(process.pid())) {
            return namespace;
        } catch (NativeException e) {
            return orElse;
        }
    }

    @Test
    void namespaceThatIsNowhereIsNotFound() {
        try (NetNamespace namespace = NetNamespace.ofPath(network.file("a"))) {
            assertEquals(Optional.empty(), NetNamespace.find(namespace.device(), 1));
            assertEquals(Optional.empty(), NetNamespace.find(namespace.device() + 1, namespace.inode()));
        }
    }

    @Test
    void fileThatIsNoNamespaceIsRefused() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        for (Path file : new Path[] {Path.of("/dev/null"), Path.of("/proc/self/ns/mnt"), directory, fifo}) {
            NativeException failure = assertThrows(NativeException.class, () -> NetNamespace.ofPath(file));

            assertEquals(file + " is not a network namespace", failure.getMessage());
        }
    }

    @Test
    void processThatIsNotThereIsNamed() {
        NativeException failure = assertThrows(NativeException.class, () -> NetNamespace.ofProcess(Integer.MAX_VALUE));

        assertEquals("open(/proc/2147483647/ns/net): ENOENT (2)", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NetNamespace.ofProcess(0));
    }

    @Test
    void closedNamespaceIsNotEntered() {
        NetNamespace namespace = NetNamespace.ofPath(network.file("a"));
        namespace.close();
        namespace.close();

        assertThrows(IllegalStateException.class, namespace::enter);
    }

    @Test
    void descriptorsAreReleased() throws Exception {
        long before = descriptors();
        for (int round = 0; round < 50; round++) {
            try (NetNamespace namespace = NetNamespace.ofPath(network.file("a"))) {
                assertThrows(NativeException.class, () -> NetNamespace.ofPath(Path.of("/dev/null")));
                assertEquals(Optional.empty(), NetNamespace.find(namespace.device(), 1));
            }
        }

        assertTrue(descriptors() < before + 25, before + " before, " + descriptors() + " after");
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static String interfaces() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
            return lines.skip(2)
                    .map(line -> line.strip().split(":", 2)[0])
                    .toList()
                    .toString();
        }
    }
}
