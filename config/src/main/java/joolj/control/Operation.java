// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.Optional;

/** Everything a client can ask for; each constant has one {@link Command} record. */
public enum Operation {
    /** Lists the instances of all namespaces. */
    INSTANCE_DISPLAY("instance", "display"),
    /** Creates an instance. */
    INSTANCE_ADD("instance", "add"),
    /** Removes an instance. */
    INSTANCE_REMOVE("instance", "remove"),
    /** Removes all instances of the product in the namespace. */
    INSTANCE_FLUSH("instance", "flush"),
    /** Succeeds if the instance exists. */
    INSTANCE_STATUS("instance", "status"),
    /** Lists the counters. */
    STATS_DISPLAY("stats", "display"),
    /** Lists the globals. */
    GLOBAL_DISPLAY("global", "display"),
    /** Changes a global. */
    GLOBAL_UPDATE("global", "update"),
    /** Lists the transport addresses of pool4. */
    POOL4_DISPLAY("pool4", "display"),
    /** Adds transport addresses to pool4. */
    POOL4_ADD("pool4", "add"),
    /** Removes transport addresses from pool4. */
    POOL4_REMOVE("pool4", "remove"),
    /** Empties pool4. */
    POOL4_FLUSH("pool4", "flush"),
    /** Lists the BIB. */
    BIB_DISPLAY("bib", "display"),
    /** Adds a static BIB entry. */
    BIB_ADD("bib", "add"),
    /** Removes a BIB entry. */
    BIB_REMOVE("bib", "remove"),
    /** Lists the sessions. */
    SESSION_DISPLAY("session", "display"),
    /** Describes the daemon. */
    DAEMON_STATUS("daemon", "status"),
    /** Ends the daemon. */
    DAEMON_STOP("daemon", "stop");

    private final String mode;
    private final String keyword;

    Operation(String mode, String keyword) {
        this.mode = mode;
        this.keyword = keyword;
    }

    /** The mode, as typed and sent. */
    public String mode() {
        return mode;
    }

    /** The operation within the mode, as typed and sent. */
    public String keyword() {
        return keyword;
    }

    /** Finds the operation with exactly these two words, or nothing. */
    public static Optional<Operation> of(String mode, String keyword) {
        for (Operation operation : values()) {
            if (operation.mode.equals(mode) && operation.keyword.equals(keyword)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
