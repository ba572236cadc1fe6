// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.config.PortRange;
import joolj.config.QueueRange;
import joolj.instances.rules.Selection.Destination4;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final List<Ipv6Prefix> POOL6 = List.of(Ipv6Prefix.parse("64:ff9b::/96"));
    private static final QueueRange ONE = new QueueRange(6400, 6400);

    private static Destination4 to(String prefix, L4Protocol protocol, PortRange ports) {
        return new Destination4(Optional.of(prefix).map(Ipv4Prefix::parse), Optional.of(protocol), ports);
    }

    private static Destination4 toSelf(L4Protocol protocol, PortRange ports) {
        return new Destination4(Optional.empty(), Optional.of(protocol), ports);
    }

    private static final Selection NAT64 = new Selection(
            POOL6,
            List.of(
                    to("203.0.113.1", L4Protocol.TCP, new PortRange(100, 200)),
                    to("203.0.113.1", L4Protocol.UDP, PortRange.ALL),
                    to("203.0.113.1", L4Protocol.ICMP, PortRange.ALL)),
            false,
            List.of());

    private static final Selection SIIT = new Selection(
            List.of(Ipv6Prefix.parse("2001:db8::/96"), Ipv6Prefix.parse("2001:db8:4::/120")),
            List.of(Destination4.of(Ipv4Prefix.parse("198.51.100.0/24"))),
            true,
            List.of(Ipv4Prefix.parse("192.0.2.0/25"), Ipv4Prefix.parse("192.0.2.200")));

    private static void assertLines(String expected, List<String> lines) {
        assertEquals(expected.strip(), String.join("\n", lines));
    }

    @Test
    void nat64TakesPool6AndThePortsOfPool4AndAllFragmentsAndIcmpOfItsAddresses() {
        assertLines("""
                ip6tables -t mangle -N jool-j-6400
                ip6tables -t mangle -A jool-j-6400 -d 64:ff9b::/96 -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass
                ip6tables -t mangle -A PREROUTING '!' -i jool-j+ -m comment --comment jool-j:a -j jool-j-6400
                iptables -t mangle -N jool-j-6400
                iptables -t mangle -A jool-j-6400 -d 203.0.113.1 -p tcp --dport 100:200 -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass
                iptables -t mangle -A jool-j-6400 -d 203.0.113.1 -p udp -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass
                iptables -t mangle -A jool-j-6400 -d 203.0.113.1 -p icmp -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass
                iptables -t mangle -A jool-j-6400 -d 203.0.113.1 -m u32 --u32 '4&0x3FFF=0x1:0x3FFF' -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass
                iptables -t mangle -A PREROUTING '!' -i jool-j+ -m comment --comment jool-j:a -j jool-j-6400
                """, new RuleSet("a", ONE, NAT64, false).lines(false));
    }

    @Test
    void emptyPool4StandsForTheNodesOwnAddresses() {
        PortRange high = new PortRange(61001, 65535);
        Selection selection = new Selection(
                POOL6, List.of(toSelf(L4Protocol.TCP, high), toSelf(L4Protocol.ICMP, PortRange.ALL)), false, List.of());

        List<String> lines = new RuleSet("a", ONE, selection, false).lines(false);

        String end = " -m comment --comment jool-j:a -j NFQUEUE --queue-num 6400 --queue-bypass";
        String start = "iptables -t mangle -A jool-j-6400 -m addrtype --dst-type LOCAL ";
        assertTrue(lines.contains(start + "-p tcp --dport 61001:65535" + end), lines::toString);
        assertTrue(lines.contains(start + "-p icmp" + end), lines::toString);
        assertTrue(lines.contains(start + "-m u32 --u32 '4&0x3FFF=0x1:0x3FFF'" + end), lines::toString);
    }

    @Test
    void siitLeavesTheNodeItselfAndTheDenylistAloneAndBalancesQueues() {
        assertLines("""
                ip6tables -t mangle -N jool-j-7
                ip6tables -t mangle -A jool-j-7 -d 2001:db8::/96 -m comment --comment jool-j:a -j NFQUEUE --queue-balance 7:9 --queue-bypass
                ip6tables -t mangle -A jool-j-7 -d 2001:db8:4::/120 -m comment --comment jool-j:a -j NFQUEUE --queue-balance 7:9 --queue-bypass
                ip6tables -t mangle -A PREROUTING '!' -i jool-j+ -m comment --comment jool-j:a -j jool-j-7
                iptables -t mangle -N jool-j-7
                iptables -t mangle -A jool-j-7 -d 198.51.100.0/24 -m comment --comment jool-j:a -j NFQUEUE --queue-balance 7:9 --queue-bypass
                iptables -t mangle -A jool-j-7 -m addrtype '!' --dst-type UNICAST -m comment --comment jool-j:a -j RETURN
                iptables -t mangle -A jool-j-7 -d 192.0.2.0/25 -m comment --comment jool-j:a -j RETURN
                iptables -t mangle -A jool-j-7 -d 192.0.2.200 -m comment --comment jool-j:a -j RETURN
                iptables -t mangle -A jool-j-7 -m comment --comment jool-j:a -j NFQUEUE --queue-balance 7:9 --queue-bypass
                iptables -t mangle -A PREROUTING '!' -i jool-j+ -m comment --comment jool-j:a -j jool-j-7
                """, new RuleSet("a", new QueueRange(7, 9), SIIT, false).lines(false));
    }

    @Test
    void notrackCoversWhatComesByDestinationAndWhatLeavesBySourceWithoutFragments() {
        List<String> lines = new RuleSet("a", ONE, NAT64, true).lines(false);

        String end = " -m comment --comment jool-j:a -j CT --notrack";
        assertLines(
                "iptables -t raw -N jool-j-6400\n"
                        + "iptables -t raw -A jool-j-6400 -d 203.0.113.1 -p tcp --dport 100:200" + end + "\n"
                        + "iptables -t raw -A jool-j-6400 -d 203.0.113.1 -p udp" + end + "\n"
                        + "iptables -t raw -A jool-j-6400 -d 203.0.113.1 -p icmp" + end + "\n"
                        + "iptables -t raw -A PREROUTING -m comment --comment jool-j:a -j jool-j-6400\n"
                        + "iptables -t raw -N jool-j-6400-out\n"
                        + "iptables -t raw -A jool-j-6400-out -s 203.0.113.1 -p tcp --sport 100:200" + end + "\n"
                        + "iptables -t raw -A jool-j-6400-out -s 203.0.113.1 -p udp" + end + "\n"
                        + "iptables -t raw -A jool-j-6400-out -s 203.0.113.1 -p icmp" + end + "\n"
                        + "iptables -t raw -A OUTPUT -m comment --comment jool-j:a -j jool-j-6400-out",
                lines.stream()
                        .filter(line -> line.startsWith("iptables -t raw"))
                        .toList());
        assertTrue(lines.contains("ip6tables -t raw -A jool-j-6400-out -s 64:ff9b::/96" + end), lines::toString);
    }

    @Test
    void anyInstanceNameIsQuotedForTheShellAndForRestoring() {
        List<String> lines = new RuleSet("it's \"$a\\", ONE, NAT64, false).lines(false);

        assertTrue(lines.get(2).contains(" --comment 'jool-j:it'\\''s \"$a\\' -j "), lines.get(2));
        assertEquals(
                "-m comment --comment \"jool-j:it's \\\"$a\\\\\"",
                IptablesText.restore(IptablesText.comment("it's \"$a\\")));
    }

    @Test
    void nftablesGetsATableForEachIpVersion() {
        assertLines("""
                table ip6 jool-j-7 {
                    chain translated {
                        type filter hook prerouting priority mangle; policy accept;
                        iifname "jool-j*" return comment "jool-j:a"
                        ip6 daddr { 2001:db8::/96, 2001:db8:4::/120 } queue num 7-9 bypass comment "jool-j:a"
                    }
                }
                table ip jool-j-7 {
                    chain translated {
                        type filter hook prerouting priority mangle; policy accept;
                        iifname "jool-j*" return comment "jool-j:a"
                        ip daddr 198.51.100.0/24 queue num 7-9 bypass comment "jool-j:a"
                        fib daddr type != unicast return comment "jool-j:a"
                        ip daddr { 192.0.2.0/25, 192.0.2.200 } return comment "jool-j:a"
                        queue num 7-9 bypass comment "jool-j:a"
                    }
                }
                """, new RuleSet("a", new QueueRange(7, 9), SIIT, false).lines(true));
    }

    @Test
    void nftablesTellsPortsFragmentsAndUntrackedPackets() {
        assertLines("""
                table ip jool-j-6400 {
                    chain untracked {
                        type filter hook prerouting priority raw; policy accept;
                        ip daddr 203.0.113.1 tcp dport 100-200 notrack comment "jool-j:a'"
                        ip daddr 203.0.113.1 meta l4proto udp notrack comment "jool-j:a'"
                        ip daddr 203.0.113.1 meta l4proto icmp notrack comment "jool-j:a'"
                    }
                    chain untracked-output {
                        type filter hook output priority raw; policy accept;
                        ip saddr 203.0.113.1 tcp sport 100-200 notrack comment "jool-j:a'"
                        ip saddr 203.0.113.1 meta l4proto udp notrack comment "jool-j:a'"
                        ip saddr 203.0.113.1 meta l4proto icmp notrack comment "jool-j:a'"
                    }
                    chain translated {
                        type filter hook prerouting priority mangle; policy accept;
                        iifname "jool-j*" return comment "jool-j:a'"
                        ip daddr 203.0.113.1 tcp dport 100-200 queue num 6400 bypass comment "jool-j:a'"
                        ip daddr 203.0.113.1 meta l4proto udp queue num 6400 bypass comment "jool-j:a'"
                        ip daddr 203.0.113.1 meta l4proto icmp queue num 6400 bypass comment "jool-j:a'"
                        ip daddr 203.0.113.1 ip frag-off & 0x3fff != 0 queue num 6400 bypass comment "jool-j:a'"
                    }
                }
                """, ipv4Part(new RuleSet("a\"", ONE, NAT64, true).lines(true)));
    }

    private static List<String> ipv4Part(List<String> lines) {
        return lines.subList(lines.indexOf("table ip jool-j-6400 {"), lines.size());
    }
}
