// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.daemon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something on SIGHUP instead of ending. The class library's only access to signals is sun.misc.Signal, which the
 * compiler warns about; every virtual machine of OpenJDK has it.
 */
final class HangupSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

    private HangupSignal() {}

    /** From now on runs code, on a thread of its own, whenever the signal comes. */
    static void handle(Runnable code) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler onCall = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    code.run();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "reload on SIGHUP";
            };
            Object reload =
                    Proxy.newProxyInstance(HangupSignal.class.getClassLoader(), new Class<?>[] {handler}, onCall);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hangup, reload);
            LOG.debug("SIGHUP was handled by {} before", before);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("SIGHUP cannot be handled here, use 'jool-j reload': {}", e.toString());
        }
    }
}
