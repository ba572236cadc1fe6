// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc7915;

import joolj.address.IpText;
import joolj.translation.Outcome;
import joolj.translation.OutgoingTuple;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.translation.Translator;
import joolj.wire.IpProtocol;

/** Translates every packet to the same addresses and leaves ports alone, so that only the headers' translation shows. */
final class FixedAddresses implements Translator {
    static final String SOURCE4 = "192.0.2.1";
    static final String DESTINATION4 = "198.51.100.2";
    static final String SOURCE6 = "2001:db8:64::c000:201";
    static final String DESTINATION6 = "2001:db8:1::2";

    HeaderSettings settings = HeaderSettings.DEFAULT;

    @Override
    public Outcome translate(Translation t) {
        Packet in = t.packet();
        boolean ipv6 = (in.buffer.get(in.start) & 0xf0) == 0x60;
        Reason defect = ipv6 ? Ipv6Reader.read(in, false) : Ipv4Reader.read(in, false);
        if (defect == null) {
            defect = TransportReader.read(in, false, t.aggregate());
        }
        if (defect != null) {
            return t.drop(defect);
        }
        fill(in, t.outgoing(), false);
        if (ipv6 ? Translator64.isError(in) : Translator46.isError(in)) {
            defect = QuotedPacketReader.read(in, t.inner());
            if (defect != null) {
                return t.drop(defect);
            }
            fill(t.inner(), t.innerOutgoing(), true);
        }
        Outcome outcome = ipv6 ? Translator64.translate(t, settings) : Translator46.translate(t, settings);
        return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
    }

    private static void fill(Packet in, OutgoingTuple to, boolean reversed) {
        String source4 = reversed ? DESTINATION4 : SOURCE4;
        String destination4 = reversed ? SOURCE4 : DESTINATION4;
        to.addresses4(IpText.parse4(source4), IpText.parse4(destination4));
        long[] source6 = IpText.parse6(reversed ? DESTINATION6 : SOURCE6);
        long[] destination6 = IpText.parse6(reversed ? SOURCE6 : DESTINATION6);
        to.source6(source6[0], source6[1]);
        to.destination6(destination6[0], destination6[1]);
        if (in.transportLength == 0) {
            return;
        }
        switch (in.protocol) {
            case IpProtocol.TCP -> to.ports(in.tcp.sourcePort(), in.tcp.destinationPort());
            case IpProtocol.UDP -> to.ports(in.udp.sourcePort(), in.udp.destinationPort());
            default -> to.ports(in.icmp.identifier(), in.icmp.identifier());
        }
    }
}
