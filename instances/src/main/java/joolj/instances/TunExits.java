// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import joolj.config.Reinjection;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.namespace.NetNamespace;
import joolj.nfqueue.tun.ReversePathFilter;
import joolj.nfqueue.tun.TunDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TUN devices of instances, of every network namespace, and what of a namespace is set differently as long as it
 * has such a device. Safe for several threads.
 */
final class TunExits {
    private static final Logger LOG = LoggerFactory.getLogger(TunExits.class);

    /** Keyed by namespace: the filter's changes, and how many exits need them. */
    private final Map<NetNamespace, Exemption> exemptions = new HashMap<>();

    private static final class Exemption {
        final ReversePathFilter filter;
        int users;

        Exemption(ReversePathFilter filter) {
            this.filter = filter;
        }
    }

    /** The exit of one instance. */
    static final class Exit implements AutoCloseable {
        private final TunExits all;
        private final NetNamespace namespace;
        private TunDevice device;
        private boolean lost;
        private boolean closed;

        /** Devices that are gone: their descriptors stay open as long as workers may write to them. */
        private final List<TunDevice> gone = new ArrayList<>();

        private Exit(TunExits all, NetNamespace namespace, TunDevice device) {
            this.all = all;
            this.namespace = namespace;
            this.device = device;
        }

        /** The device's name, or nothing if the exit is through raw sockets. */
        synchronized Optional<String> name() {
            return Optional.ofNullable(device).map(TunDevice::name);
        }

        /**
         * The device, or nothing if the exit is through raw sockets.
         *
         * @throws NativeException if it was lost and cannot be made anew
         */
        synchronized Optional<TunDevice> device() {
            if (lost && !closed) {
                TunDevice next = openIn(namespace);
                gone.add(device);
                device = next;
                lost = false;
                LOG.info("device {} takes the place of the one that was removed", device.name());
            }
            return Optional.ofNullable(device);
        }

        /** Has the next call of {@link #device} make another device, unless that has happened already. */
        synchronized void lost(TunDevice which) {
            lost |= which == device;
        }

        /** Removes the device and, if it was the namespace's last, what it needed. */
        @Override
        public synchronized void close() {
            if (device != null && !closed) {
                closed = true;
                device.close();
                gone.forEach(TunDevice::close);
                all.release(namespace);
            }
        }
    }

    /**
     * Opens an exit.
     *
     * @param namespace where to; must stay open until the exit is closed
     * @throws NativeException if the device cannot be made; nothing is left behind
     */
    Exit open(Reinjection reinjection, NetNamespace namespace) {
        if (reinjection == Reinjection.RAW) {
            return new Exit(this, namespace, null);
        }
        acquire(namespace);
        try {
            return new Exit(this, namespace, openIn(namespace));
        } catch (NativeException e) {
            release(namespace);
            throw e;
        }
    }

    private static TunDevice openIn(NetNamespace namespace) {
        return in(namespace, TunDevice::open);
    }

    private synchronized void acquire(NetNamespace namespace) {
        Exemption exemption = exemptions.get(namespace);
        if (exemption == null) {
            exemption = new Exemption(in(namespace, ReversePathFilter::exemptDevices));
            exemptions.put(namespace, exemption);
        }
        exemption.users++;
    }

    private synchronized void release(NetNamespace namespace) {
        Exemption exemption = exemptions.get(namespace);
        exemption.users--;
        if (exemption.users == 0) {
            exemptions.remove(namespace);
            try {
                namespace.run(exemption.filter::restore);
            } catch (NativeException e) {
                LOG.warn("the reverse path filter is not what it was: {}", e.getMessage());
            }
        }
    }

    private static <T> T in(NetNamespace namespace, Supplier<T> code) {
        try {
            return namespace.call(code::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            Thread.currentThread().interrupt();
            throw NativeException.worded("setns", 0, NativeException.Kind.OTHER, "interrupted");
        }
    }
}
