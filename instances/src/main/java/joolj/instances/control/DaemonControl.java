// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

/** What a client can learn from the daemon's process and do to it. */
public interface DaemonControl {
    /** The release that runs. */
    String version();

    /** Seconds since the daemon became ready. */
    long uptimeSeconds();

    /** Begins to end the daemon; returns at once, so that the client can be answered. */
    void requestStop();
}
