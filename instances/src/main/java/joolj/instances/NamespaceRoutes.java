// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import joolj.config.RefusedException;
import joolj.instances.worker.RouteCache;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.translation.Routes;

/**
 * The routing of a network namespace, for threads that are not in it.
 *
 * @param namespace stays the caller's to close
 */
public record NamespaceRoutes(NetNamespace namespace) {
    /**
     * Runs code with the routing at hand.
     *
     * @param code called once, on another thread
     * @throws RefusedException if the kernel refuses to tell the routes
     */
    public <T> T lend(Function<Routes, T> code) {
        AtomicReference<T> result = new AtomicReference<>();
        try {
            namespace.run(() -> result.set(RouteCache.with(code)));
        } catch (NativeException e) {
            throw Workers.refusal(e);
        }
        return result.get();
    }
}
