// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import java.nio.ByteBuffer;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkAttributes;

/** What a message about a link says. A reused flyweight that copies the few values out. */
final class LinkAnswer {
    private static final int MTU6_END = (Linux.DEVCONF_MTU6 + 1) * Integer.BYTES;

    private final ByteBuffer host;
    private final NetlinkAttributes attributes;
    private final NetlinkAttributes families;
    private final NetlinkAttributes ofIpv6;

    private int index;
    private int mtu;
    private int mtu6;

    LinkAnswer(NativeBuffer memory) {
        this.host = memory.host();
        this.attributes = new NetlinkAttributes(host);
        this.families = new NetlinkAttributes(host);
        this.ofIpv6 = new NetlinkAttributes(host);
    }

    /** Says that there is no such link. */
    void clear() {
        index = 0;
        mtu = 0;
        mtu6 = 0;
    }

    /**
     * Takes the values out of a message.
     *
     * @param start index of its body
     * @param end index behind its last octet
     */
    void read(int start, int end) {
        clear();
        if (end - start < Layout.IFINFOMSG_SIZE) {
            return;
        }
        index = host.getInt(start + Layout.IFINFOMSG_INDEX);
        attributes.begin(start + Layout.IFINFOMSG_SIZE, end);
        while (attributes.next()) {
            if (attributes.type() == Linux.IFLA_MTU && attributes.length() >= Integer.BYTES) {
                mtu = Math.max(0, host.getInt(attributes.start()));
            } else if (attributes.type() == Linux.IFLA_AF_SPEC) {
                readFamilies();
            }
        }
    }

    private void readFamilies() {
        families.begin(attributes.start(), attributes.end());
        while (families.next()) {
            if (families.type() == Linux.AF_INET6) {
                ofIpv6.begin(families.start(), families.end());
                readIpv6();
            }
        }
    }

    private void readIpv6() {
        while (ofIpv6.next()) {
            if (ofIpv6.type() == Linux.IFLA_INET6_CONF && ofIpv6.length() >= MTU6_END) {
                mtu6 = Math.max(0, host.getInt(ofIpv6.start() + Linux.DEVCONF_MTU6 * Integer.BYTES));
            }
        }
    }

    /** The link's interface index, 0 if there is no such link. */
    int index() {
        return index;
    }

    /** The link's MTU, octets, 0 if unknown. */
    int mtu() {
        return mtu;
    }

    /** The link's MTU for IPv6, which router advertisements may make smaller, octets, 0 if unknown. */
    int mtu6() {
        return mtu6 == 0 ? mtu : mtu == 0 ? mtu6 : Math.min(mtu, mtu6);
    }
}
