// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the faults of a worker, each distinct place once: a packet that provokes a fault can come a million times a
 * second.
 *
 * <p>Confined to its worker.
 */
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final int PLACES_MAX = 64;

    private final String worker;
    private final Set<String> places = new HashSet<>();

    FaultLog(String worker) {
        this.worker = worker;
    }

    /** Takes note of a fault that one packet provoked; the packet is dropped and counted by the caller. */
    void packet(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        String place = fault.getClass().getName() + "@" + (trace.length == 0 ? "?" : trace[0]);
        if (places.size() < PLACES_MAX && places.add(place)) {
            LOG.error("{}: a packet provoked a fault; it is dropped, and the next like it silently", worker, fault);
        }
    }
}
