// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.StateSettings;
import joolj.translation.Bench;

/** A NAT64 with one pool4 address, 203.0.113.5, that has one port per protocol, so that results are known; for tests. */
final class Nat64Bench {
    static final String NODE6 = "2001:db8:1::2";
    static final String OTHER6 = "2001:db8:1::42";
    static final String NODE4 = "198.51.100.2";
    static final String NODE4_IN_POOL6 = "64:ff9b::c633:6402";
    static final String POOL4 = "203.0.113.5";
    static final String POOL4_IN_POOL6 = "64:ff9b::cb00:7105";
    static final int PORT = 40001;

    final Bench bench = new Bench();
    final Nat64State state;
    final Nat64Translator translator;

    Nat64Bench() {
        this(onePort());
    }

    Nat64Bench(Pool4 pool4) {
        this(pool4, StateSettings.DEFAULT);
    }

    Nat64Bench(Pool4 pool4, StateSettings settings) {
        state = new Nat64State(settings, pool4, new byte[16]);
        translator = new Nat64Translator(state, Nat64Settings.defaults(Pool6.parse("64:ff9b::/96")));
    }

    static Pool4 onePort() {
        return ports(PORT, PORT);
    }

    static Pool4 ports(int first, int last) {
        Pool4 pool4 = Pool4.EMPTY;
        for (L4Protocol protocol : L4Protocol.values()) {
            pool4 = pool4.add(0, protocol, IpText.parse4(POOL4), 32, first, last, Pool4.AUTO);
        }
        return pool4;
    }

    void addBib(L4Protocol protocol, String six, String four) {
        TransportAddress6 remote6 = TransportAddress6.parse(six);
        TransportAddress4 local4 = TransportAddress4.parse(four);
        state.bibControl()
                .addStatic(
                        protocol,
                        remote6.high(),
                        remote6.low(),
                        remote6.port(),
                        local4.address(),
                        local4.port(),
                        bench.routes);
    }
}
