// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import joolj.wire.FragmentHeader;
import joolj.wire.IcmpHeader;
import joolj.wire.Ipv4Header;
import joolj.wire.Ipv6Header;
import joolj.wire.TcpHeader;
import joolj.wire.UdpHeader;

/** The views that sections write headers through, one of each kind; one object per worker, see {@link Translation}. */
public final class HeaderViews {
    public final Ipv4Header ipv4 = new Ipv4Header();
    public final Ipv6Header ipv6 = new Ipv6Header();
    public final FragmentHeader fragment = new FragmentHeader();
    public final TcpHeader tcp = new TcpHeader();
    public final UdpHeader udp = new UdpHeader();
    public final IcmpHeader icmp = new IcmpHeader();

    HeaderViews() {}
}
