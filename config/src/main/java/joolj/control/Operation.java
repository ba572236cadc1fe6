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
    /** Prints, installs or removes the rules that send packets to the instance. */
    INSTANCE_RULES("instance", "rules"),
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
    /** Tells of sessions as they come and go, until the client or the instance ends. */
    SESSION_FOLLOW("session", "follow"),
    /** Lists the explicit address mappings. */
    EAMT_DISPLAY("eamt", "display"),
    /** Adds an explicit address mapping. */
    EAMT_ADD("eamt", "add"),
    /** Removes an explicit address mapping. */
    EAMT_REMOVE("eamt", "remove"),
    /** Removes all explicit address mappings. */
    EAMT_FLUSH("eamt", "flush"),
    /** Lists the IPv4 prefixes that pool6 does not translate. */
    DENYLIST4_DISPLAY("denylist4", "display"),
    /** Adds an IPv4 prefix that pool6 does not translate. */
    DENYLIST4_ADD("denylist4", "add"),
    /** Removes an IPv4 prefix from the denylist. */
    DENYLIST4_REMOVE("denylist4", "remove"),
    /** Empties the denylist. */
    DENYLIST4_FLUSH("denylist4", "flush"),
    /** Translates one address as if a packet had it. */
    ADDRESS_QUERY("address", "query"),
    /** Creates or replaces an instance by a definition, whose pieces follow the request. */
    FILE_HANDLE("file", "handle"),
    /** Lists the Forwarding Mapping Rules. */
    FMRT_DISPLAY("fmrt", "display"),
    /** Adds a Forwarding Mapping Rule. */
    FMRT_ADD("fmrt", "add"),
    /** Removes a Forwarding Mapping Rule. */
    FMRT_REMOVE("fmrt", "remove"),
    /** Removes all Forwarding Mapping Rules. */
    FMRT_FLUSH("fmrt", "flush"),
    /** Describes the daemon. */
    DAEMON_STATUS("daemon", "status"),
    /** Makes the instances of the daemon's definition files what the files say now. */
    DAEMON_RELOAD("daemon", "reload"),
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
