// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import joolj.translation.Routes;

/** Routing of a node that has links of one MTU and no addresses of its own that matter. */
final class OneLink implements Routes {
    /** Octets. */
    static final int MTU = 1500;

    @Override
    public int mtu4(int destination, int mark) {
        return MTU;
    }

    @Override
    public int mtu6(long destinationHigh, long destinationLow, int mark) {
        return MTU;
    }

    @Override
    public int source4(int destination, int mark) {
        return 0;
    }

    @Override
    public boolean isLocal4(int address) {
        return false;
    }
}
