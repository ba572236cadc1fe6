// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import joolj.config.QueueRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleJournalTest {
    private static final RuleJournal.Entry ONE =
            new RuleJournal.Entry(4, 4026531840L, RuleKind.GREEDY, "a b", new QueueRange(6400, 6400));
    private static final RuleJournal.Entry TWO =
            new RuleJournal.Entry(4, 4026532281L, RuleKind.NFT, "", new QueueRange(1, 65535));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choosesAFile() {
        file = directory.resolve("rules");
    }

    @Test
    void nextDaemonReadsWhatThisOneWrote() throws IOException {
        RuleJournal journal = new RuleJournal(file);

        journal.add(ONE);
        journal.add(TWO);

        assertEquals(List.of(ONE, TWO), RuleJournal.read(file));
    }

    @Test
    void removedEntryIsForgotten() throws IOException {
        RuleJournal journal = new RuleJournal(file);
        journal.add(ONE);
        journal.add(TWO);

        journal.remove(ONE);

        assertEquals(List.of(TWO), RuleJournal.read(file));
    }

    @Test
    void entriesAreFoundByTheirNamespaceAndQueues() throws IOException {
        RuleJournal journal = new RuleJournal(file);
        journal.add(ONE);
        journal.add(TWO);

        assertEquals(List.of(ONE), journal.find(ONE.device(), ONE.inode(), ONE.queues()));
        assertEquals(List.of(), journal.find(ONE.device(), ONE.inode(), TWO.queues()));
        assertEquals(List.of(), journal.find(ONE.device(), TWO.inode(), ONE.queues()));
    }

    @Test
    void emptyJournalLeavesNoFile() throws IOException {
        RuleJournal journal = new RuleJournal(file);
        journal.add(ONE);

        journal.remove(ONE);

        assertFalse(Files.exists(file));
        assertEquals(List.of(), RuleJournal.read(file));
    }

    @Test
    void clearingErasesWhatAnEarlierDaemonWrote() throws IOException {
        new RuleJournal(file).add(ONE);

        new RuleJournal(file).clear();

        assertEquals(List.of(), RuleJournal.read(file));
    }

    @Test
    void damagedLinesAreLeftOut() throws IOException {
        new RuleJournal(file).add(ONE);
        Files.writeString(
                file,
                "\nnonsense\n4 x 1 1 nft name\n4 5 70000 70000 nft name\n4 5 2 1 nft name\n4 5 1 1 name\n4 5 1 1 ipfw name\n"
                        + Files.readString(file));

        assertEquals(List.of(ONE), RuleJournal.read(file));
    }
}
