// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.translation.Translation;

/** What a stateful NAT64 keeps per worker: the tuples of the packet at hand and, if it is hairpinned, of its second pass. */
final class Nat64Flows {
    final Flow first = new Flow();
    final Flow second = new Flow();

    private ExpectedPackets expected;

    private Nat64Flows() {}

    /** The flows of a worker, made at its first packet. */
    static Nat64Flows of(Translation t) {
        if (t.productState() instanceof Nat64Flows flows) {
            return flows;
        }
        Nat64Flows flows = new Nat64Flows();
        t.productState(flows);
        return flows;
    }

    /** The packets to come, of which there is but something to tell if tables are large. */
    ExpectedPackets expected(Nat64State state) {
        if (expected == null) {
            expected = new ExpectedPackets(state);
        }
        return expected;
    }
}
