// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import joolj.address.IpText;

/** A namespace with one route per family, for tests. */
public final class FakeRoutes implements Routes {
    /** The address of the translator's own IPv4 interface. */
    public static final int OWN4 = IpText.parse4("198.51.100.1");

    public int mtu4 = 1500;
    public int mtu6 = 1500;
    public final Map<Integer, Integer> learned4 = new HashMap<>();
    public final Map<String, Integer> learned6 = new HashMap<>();
    public final Set<Integer> local4 = new HashSet<>(Set.of(OWN4));

    /** Addresses of the translator's own, as {@link IpText#format6} writes them. */
    public final Set<String> local6 = new HashSet<>();

    /** What SIIT leaves alone: the namespace has {@link #OWN4} in a network of 24 bits. */
    public OwnAddresses4 own4 = OwnAddresses4.of(new int[] {OWN4}, new int[] {24});

    public int anyLocal4 = OWN4;

    /** The source of IPv6 packets of the translator's own, or null if it has none. */
    public long[] own6 = IpText.parse6("2001:db8:1::1");

    @Override
    public int mtu4(int destination, int mark) {
        return mtu4;
    }

    @Override
    public int mtu6(long destinationHigh, long destinationLow, int mark) {
        return mtu6;
    }

    @Override
    public int source4(int destination, int mark) {
        return mtu4 == NO_ROUTE ? 0 : OWN4;
    }

    @Override
    public boolean isLocal4(int address) {
        return local4.contains(address);
    }

    @Override
    public boolean isLocal6(long addressHigh, long addressLow, int mark) {
        return local6.contains(IpText.format6(addressHigh, addressLow));
    }

    @Override
    public void learnPathMtu4(int destination, int mtu) {
        learned4.put(destination, mtu);
    }

    @Override
    public void learnPathMtu6(long destinationHigh, long destinationLow, int mtu) {
        learned6.put(IpText.format6(destinationHigh, destinationLow), mtu);
    }

    @Override
    public int learnedPathMtu4(int destination) {
        return learned4.getOrDefault(destination, UNKNOWN_MTU);
    }

    @Override
    public int learnedPathMtu6(long destinationHigh, long destinationLow) {
        return learned6.isEmpty()
                ? UNKNOWN_MTU
                : learned6.getOrDefault(IpText.format6(destinationHigh, destinationLow), UNKNOWN_MTU);
    }

    @Override
    public boolean isOwn4(int address) {
        return own4.contains(address);
    }

    @Override
    public int anyLocal4() {
        return anyLocal4;
    }

    @Override
    public boolean source6(long destinationHigh, long destinationLow, int mark, Address6 result) {
        if (own6 != null) {
            result.set(own6[0], own6[1]);
        }
        return own6 != null;
    }
}
