// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.siit.SiitConfiguration;
import joolj.siit.SiitSettings;
import joolj.siit.SiitTranslator;

/**
 * A stateless translator, and packets between an IPv4 node, which IPv6 nodes know by pool6, and many IPv6 nodes, each of
 * which has an entry of its own in the EAMT; or, without an EAMT, an address of pool6.
 */
final class SiitTraffic {
    /** How many IPv6 nodes there are if there is no EAMT. */
    static final int NODES_WITHOUT_EAMT = 1000;

    /** IPv4 address of the IPv4 node: 198.51.100.2. */
    static final int REMOTE4 = 0xc633_6402;

    private static final Pool6 POOL6 = Pool6.parse("2001:db8:64::/96");
    private static final int REMOTE_PORT = 443;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 60_000;

    /** IPv4 addresses of the IPv6 nodes: 16.0.0.0 and up. */
    private static final int NODES4 = 16 << 24;

    /** Upper half of the IPv6 addresses in the EAMT. */
    private static final long NODES6 = 0x2001_0db8_0001_0000L;

    final Worker worker;
    final Packet6 packet6;
    final Packet4 packet4;

    /**
     * @param eams how many entries the EAMT has, 0 to 16 million
     * @param transport what the packets carry
     * @param octets length of the packets on arrival, IP header included
     */
    SiitTraffic(int eams, Transport transport, int octets) {
        SiitTranslator translator =
                new SiitTranslator(SiitConfiguration.of(SiitSettings.defaults(POOL6)), new SplittableRandom(6791));
        int nodes = eams == 0 ? NODES_WITHOUT_EAMT : eams;
        long high = eams == 0 ? POOL6.embedHigh(0) : NODES6;
        worker = new Worker(translator);
        PacketKind kind = PacketKind.data(transport, octets);
        packet6 = new Packet6(kind, high, POOL6.embedHigh(REMOTE4), POOL6.embedLow(REMOTE4), REMOTE_PORT, nodes);
        packet4 = new Packet4(kind, REMOTE4, REMOTE_PORT, nodes);
        for (int node : Shuffled.numbers(nodes)) {
            int address4 = NODES4 + node;
            long low = eams == 0 ? POOL6.embedLow(address4) : Shuffled.scattered(node);
            packet6.add(low, FIRST_PORT + node % PORTS);
            packet4.add(address4, FIRST_PORT + node % PORTS);
        }
        fill(translator.eamt(), eams);
    }

    private static void fill(Eamt eamt, int eams) {
        for (int node = 0; node < eams; node++) {
            eamt.add(
                    new Eam(
                            new Ipv6Prefix(NODES6, Shuffled.scattered(node), Ipv6Prefix.MAX_LENGTH),
                            new Ipv4Prefix(NODES4 + node, Ipv4Prefix.MAX_LENGTH)),
                    false);
        }
    }
}
