// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import joolj.config.QueueRange;

/**
 * The list, on disk, of the rules that are installed now, so that the next daemon on the same control socket can remove
 * what a killed one left behind. An entry is written before its rules are installed and erased after they are removed.
 *
 * <p>One line an entry: device and inode of the network namespace, first and last queue, kind, instance name.
 */
public final class RuleJournal {
    /**
     * The rules of one instance.
     *
     * @param device device of the namespace's file
     * @param inode inode of the namespace's file
     * @param kind which rules they are
     * @param instance name of the instance
     * @param queues the queues of the instance
     */
    public record Entry(long device, long inode, RuleKind kind, String instance, QueueRange queues) {}

    private static final int FIELDS = 6;

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();

    /** @param file where the journal is kept; it need not exist, its directory must */
    public RuleJournal(Path file) {
        this.file = file;
    }

    /**
     * Reads what an earlier daemon left behind; a line that cannot be understood is left out.
     *
     * @throws IOException if the file exists and cannot be read
     */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                Entry entry = parse(line);
                if (entry != null) {
                    found.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    /** Writes an entry down. */
    public synchronized void add(Entry entry) throws IOException {
        entries.add(entry);
        write();
    }

    /** Erases an entry. */
    public synchronized void remove(Entry entry) throws IOException {
        entries.remove(entry);
        write();
    }

    /** The entries about an instance's queues in a namespace, of this daemon. */
    synchronized List<Entry> find(long device, long inode, QueueRange queues) {
        return entries.stream()
                .filter(entry -> entry.device() == device
                        && entry.inode() == inode
                        && entry.queues().equals(queues))
                .toList();
    }

    /** Erases everything, also what an earlier daemon wrote. */
    public synchronized void clear() throws IOException {
        entries.clear();
        write();
    }

    private void write() throws IOException {
        if (entries.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        List<String> lines = new ArrayList<>();
        for (Entry entry : entries) {
            QueueRange queues = entry.queues();
            lines.add(entry.device() + " " + entry.inode() + " " + queues.first() + " " + queues.last() + " "
                    + entry.kind().label() + " " + entry.instance());
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, lines, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Entry parse(String line) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length != FIELDS) {
            return null;
        }
        try {
            QueueRange queues = new QueueRange(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
            RuleKind kind = RuleKind.labelled(fields[4]).orElseThrow(IllegalArgumentException::new);
            return new Entry(Long.parseLong(fields[0]), Long.parseLong(fields[1]), kind, fields[5], queues);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
