// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import java.nio.ByteBuffer;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkMessages;

/**
 * Asks the kernel for routes, link MTUs and local addresses of one namespace, and learns when they change.
 *
 * <p>A lookup costs some system calls and no allocation; callers keep the answers until {@link #changed} is true. What
 * the kernel learns about a path's MTU is part of the answers but no change it tells of, so answers should not be kept
 * for long either.
 *
 * <p>The kernel answers at once; should an answer be lost, a call gives up after a second. Confined to one thread.
 */
public final class RouteSocket implements AutoCloseable {
    private static final int GROUPS = Linux.RTMGRP_LINK
            | Linux.RTMGRP_IPV4_IFADDR
            | Linux.RTMGRP_IPV4_ROUTE
            | Linux.RTMGRP_IPV4_RULE
            | Linux.RTMGRP_IPV6_IFADDR
            | Linux.RTMGRP_IPV6_ROUTE
            | 1 << (Linux.RTNLGRP_IPV6_RULE - 1);
    private static final int REQUEST_OCTETS = 64;
    private static final int ANSWER_OCTETS = 32 << 10;
    private static final int BODY = Layout.NLMSGHDR_SIZE;
    private static final int RECEIVE_ATTEMPTS = 10;
    private static final int DUMP_ATTEMPTS = 4;
    private static final int DUMP_DATAGRAMS_MAX = 1 << 16;
    private static final int CHANGES_MAX = 1024;
    private static final int MTU_MAX = 65535;

    private final NetlinkSocket questions;
    private final NetlinkSocket changes;
    private final NativeBuffer request = new NativeBuffer(REQUEST_OCTETS);
    private final ByteBuffer requestHost = request.host();
    private final ByteBuffer requestNetwork = request.network();
    private final NativeBuffer answer = new NativeBuffer(ANSWER_OCTETS);
    private final NetlinkMessages messages = new NetlinkMessages(answer.host());
    private final RouteAnswer route = new RouteAnswer(answer);
    private final LinkAnswer link = new LinkAnswer(answer);

    private int sequence;
    private int mtu;
    private long failures;

    /** Takes over two sockets: one to ask, one that hears of changes. */
    RouteSocket(NetlinkSocket questions, NetlinkSocket changes) {
        this.questions = questions;
        this.changes = changes;
    }

    /**
     * Opens a socket in the calling thread's network namespace.
     *
     * @throws NativeException if the kernel gives none
     */
    public static RouteSocket open() {
        NetlinkSocket questions = NetlinkSocket.open(0);
        try {
            return new RouteSocket(questions, NetlinkSocket.open(GROUPS));
        } catch (RuntimeException | Error e) {
            questions.close();
            throw e;
        }
    }

    /**
     * Looks up the route to an IPv4 address.
     *
     * @param destination big-endian
     * @param mark the mark of the packet (SO_MARK), 0 for none
     * @return whether there is one; the values below then speak of it. False for unreachable, blackhole
     *     and prohibit, and for broadcasts and multicasts, which are no translator's to send.
     */
    public boolean lookup4(int destination, int mark) {
        int at = beginRoute(Linux.AF_INET, Integer.SIZE, Integer.BYTES);
        requestNetwork.putInt(at, destination);
        return lookup(at + Integer.BYTES, mark) && withMtu(false);
    }

    /**
     * Looks up the route to an IPv6 address.
     *
     * @param high upper half of the address
     * @param low its lower half
     * @param mark the mark of the packet (SO_MARK), 0 for none
     * @return whether there is one; the values below then speak of it. False for unreachable, blackhole
     *     and prohibit, and for multicasts.
     */
    public boolean lookup6(long high, long low, int mark) {
        int at = beginRoute(Linux.AF_INET6, 2 * Long.SIZE, 2 * Long.BYTES);
        requestNetwork.putLong(at, high);
        requestNetwork.putLong(at + Long.BYTES, low);
        return lookup(at + 2 * Long.BYTES, mark) && withMtu(true);
    }

    /** Interface index of the link that the route leads to. */
    public int outInterface() {
        return route.outInterface();
    }

    /** The MTU of the route: the least of the link's, the route's own, and the path's as far as known; 68 to 65535. */
    public int mtu() {
        return mtu;
    }

    /** The IPv4 source address that the kernel would choose, big-endian, 0 if none. */
    public int source4() {
        return route.source4();
    }

    /** Whether the destination is an address of this host. */
    public boolean local() {
        return route.type() == Linux.RTN_LOCAL;
    }

    /**
     * The MTU of a link.
     *
     * @param interfaceIndex which
     * @return octets, or 0 if there is no such link
     */
    public int linkMtu(int interfaceIndex) {
        return askLink(interfaceIndex) ? link.mtu() : 0;
    }

    /**
     * The MTU of a link for IPv6, which router advertisements may have made smaller than the link's.
     *
     * @param interfaceIndex which
     * @return octets, or 0 if there is no such link
     */
    public int linkMtu6(int interfaceIndex) {
        return askLink(interfaceIndex) ? link.mtu6() : 0;
    }

