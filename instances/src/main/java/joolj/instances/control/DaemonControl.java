// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import joolj.control.Row;

/** What a client can learn from the daemon's process and do to it. */
public interface DaemonControl {
    /** The release that runs. */
    String version();

    /** Seconds since the daemon became ready. */
    long uptimeSeconds();

    /** Makes the instances of the definition files what the files say now; returns when that is done. */
    Row.Reload reload();

    /** Begins to end the daemon; returns at once, so that the client can be answered. */
    void requestStop();
}
