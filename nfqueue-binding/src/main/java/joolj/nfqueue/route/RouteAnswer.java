// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkAttributes;

/** What a message about a route says. A reused flyweight that copies the few values out. */
final class RouteAnswer {
    private final ByteBuffer host;
    private final ByteBuffer network;
    private final NetlinkAttributes attributes;
    private final NetlinkAttributes metrics;

    private int type;
    private int outInterface;
    private int metricMtu;
    private int source4;

    RouteAnswer(NativeBuffer memory) {
        this.host = memory.host();
        this.network = memory.network();
        this.attributes = new NetlinkAttributes(host);
        this.metrics = new NetlinkAttributes(host);
    }

    /** Says that there is no route. */
    void clear() {
        type = 0;
        outInterface = 0;
        metricMtu = 0;
        source4 = 0;
    }

    /**
     * Takes the values out of a message.
     *
     * @param start index of its body
     * @param end index behind its last octet
     */
    void read(int start, int end) {
        clear();
        if (end - start < Layout.RTMSG_SIZE) {
            return;
        }
        int family = host.get(start + Layout.RTMSG_FAMILY);
        type = host.get(start + Layout.RTMSG_TYPE) & 0xff;
        attributes.begin(start + Layout.RTMSG_SIZE, end);
        while (attributes.next()) {
            if (attributes.length() < Integer.BYTES) {
                continue;
            }
            switch (attributes.type()) {
                case Linux.RTA_OIF -> outInterface = host.getInt(attributes.start());
                case Linux.RTA_PREFSRC -> source4 = family == Linux.AF_INET ? network.getInt(attributes.start()) : 0;
                case Linux.RTA_METRICS -> readMetrics();
                default -> {} // nothing a translator needs
            }
        }
    }

    private void readMetrics() {
        metrics.begin(attributes.start(), attributes.end());
        while (metrics.next()) {
            if (metrics.type() == Linux.RTAX_MTU && metrics.length() >= Integer.BYTES) {
                metricMtu = host.getInt(metrics.start());
            }
        }
    }

    /** Whether packets to a single node have a way. */
    boolean usable() {
        return switch (type) {
            case 0,
                    Linux.RTN_BROADCAST,
                    Linux.RTN_MULTICAST,
                    Linux.RTN_BLACKHOLE,
                    Linux.RTN_UNREACHABLE,
                    Linux.RTN_PROHIBIT,
                    Linux.RTN_THROW -> false;
            default -> outInterface > 0;
        };
    }

    int type() {
        return type;
    }

    int outInterface() {
        return outInterface;
    }

    /** The MTU that the route or the path has of its own, 0 if none. */
    int metricMtu() {
        return metricMtu;
    }

    int source4() {
        return source4;
    }
}
