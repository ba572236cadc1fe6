// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the daemon starts, ends, dies and comes back, and what is left of it in the kernel. */
@NetnsTest
final class LifeCycleIT {
    private static final int FILE_LENGTH = 2_000_000;

    @RegisterExtension
    static final Laboratory LABORATORY = new Laboratory();

    private TutorialNetwork network;
    private Daemon daemon;

    @BeforeEach
    void buildNetwork() {
        network = TutorialNetwork.create(LABORATORY);
        daemon = LABORATORY.daemon();
    }

    @AfterEach
    void removeNetwork() {
        LABORATORY.close();
    }

    private void addNetfilterInstance() {
        daemon.jool(network.t(), "instance", "add", "--netfilter", "--pool6", TutorialNetwork.POOL6)
                .run()
                .succeeded();
    }

    @Test
    void leavesNothingBehindWhenItIsAskedToEnd() {
        addNetfilterInstance();
        network.ping().succeeded();
        assertEquals(0, daemon.terminate(), "exit status after SIGTERM; last words:\n" + daemon.lastWords());
        assertEquals("", network.queueRules());
        daemon.jool(network.t(), "instance", "display").run().exited(253);
    }

    @Test
    void leavesNothingBehindWhenItIsStoppedByCommand() {
        addNetfilterInstance();
        daemon.joolj("daemon", "--status").run().succeeded();
        daemon.joolj("daemon", "--stop").run().succeeded();
        assertFalse(daemon.isAlive(), "--stop waits for the end");
        assertEquals(0, daemon.awaitEnd());
        assertEquals("", network.queueRules());
        daemon.joolj("daemon", "--status").run().exited(3);
    }

    @Test
    void whoeverFollowsSessionsEndsWellWhenTheDaemonStops() throws Exception {
        addNetfilterInstance();
        Path seen = LABORATORY.directory().resolve("followed");
        Process follow = LABORATORY.background(daemon.joolj(network.t(), "session", "follow", "--json"), seen);
        Waiting.until("a session is told", () -> {
            network.ping().succeeded();
            return Files.readString(seen).contains("\"event\":\"added\"");
        });

        assertEquals(0, daemon.terminate());

        assertTrue(follow.waitFor(60, TimeUnit.SECONDS), "it ends with the daemon");
        assertEquals(0, follow.exitValue(), Files.readString(seen));
        assertTrue(Files.readString(seen).endsWith("}\n"), Files.readString(seen));
        assertTrue(
                Files.readString(seen).lines().allMatch(line -> line.startsWith("{\"time\":\"")),
                Files.readString(seen));
    }

    @Test
    void comesBackAfterKillDuringTraffic() {
        addNetfilterInstance();
        LABORATORY.fileServer(network.v(), 80);
        RandomFile.write(LABORATORY.directory().resolve("data"), FILE_LENGTH);
        LABORATORY.background(network.c().command("ping", "-i", "0.01", TutorialNetwork.V_FOR_C));
        Process download = LABORATORY.background(network.c()
                .command(
                        "curl",
                        "-s",
                        "--limit-rate",
                        "200k",
                        "-o",
                        "/dev/null",
                        "http://[64:ff9b::203.0.113.16]/data"));
        Waiting.until(
                "traffic flows", () -> daemon.counters(network.t(), "default").get("JSTAT_SUCCESS") > 100);

        daemon.kill();
        assertNotEquals("", network.queueRules(), "nobody was there to remove them");
        network.v().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "203.0.113.1");
        network.c().run("ping", "-c", "2", "-i", "0.2", "-W", "5", "2001:db8::1");

        daemon.start();
        Waiting.until(
                "the rules of the dead daemon are gone",
                () -> network.queueRules().isEmpty());
        assertEquals(
                "Dead",
                daemon.jool(network.t(), "instance", "status")
                        .run()
                        .out()
                        .lines()
                        .findFirst()
                        .orElse(""));
        addNetfilterInstance();
        network.ping().succeeded();
        network.c().run("curl", "-sS", "--max-time", "30", "-o", "/dev/null", "http://[64:ff9b::203.0.113.16]/data");
        download.destroy();
    }

    @Test
    void doesNotBlackHoleItsNodeWhenItIsDead() {
        addNetfilterInstance();
        FileServer own = LABORATORY.fileServer(network.t(), 0);
        daemon.kill();
        assertTrue(network.queueRules().contains("--queue-bypass"), network.queueRules());
        network.v().run("curl", "-sS", "--max-time", "20", "http://203.0.113.1:" + own.port() + "/");
        network.c().run("curl", "-sS", "--max-time", "20", "http://[2001:db8::1]:" + own.port() + "/");
        network.t().run("ping", "-c", "1", "-W", "5", "203.0.113.16");
        assertEquals(1, network.ping().status(), "but nothing is translated");
    }

    @Test
    void refusesASecondDaemonOnTheSameSocket() {
        Command.Result second = daemon.joolj("daemon").run().exited(1);
        assertEquals(1, second.err().lines().count(), "one clear line: " + second);
        daemon.joolj("daemon", "--status").run().succeeded();
    }

    @Test
    void detachesAndIsReadyWhenTheCommandReturns() {
        daemon.close();
        daemon.joolj("daemon", "--detach").run().succeeded();
        try {
            addNetfilterInstance();
            network.ping().succeeded();
        } finally {
            daemon.joolj("daemon", "--stop").run().succeeded();
        }
        assertEquals("", network.queueRules());
    }

    @Test
    void forgetsAnInstanceWhoseNamespaceIsDeleted() {
        addNetfilterInstance();
        network.ping().succeeded();
        network.t().delete();
        Waiting.until(
                "no instance is left",
                () -> daemon.joolj("instance", "display", "--csv", "--no-headers")
                        .run()
                        .succeeded()
                        .out()
                        .isEmpty());
        assertTrue(daemon.isAlive());
    }
}
