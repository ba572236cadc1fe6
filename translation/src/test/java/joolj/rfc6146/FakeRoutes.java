// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import joolj.translation.Routes;

/** Routing with one source address, which a test may change. */
final class FakeRoutes implements Routes {
    /** 203.0.113.1 */
    static final int SOURCE = 0xcb007101;

    int source = SOURCE;
    int asked;

    @Override
    public int mtu4(int destination, int mark) {
        return 1500;
    }

    @Override
    public int mtu6(long destinationHigh, long destinationLow, int mark) {
        return 1500;
    }

    @Override
    public int source4(int destination, int mark) {
        asked++;
        return source;
    }

    @Override
    public boolean isLocal4(int address) {
        return address == source;
    }
}
