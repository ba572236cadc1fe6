// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.io.IOException;
import joolj.nfqueue.NativeException;
import joolj.rfc6146.HostPorts;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an instance whose pool4 is empty away from the ports that its node uses itself, and says so. Confined to one
 * thread.
 */
final class HostWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

    private final String instance;
    private final Nat64State state;
    private final NamespaceRoutes namespace;
    private HostPorts known = HostPorts.NONE;
    private boolean warnedOfRange;
    private boolean warnedOfPorts;

    /** @param namespace where the instance translates */
    HostWatch(String instance, Nat64State state, NamespaceRoutes namespace) {
        this.instance = instance;
        this.state = state;
        this.namespace = namespace;
    }

    /** Looks at the node's sockets and tells the instance. */
    void look() {
        HostPorts ports = HostPorts.NONE;
        if (state.pool4().isEmpty()) {
            try {
                ports = namespace.namespace().call(this::read);
            } catch (IOException | NativeException e) {
                LOG.debug("instance '{}': the node's sockets cannot be looked at: {}", instance, e.toString());
                return;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (!ports.equals(known)) {
            known = ports;
            state.hostPorts(ports);
        }
    }

    private HostPorts read() throws IOException {
        if (!warnedOfRange) {
            warnOfRange(HostSockets.lastEphemeralPort());
        }
        HostPorts ports = HostSockets.ports();
        if (!ports.isEmpty() && !warnedOfPorts) {
            warnedOfPorts = true;
            LOG.warn(
                    "instance '{}': pool4 is empty, and this node itself uses ports of {} to 65535, which are left to it: {}",
                    instance,
                    Pool4.IMPLICIT_FIRST_PORT,
                    ports);
        }
        return ports;
    }

    private void warnOfRange(int last) {
        warnedOfRange = true;
        if (last >= Pool4.IMPLICIT_FIRST_PORT) {
            LOG.warn(
                    "instance '{}': pool4 is empty, so ports {} to 65535 are the translator's, but "
                            + "net.ipv4.ip_local_port_range lets this node use them up to {}: lower it or add to pool4",
                    instance,
                    Pool4.IMPLICIT_FIRST_PORT,
                    last);
        }
    }
}
