// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.SplittableRandom;
import joolj.translation.Translation;

/** What a stateless translator keeps per worker. */
final class SiitState {
    final AddressMapper mapper = new AddressMapper();
    final SplittableRandom random;

    /** Whether the packet at hand is to be translated back to IPv6; RFC 7757 § 4.2.2. */
    boolean hairpin;

    private SiitState(SplittableRandom random) {
        this.random = random;
    }

    /** The state of a worker, made at its first packet with a part of the instance's randomness. */
    static SiitState of(Translation t, SplittableRandom randomness) {
        if (t.productState() instanceof SiitState state) {
            return state;
        }
        SiitState state;
        synchronized (randomness) {
            state = new SiitState(randomness.split());
        }
        t.productState(state);
        return state;
    }
}
