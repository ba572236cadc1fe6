// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import joolj.config.RefusedException;
import joolj.control.ReplyWriter;
import joolj.control.Row;
import joolj.instances.events.EventPump;
import joolj.instances.events.Follower;

/** Tells clients of sessions as they come and go. */
final class Following {
    /** Clients at a time: each has one of the control socket's connections for itself. */
    private static final int FOLLOWERS_MAX = 8;

    /** How long nothing may happen before it is looked whether the client is still there, milliseconds. */
    private static final long PROBE_MILLIS = 1_000;

    private final Semaphore free = new Semaphore(FOLLOWERS_MAX);

    /**
     * Writes a row for each event, until the instance ends.
     *
     * @throws RefusedException if too many clients follow already
     * @throws IOException if the client is gone
     */
    void follow(EventPump events, ReplyWriter reply) throws IOException {
        if (!free.tryAcquire()) {
            throw new RefusedException(
                    RefusedException.EBUSY, "Sessions are followed by " + FOLLOWERS_MAX + " clients already.");
        }
        Follower follower = events.follow();
        try {
            reply.probe();
            while (!follower.isEnded()) {
                pass(follower, reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            events.unfollow(follower);
            free.release();
        }
    }

    /** Passes on what there is; the rows leave together once no more is waiting. */
    private static void pass(Follower follower, ReplyWriter reply) throws IOException, InterruptedException {
        Row.SessionEvent event = follower.poll(PROBE_MILLIS);
        if (event == null) {
            reply.probe();
        }
        while (event != null) {
            reply.row(event);
            event = follower.poll(0);
        }
        reply.flush();
        long lost = follower.takeLost();
        if (lost > 0) {
            reply.warning(lost + " events were lost here, because they were not read in time.");
        }
    }
}
