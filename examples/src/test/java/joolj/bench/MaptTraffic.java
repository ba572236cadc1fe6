// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.mapt.MaptSettings;
import joolj.mapt.MaptTranslator;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.MappingRule;
import joolj.translation.Address6;

/**
 * A border relay of MAP-T, and packets between an IPv4 node and many customer edges, each of which has a forwarding mapping
 * rule of its own and one sixteenth of the ports of an address.
 */
final class MaptTraffic {
    private static final Pool6 DMR = Pool6.parse("2001:db8:64::/96");
    private static final byte[] SECRET = "not secret at all".getBytes(StandardCharsets.US_ASCII);
    private static final int REMOTE_PORT = 443;

    /** IPv4 addresses of the customer edges: 16.0.0.0 and up, 16 for each rule. */
    private static final int NODES4 = 16 << 24;

    /** Upper half of the IPv6 addresses of the customer edges. */
    private static final long NODES6 = 0x2001_0db8_0001_0000L;

    private static final int PREFIX6_LENGTH = 96;
    private static final int PREFIX4_LENGTH = 28;
    private static final int EA_BITS = 8;
    private static final int OFFSET_BITS = 4;

    final Worker worker;
    final Packet6 packet6;
    final Packet4 packet4;

    /**
     * @param rules how many forwarding mapping rules there are, 1 to 1 million
     * @param transport what the packets carry
     * @param octets length of the packets on arrival, IP header included
     */
    MaptTraffic(int rules, Transport transport, int octets) {
        MaptTranslator translator =
                new MaptTranslator(MaptSettings.borderRelay(DMR), new SplittableRandom(7599), SECRET);
        worker = new Worker(translator);
        PacketKind kind = PacketKind.data(transport, octets);
        int remote4 = SiitTraffic.REMOTE4;
        packet6 = new Packet6(kind, NODES6, DMR.embedHigh(remote4), DMR.embedLow(remote4), REMOTE_PORT, rules);
        packet4 = new Packet4(kind, remote4, REMOTE_PORT, rules);
        Address6 address6 = new Address6();
        for (int number : Shuffled.numbers(rules)) {
            MappingRule rule = new MappingRule(
                    new Ipv6Prefix(NODES6, (long) number << 32, PREFIX6_LENGTH),
                    new Ipv4Prefix(NODES4 + (number << 4), PREFIX4_LENGTH),
                    EA_BITS,
                    OFFSET_BITS);
            translator.rules().add(rule);
            int address4 = rule.prefix4().address() + (number & 0xf);
            int port = 0x1000 | (number & 0xfff);
            rule.map(address4, port, address6);
            packet6.add(address6.low, port);
            packet4.add(address4, port);
        }
    }
}
