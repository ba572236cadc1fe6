// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.util.SplittableRandom;
import joolj.rfc6146.Flow;
import joolj.rfc7597.MappingRule;
import joolj.translation.Address6;
import joolj.translation.Translation;

/** What a MAP-T translator keeps per worker. */
final class MaptState {
    final Ports ports = new Ports();
    final Flow flow = new Flow();
    final SplittableRandom random;

    /** The last IPv6 address that was mapped. */
    final Address6 address6 = new Address6();

    /** The last IPv4 address that was mapped, big-endian. */
    int address4;

    /** The forwarding mapping rule of the last IPv6 source that was mapped; null if it was the DMR. */
    MappingRule rule;

    /** Whether the packet at hand is to be translated back. */
    boolean hairpin;

    /** Whether the source of the ICMP error at hand cannot be mapped and is still to be provided; RFC 6791. */
    boolean unsourced;

    /** Whether the packet at hand has a source port that is not its customer edge's. */
    boolean spoofed;

    /** Whether the NAPT masks the private node of the packet at hand. */
    boolean masked;

    /** What it is masked with, big-endian. */
    int mask;

    private MaptState(SplittableRandom random) {
        this.random = random;
    }

    /** The state of a worker, made at its first packet with a part of the instance's randomness. */
    static MaptState of(Translation t, SplittableRandom randomness) {
        if (t.productState() instanceof MaptState state) {
            return state;
        }
        MaptState state;
        synchronized (randomness) {
            state = new MaptState(randomness.split());
        }
        t.productState(state);
        return state;
    }
}
