// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.translation.Address6;
import joolj.translation.OwnAddresses4;
import joolj.translation.Routes;

/**
 * The machine on which packets were recorded: one IPv4 link, one IPv6 link, and default routes over them. Knows what its
 * kernel does with packets that are not translated.
 */
final class Host implements Routes {
    /** MTU of both links unless a case says otherwise, octets. */
    static final int USUAL_MTU = 1500;

    private static final int ADDRESS4 = IpText.parse4("198.51.100.1");
    private static final String ADDRESS6 = "2001:db8:1::1";
    private static final Set<String> LOCAL6 = Set.of(ADDRESS6, "2001:db8:1::");
    private static final int LOOPBACK_NET = 127;
    private static final int ICMP_ECHO_REPLY = 0;

    private final int mtu4;
    private final int mtu6;
    private final List<Ipv4Prefix> addresses4 = new ArrayList<>(List.of(new Ipv4Prefix(ADDRESS4, 24)));
    private final Set<Integer> local4 = new HashSet<>(Set.of(ADDRESS4));
    private final Map<String, Integer> marks = new HashMap<>();
    private OwnAddresses4 own4;

    /**
     * @param mtu4 MTU of the IPv4 link, octets
     * @param mtu6 MTU of the IPv6 link, octets
     */
    Host(int mtu4, int mtu6) {
        this.mtu4 = mtu4;
        this.mtu6 = mtu6;
        this.own4 = ownAddresses();
    }

    /** Gives the IPv4 link another address, such as {@code 198.18.98.1/24}. */
    void addAddress4(String addressAndLength) {
        Ipv4Prefix added = Ipv4Prefix.parse(addressAndLength);
        addresses4.add(added);
        local4.add(added.address());
        own4 = ownAddresses();
    }

    private OwnAddresses4 ownAddresses() {
        return OwnAddresses4.of(
                addresses4.stream().mapToInt(Ipv4Prefix::address).toArray(),
                addresses4.stream().mapToInt(Ipv4Prefix::length).toArray());
    }

    /** Adds a rule of ip6tables that marks packets from one address: {@code … -s ADDRESS/128 -j MARK --set-mark N}. */
    void addMarkRule(List<String> rule) {
        if (!rule.subList(0, 4).equals(List.of("6", "mangle", "PREROUTING", "-s"))
                || !rule.subList(5, 8).equals(List.of("-j", "MARK", "--set-mark"))) {
            throw new IllegalArgumentException("a rule of another kind: " + rule);
        }
        marks.put(rule.get(4).replace("/128", ""), Integer.parseInt(rule.get(8)));
    }

    /** The mark that the rules give a packet. */
    int markOf(byte[] packet) {
        return Octets.isIpv6(packet) ? marks.getOrDefault(Octets.source(packet), 0) : 0;
    }

    /** MTU of the link of one IP version, octets. */
    int linkMtu(boolean ipv6) {
        return ipv6 ? mtu6 : mtu4;
    }

    /** Whether a packet, once sent, comes back to this machine, because it has the destination's address itself. */
    boolean isLocalDestination(byte[] packet) {
        return Octets.isIpv6(packet)
                ? LOCAL6.contains(Octets.destination(packet))
                : isLocalTo4(IpText.parse4(Octets.destination(packet)));
    }

    private boolean isLocalTo4(int address) {
        return local4.contains(address) || address == 0 || address >>> 24 == LOOPBACK_NET;
    }

    /**
     * Whether the kernel discards a packet that is left to it, without an answer: it neither forwards it nor has a use
     * for it.
     */
    boolean discards(byte[] packet) {
        if (Octets.isIpv6(packet)) {
            return (packet[24] & 0xff) == 0xff;
        }
        int source = IpText.parse4(Octets.source(packet));
        int destination = IpText.parse4(Octets.destination(packet));
        boolean unexpectedAnswer = local4.contains(destination)
                && packet[9] == Octets.ICMP4
                && packet[Octets.headerLength4(packet)] == ICMP_ECHO_REPLY;
        return isLocalTo4(source)
                || isGroup(source)
                || (isLocalTo4(destination) && !local4.contains(destination))
                || isGroup(destination)
                || unexpectedAnswer;
    }

    /** Whether an address is a multicast or broadcast address. */
    private boolean isGroup(int address) {
        return address >>> 28 == 0xe || address == -1 || (own4.contains(address) && !local4.contains(address));
    }

    @Override
    public int mtu4(int destination, int mark) {
        if (destination >>> 28 == 0xe) {
            return NO_ROUTE;
        }
        return isLocalTo4(destination) ? UNKNOWN_MTU : mtu4;
    }

    @Override
    public int mtu6(long destinationHigh, long destinationLow, int mark) {
        return LOCAL6.contains(IpText.format6(destinationHigh, destinationLow)) ? UNKNOWN_MTU : mtu6;
    }

    @Override
    public int source4(int destination, int mark) {
        return mtu4(destination, mark) == NO_ROUTE ? 0 : ADDRESS4;
    }

    @Override
    public boolean isLocal4(int address) {
        return local4.contains(address);
    }

    @Override
    public boolean isOwn4(int address) {
        return own4.contains(address) || address >>> 24 == LOOPBACK_NET;
    }

    @Override
    public int anyLocal4() {
        return ADDRESS4;
    }

    @Override
    public boolean source6(long destinationHigh, long destinationLow, int mark, Address6 result) {
        long[] address = IpText.parse6(ADDRESS6);
        result.set(address[0], address[1]);
        return true;
    }
}