    /**
     * The IPv4 addresses of all interfaces now.
     *
     * @throws NativeException if the kernel does not tell
     */
    public LocalAddresses localAddresses() {
        LocalAddresses.Collector collector = new LocalAddresses.Collector(answer);
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            collector.clear();
            begin(Linux.RTM_GETADDR, Linux.NLM_F_REQUEST | Linux.NLM_F_DUMP, Layout.IFADDRMSG_SIZE);
            requestHost.put(BODY + Layout.IFADDRMSG_FAMILY, (byte) Linux.AF_INET);
            if (dump(collector)) {
                return collector.addresses();
            }
        }
        failures++;
        throw NativeException.of("recv(RTM_GETADDR)", Linux.EAGAIN);
    }

    /**
     * Whether links, addresses, routes or rules have changed since the last call, or may have because notices were
     * lost. Does not wait.
     */
    public boolean changed() {
        boolean changed = false;
        for (int notice = 0; notice < CHANGES_MAX; notice++) {
            int received = changes.receiveNow(answer);
            if (received == -Linux.EAGAIN) {
                return changed;
            }
            changed |= received != -Linux.EINTR;
        }
        return changed;
    }

    /** Questions that the kernel did not answer, or not understandably. */
    public long failures() {
        return failures;
    }

    /** Closes the sockets; closing twice is harmless. */
    @Override
    public void close() {
        changes.close();
        questions.close();
    }

    /** Starts a question for a route; returns where the destination belongs. */
    private int beginRoute(int family, int bits, int octets) {
        int at = begin(Linux.RTM_GETROUTE, Linux.NLM_F_REQUEST, Layout.RTMSG_SIZE);
        requestHost.put(BODY + Layout.RTMSG_FAMILY, (byte) family);
        requestHost.put(BODY + Layout.RTMSG_DST_LEN, (byte) bits);
        return attribute(at, Linux.RTA_DST, octets);
    }

    private boolean lookup(int end, int mark) {
        int length = end;
        if (mark != 0) {
            int at = attribute(end, Linux.RTA_MARK, Integer.BYTES);
            requestHost.putInt(at, mark);
            length = at + Integer.BYTES;
        }
        route.clear();
        if (ask(length, Linux.RTM_NEWROUTE)) {
            route.read(messages.bodyStart(), messages.bodyEnd());
        }
        return route.usable();
    }

    private boolean withMtu(boolean ipv6) {
        int ofLink = ipv6 ? linkMtu6(route.outInterface()) : linkMtu(route.outInterface());
        int ofRoute = route.metricMtu();
        mtu = Math.min(MTU_MAX, ofRoute > 0 ? Math.min(ofRoute, ofLink) : ofLink);
        return ofLink > 0;
    }

    private boolean askLink(int interfaceIndex) {
        int length = begin(Linux.RTM_GETLINK, Linux.NLM_F_REQUEST, Layout.IFINFOMSG_SIZE);
        requestHost.putInt(BODY + Layout.IFINFOMSG_INDEX, interfaceIndex);
        link.clear();
        if (interfaceIndex > 0 && ask(length, Linux.RTM_NEWLINK)) {
            link.read(messages.bodyStart(), messages.bodyEnd());
        }
        return link.index() == interfaceIndex && interfaceIndex > 0;
    }

    /** Writes a message's header and an empty body; returns the index behind it. */
    private int begin(int type, int flags, int bodyOctets) {
        sequence++;
        requestHost.putShort(Layout.NLMSGHDR_TYPE, (short) type);
        requestHost.putShort(Layout.NLMSGHDR_FLAGS, (short) flags);
        requestHost.putInt(Layout.NLMSGHDR_SEQ, sequence);
        for (int at = BODY; at < BODY + bodyOctets; at += Integer.BYTES) {
            requestHost.putInt(at, 0);
        }
        requestHost.putInt(Layout.NLMSGHDR_LEN, BODY + bodyOctets);
        return BODY + bodyOctets;
    }

    /** Writes an attribute's header; returns where its value belongs. */
    private int attribute(int at, int type, int octets) {
        requestHost.putShort(at + Layout.NLATTR_LEN, (short) (Layout.NLATTR_SIZE + octets));
        requestHost.putShort(at + Layout.NLATTR_TYPE, (short) type);
        requestHost.putInt(Layout.NLMSGHDR_LEN, at + Layout.NLATTR_SIZE + octets);
        return at + Layout.NLATTR_SIZE;
    }

    /** Sends the question and finds its answer; true if {@link #messages} is at a whole message of that type. */
    private boolean ask(int length, int type) {
        if (questions.send(request, length) != 0) {
            failures++;
            return false;
        }
        for (int attempt = 0; attempt < RECEIVE_ATTEMPTS; attempt++) {
            messages.begin(0, Math.max(0, questions.receive(answer)));
            while (messages.next()) {
                if (messages.sequence() != sequence) {
                    continue; // of a question given up before
                }
                boolean answered = messages.type() == type && !messages.cut();
                failures += answered || messages.type() == Linux.NLMSG_ERROR ? 0 : 1;
                return answered;
            }
        }
        failures++;
        return false;
    }

    /** Collects the answers to a question that has many; false if it must be asked again. */
    private boolean dump(LocalAddresses.Collector collector) {
        int length = requestHost.getInt(Layout.NLMSGHDR_LEN);
        if (questions.send(request, length) != 0) {
            return false;
        }
        boolean consistent = true;
        int silence = 0;
        for (int datagram = 0; datagram < DUMP_DATAGRAMS_MAX && silence < RECEIVE_ATTEMPTS; datagram++) {
            int received = questions.receive(answer);
            silence = received > 0 ? 0 : silence + 1;
            messages.begin(0, Math.max(0, received));
            while (messages.next()) {
                if (messages.sequence() != sequence) {
                    continue;
                }
                consistent &= (messages.flags() & Linux.NLM_F_DUMP_INTR) == 0 && !messages.cut();
                if (messages.type() == Linux.NLMSG_DONE) {
                    return consistent;
                }
                if (messages.type() == Linux.NLMSG_ERROR) {
                    return false;
                }
                if (messages.type() == Linux.RTM_NEWADDR) {
                    collector.read(messages.bodyStart(), messages.bodyEnd());
                }
            }
        }
        return false;
    }
}
