// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.address.L4Protocol;

/**
 * Chooses the pool4 transport address of a new BIB entry: RFC 6056 § 3.3.3, algorithm 3, over addresses and ports
 * alike.
 *
 * <p>Deviation from RFC 6056 § 3.3.3: the function F is SipHash-1-3 instead of MD5; it serves the same purpose, costs
 * less, and which keyed hash is used cannot be seen from outside. Deviation from RFC 6146 § 3.5.1.1: neither the range
 * nor the parity of the port is preserved, and the entries of one IPv6 node may get different addresses.
 *
 * <p>Not thread-safe: its protocol's lock guards it.
 */
final class PortSelection {
    private final BibTable bibs;
    private final KeyedHash hash;
    private final L4Protocol protocol;
    private HostPorts hostPorts = HostPorts.NONE;
    private int hostPortCount;
    private long nextEphemeral;

    /** What is known to have no free transport address until one is released: a domain, or an implicit address. */
    private Pool4Domain exhaustedDomain;

    private int exhaustedAddress;
    private boolean exhausted;

    PortSelection(L4Protocol protocol, BibTable bibs, KeyedHash hash) {
        this.protocol = protocol;
        this.bibs = bibs;
        this.hash = hash;
    }

    /** Replaces the ports of the implicit pool that the node uses itself. */
    void hostPorts(HostPorts newHostPorts) {
        hostPorts = newHostPorts;
        hostPortCount = newHostPorts.count(protocol);
        released();
    }

    /** Whether the node uses a port of the implicit pool itself. */
    boolean isHostPort(int port) {
        return hostPorts.contains(protocol, port);
    }

    /** A BIB entry is gone: what was exhausted may not be so any more. */
    void released() {
        exhausted = false;
        exhaustedDomain = null;
    }

    /**
     * Finds a free transport address and writes it into the flow as local4.
     *
     * @param flow the new entry's flow; of the implicit pool, local4 is the address to use
     * @param domain what the flow may be masked with, or null for the implicit pool
     * @param fArgs which of the flow's fields feed F, as in {@link StateSettings#fArgs}
     * @return whether one was found
     */
    boolean select(Flow flow, Pool4Domain domain, int fArgs) {
        if (isExhausted(flow, domain)) {
            return false;
        }
        long total = domain == null ? Pool4.IMPLICIT_PORTS : domain.size();
        long permitted = domain == null ? Long.MAX_VALUE : domain.effectiveMaxIterations();
        // Among more transport addresses than there are entries and ports of the node's, one is free.
        long taken = bibs.count() + (domain == null ? hostPortCount : 0L);
        long limit = Math.min(total, Math.min(permitted, taken + 1));
        long index = Long.remainderUnsigned(offset(flow, fArgs) + nextEphemeral, total);
        for (long tried = 1; tried <= limit; tried++) {
            long candidate = domain == null
                    ? (long) flow.local4 << 16 | (Pool4.IMPLICIT_FIRST_PORT + index)
                    : domain.transportAddress(index);
            int address = (int) (candidate >>> 16);
            int port = (int) candidate & 0xffff;
            boolean hosts = domain == null && isHostPort(port);
            if (!hosts && bibs.find4(address, port) == BibTable.NONE) {
                nextEphemeral += tried;
                flow.local4 = address;
                flow.local4Port = port;
                return true;
            }
            index = index + 1 == total ? 0 : index + 1;
        }
        nextEphemeral += limit;
        if (limit == total) {
            exhausted = true;
            exhaustedDomain = domain;
            exhaustedAddress = flow.local4;
        }
        return false;
    }

    private boolean isExhausted(Flow flow, Pool4Domain domain) {
        return exhausted && exhaustedDomain == domain && (domain != null || exhaustedAddress == flow.local4);
    }

    /** The function F of the algorithm. */
    private long offset(Flow flow, int fArgs) {
        boolean source = (fArgs & StateSettings.F_SOURCE_ADDRESS) != 0;
        boolean destination = (fArgs & StateSettings.F_DESTINATION_ADDRESS) != 0;
        long sourcePort = (fArgs & StateSettings.F_SOURCE_PORT) != 0 ? flow.remote6Port : 0;
        long destinationPort = (fArgs & StateSettings.F_DESTINATION_PORT) != 0 ? flow.local6Port : 0;
        long addresses = hash.hash(
                source ? flow.remote6High : 0, source ? flow.remote6Low : 0, destination ? flow.local6High : 0);
        return hash.hash(addresses, destination ? flow.local6Low : 0, sourcePort << 16 | destinationPort);
    }
}
