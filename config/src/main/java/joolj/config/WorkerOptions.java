// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Objects;
import java.util.Optional;

/**
 * How an instance's packets are carried: what its operator may choose besides what is translated.
 *
 * @param queues the queue numbers, or nothing to let the daemon choose one
 * @param reinjection how translated packets enter the network again
 * @param processors what the workers are bound to
 */
public record WorkerOptions(Optional<QueueRange> queues, Reinjection reinjection, Processors processors) {
    /** One queue of the daemon's choice, raw sockets, any processor. */
    public static final WorkerOptions DEFAULTS = ofQueues(Optional.empty());

    /** Checks that nothing is null. */
    public WorkerOptions {
        Objects.requireNonNull(queues, "queues");
        Objects.requireNonNull(reinjection, "reinjection");
        Objects.requireNonNull(processors, "processors");
    }

    /** The defaults with these queues. */
    public static WorkerOptions ofQueues(Optional<QueueRange> queues) {
        return new WorkerOptions(queues, Reinjection.RAW, Processors.ANY);
    }

    /**
     * Checks that the processors fit the queues: one for each, or one for all.
     *
     * @throws RefusedException if they do not
     */
    public void checkProcessors() {
        int wanted = queues.map(QueueRange::size).orElse(1);
        int given = processors.numbers().size();
        if (given > 1 && given != wanted) {
            throw RefusedException.invalid("The processors '" + processors + "' do not fit " + wanted
                    + (wanted == 1 ? " queue" : " queues") + ": name one for each queue, or one for all.");
        }
    }
}
