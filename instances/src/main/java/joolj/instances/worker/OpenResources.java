// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in reverse order when the next thing cannot be opened. */
final class OpenResources {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    void close() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                // The failure that led here is the one to report.
            }
        }
    }
}
