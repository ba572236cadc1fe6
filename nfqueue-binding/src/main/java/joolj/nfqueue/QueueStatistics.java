// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel tells of a queue that somebody listens to.
 *
 * @param number the queue number, 0 to 65535
 * @param port netlink port of the listener; the first socket of a process has its process id
 * @param waiting packets that wait for their verdict
 * @param droppedFull packets dropped because {@link QueueSettings#maxLength} were waiting
 * @param droppedUnread packets dropped because the listener's receive buffer was full
 * @param lastId id of the packet queued last, modulo 2^32; how many there were, until it wraps
 */
public record QueueStatistics(int number, long port, long waiting, long droppedFull, long droppedUnread, long lastId) {
    private static final Path TABLE = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");
    private static final Pattern ROW =
            Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+\\d+\\s+\\d+\\s+(\\d+)\\s+(\\d+)\\s+(\\d+).*");

    /**
     * The queues of the calling thread's network namespace that somebody listens to, in no particular order.
     *
     * @throws IOException if the kernel has no queues, or none that this process may see
     */
    public static List<QueueStatistics> readAll() throws IOException {
        return parse(Files.readString(TABLE));
    }

    /**
     * One queue of the calling thread's network namespace.
     *
     * @param number the queue number
     * @return empty if nobody listens to it
     * @throws IOException if the kernel has no queues, or none that this process may see
     */
    public static Optional<QueueStatistics> read(int number) throws IOException {
        return readAll().stream().filter(queue -> queue.number == number).findFirst();
    }

    /** Whether the calling thread's network namespace has queues at all: the kernel was built with them. */
    public static boolean supported() {
        return Files.exists(TABLE);
    }

    static List<QueueStatistics> parse(String table) {
        List<QueueStatistics> queues = new ArrayList<>();
        for (String line : table.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                queues.add(new QueueStatistics(
                        Integer.parseInt(row.group(1)),
                        Long.parseLong(row.group(2)),
                        Long.parseLong(row.group(3)),
                        Long.parseLong(row.group(4)),
                        Long.parseLong(row.group(5)),
                        Long.parseLong(row.group(6))));
            }
        }
        return queues;
    }
}
