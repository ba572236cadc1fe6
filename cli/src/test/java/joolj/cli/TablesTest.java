// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.Processors;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.control.Row;
import joolj.translation.Reason;
import org.junit.jupiter.api.Test;

/** What the display operations print, to the character. */
class TablesTest extends WithFakeDaemon {
    private static final String POOL4_BORDER =
            "+------------+-------+--------------------+-----------------+-------------+\n";
    private static final String POOL4_HEADER =
            "|       Mark | Proto |     Max iterations |         Address |       Ports |\n";
    private static final String SESSION_CSV_HEADER =
            "Protocol,IPv6 Remote Address,IPv6 Remote L4-ID,IPv6 Local Address,IPv6 Local L4-ID,IPv4 Local Address,"
                    + "IPv4 Local L4-ID,IPv4 Remote Address,IPv4 Remote L4-ID,Expires in,State\n";

    private void sendInstances() {
        daemon.willSend(
                new Row.Instance(
                        "9229dcc0",
                        "ipt1",
                        Framework.IPTABLES,
                        Optional.of(new QueueRange(6400, 6403)),
                        Reinjection.TUN,
                        Optional.of("jool-j0"),
                        new Processors(List.of(0)),
                        Optional.of("iptables")),
                new Row.Instance("245c600", "a,b\"c", Framework.NETFILTER, Optional.of(new QueueRange(64, 64))));
    }

    @Test
    void instancesUnderTheNamesOfJool() {
        sendInstances();

        assertPrints("jool instance display", """
                +--------------------+-----------------+-----------+
                |          Namespace |            Name | Framework |
                +--------------------+-----------------+-----------+
                |           9229dcc0 |            ipt1 |  iptables |
                |            245c600 |           a,b"c | netfilter |
                +--------------------+-----------------+-----------+
                """);
        assertPrints("jool_siit instance display --no-headers", """
                +--------------------+-----------------+-----------+
                |           9229dcc0 |            ipt1 |  iptables |
                |            245c600 |           a,b"c | netfilter |
                +--------------------+-----------------+-----------+
                """);
        assertPrints(
                "jool instance display --csv",
                "Namespace,Name,Framework\n9229dcc0,ipt1,iptables\n245c600,a,b\"c,netfilter\n");
        assertPrints("jool inst d --csv --no-h", "9229dcc0,ipt1,iptables\n245c600,a,b\"c,netfilter\n");
    }

    @Test
    void instancesUnderTheOwnNameHaveAQueue() {
        sendInstances();

        assertPrints("jool-j instance display", """
                +--------------------+-----------------+-----------+-------------+
                |          Namespace |            Name | Framework |       Queue |
                +--------------------+-----------------+-----------+-------------+
                |           9229dcc0 |            ipt1 |  iptables |   6400:6403 |
                |            245c600 |           a,b"c | netfilter |          64 |
                +--------------------+-----------------+-----------+-------------+
                """);
        assertPrints(
                "jool-j instance display --csv",
                "Namespace,Name,Framework,Queue\n9229dcc0,ipt1,iptables,6400:6403\n245c600,a,b\"c,netfilter,64\n");
        assertPrints("jool-j instance display --json", """
                [
                {"namespace":"9229dcc0","name":"ipt1","framework":"iptables","first-queue":6400,"last-queue":6403,\
                "reinject":"tun","device":"jool-j0","cpus":[0]},
                {"namespace":"245c600","name":"a,b\\"c","framework":"netfilter","first-queue":64,"last-queue":64,\
                "reinject":"raw","device":null,"cpus":[]}
                ]
                """);
    }

    @Test
    void noInstances() {
        String border = "+--------------------+-----------------+-----------+\n";

        assertPrints(
                "jool instance display",
                border + "|          Namespace |            Name | Framework |\n" + border + border);
        assertPrints("jool instance display --no-headers", border + border);
        assertPrints("jool instance display --csv", "Namespace,Name,Framework\n");
        assertPrints("jool instance display --csv --no-headers", "");
        assertPrints("jool-j instance display --json", "[]\n");
    }

    @Test
    void aNameBeforeInstanceDisplayIsIgnoredWithAWarning() {
        sendInstances();
        String table = Run.of(socket, "jool instance display").out();

        Run.of(socket, "jool -i zzz instance display")
                .assertIs(0, table, "Warning: instance display ignores the instance name argument.\n");
        Run.of(socket, "jool -i zzz instance flush")
                .assertIs(0, "", "Warning: instance flush ignores the instance name argument.\n");
    }

    @Test
    void counters() {
        daemon.willSend(
                new Row.Stat("JSTAT_RECEIVED6", 39),
                new Row.Stat("JSTAT_RECEIVED4", 0),
                new Row.Stat("JSTAT_UNKNOWN", 2));

        assertPrints("jool stats display", "JSTAT_RECEIVED6: 39\nJSTAT_UNKNOWN: 2\n");
        assertPrints("jool stats display --no-headers", "JSTAT_RECEIVED6: 39\nJSTAT_UNKNOWN: 2\n");
        assertPrints("jool stats display -a", "JSTAT_RECEIVED6: 39\nJSTAT_RECEIVED4: 0\nJSTAT_UNKNOWN: 2\n");
        assertPrints("jool stats display --csv", "Stat,Value\nJSTAT_RECEIVED6,39\nJSTAT_UNKNOWN,2\n");
        assertPrints("jool stats display --csv --no-headers", "JSTAT_RECEIVED6,39\nJSTAT_UNKNOWN,2\n");
        assertPrints("jool stats display -e", """
                JSTAT_RECEIVED6: 39
                IPv6 packets that entered the instance.

                JSTAT_UNKNOWN: 2
                %s

                """.formatted(Reason.UNKNOWN.explanation()));
        assertPrints("jool stats display --explain --csv", """
                Stat,Value,Explanation
                JSTAT_RECEIVED6,39,"IPv6 packets that entered the instance."
                JSTAT_UNKNOWN,2,"%s"
                """.formatted(Reason.UNKNOWN.explanation()));
        assertPrints(
                "jool-j stats display --json",
                "[\n{\"name\":\"JSTAT_RECEIVED6\",\"value\":39},\n{\"name\":\"JSTAT_UNKNOWN\",\"value\":2}\n]\n");
    }

    @Test
    void countersThatJoolLacksAreShownUnderTheOwnNameOnly() {
        daemon.willSend(new Row.Stat("JSTAT_SUCCESS", 1), new Row.Stat("JSTAT_SESSION_LIMIT", 7));

        assertPrints("jool stats display --all", "JSTAT_SUCCESS: 1\n");
        assertPrints("jool stats display --csv", "Stat,Value\nJSTAT_SUCCESS,1\n");
        assertPrints("jool-j stats display", "JSTAT_SUCCESS: 1\nJSTAT_SESSION_LIMIT: 7\n");
    }

    @Test
    void sessionsThatComeAndGo() {
        TransportAddress6 remote6 = new TransportAddress6(0x2001_0db8_0000_0000L, 5, 51234);
        TransportAddress6 local6 = new TransportAddress6(0x0064_ff9b_0000_0000L, 0xcb007105L, 80);
        TransportAddress4 local4 = new TransportAddress4(0xc6336408, 40001);
        TransportAddress4 remote4 = new TransportAddress4(0xcb007105, 80);
        daemon.willSend(
                new Row.SessionEvent(1_709_802_302_123L, true, L4Protocol.TCP, remote6, local6, local4, remote4),
                new Row.SessionEvent(1_709_802_542_000L, false, L4Protocol.TCP, remote6, local6, local4, remote4));
        String addresses = "TCP,2001:db8::5,51234,64:ff9b::cb00:7105,80,198.51.100.8,40001,203.0.113.5,80\n";
        String rows = "2024-03-07T09:05:02.123Z,added," + addresses + "2024-03-07T09:09:02Z,removed," + addresses;

        assertPrints("jool-j session follow --no-headers", rows);
        assertPrints(
                "jool-j session follow",
                "Time,Event,Protocol,IPv6 Remote Address,IPv6 Remote L4-ID,IPv6 Local Address,IPv6 Local L4-ID,"
                        + "IPv4 Local Address,IPv4 Local L4-ID,IPv4 Remote Address,IPv4 Remote L4-ID\n" + rows);
        String members = "\"protocol\":\"TCP\",\"ipv6-remote-address\":\"2001:db8::5\",\"ipv6-remote-id\":51234,"
                + "\"ipv6-local-address\":\"64:ff9b::cb00:7105\",\"ipv6-local-id\":80,"
                + "\"ipv4-local-address\":\"198.51.100.8\",\"ipv4-local-id\":40001,"
                + "\"ipv4-remote-address\":\"203.0.113.5\",\"ipv4-remote-id\":80}\n";
        assertPrints(
                "jool-j session follow --json",
                "{\"time\":\"2024-03-07T09:05:02.123Z\",\"event\":\"added\"," + members
                        + "{\"time\":\"2024-03-07T09:09:02Z\",\"event\":\"removed\"," + members);
    }

    @Test
    void noCounters() {
        assertPrints("jool stats display", "");
        assertPrints("jool stats display --csv", "Stat,Value\n");
    }

    @Test
    void globals() {
        daemon.willSend(
                new Row.Global("manually-enabled", true),
                new Row.Global("pool6", "64:ff9b::/96"),
                new Row.Global("mtu-plateaus", List.of(1500, 1280)),
                new Row.Global("f-args", 11),
                new Row.Global("udp-timeout", "0:05:00.250"),
                new Row.Global("session-limit", 100),
                new Row.Global("from-the-future", "x"));

        assertPrints("jool global display --no-headers", """
                  manually-enabled: true
                  pool6: 64:ff9b::/96
                  mtu-plateaus: 1500,1280
                  f-args: 11 (0b1011): SrcAddr:1 SrcPort:0 DstAddr:1 DstPort:1
                  udp-timeout: 0:05:00.250 (HH:MM:SS)
                """);
        assertPrints("jool-j global display", """
                  manually-enabled: true
                  pool6: 64:ff9b::/96
                  mtu-plateaus: 1500,1280
                  f-args: 11 (0b1011): SrcAddr:1 SrcPort:0 DstAddr:1 DstPort:1
                  udp-timeout: 0:05:00.250 (HH:MM:SS)
                  session-limit: 100
                  from-the-future: "x"
                """);
        assertPrints("jool global display --csv", """
                Field,Value
                manually-enabled,TRUE
                pool6,64:ff9b::/96
                mtu-plateaus,"1500,1280"
                f-args,11
                udp-timeout,0:05:00.250
                """);
        assertPrints("jool-j global display --json", """
                [
                {"key":"manually-enabled","value":true},
                {"key":"pool6","value":"64:ff9b::/96"},
                {"key":"mtu-plateaus","value":[1500,1280]},
                {"key":"f-args","value":11},
                {"key":"udp-timeout","value":"0:05:00.250"},
                {"key":"session-limit","value":100},
                {"key":"from-the-future","value":"x"}
                ]
                """);
    }

    @Test
    void aPrefixMayBeUnset() {
        daemon.willSend(new Row.Global("pool6", null));

        assertPrints("jool_siit global display", "  pool6: (unset)\n");
        assertPrints("jool_siit global display --csv --no-headers", "pool6,\n");
    }

    private void sendPool4() {
        int one = IpText.parse4("192.0.2.1");
        daemon.willSend(
                new Row.Pool4(1, L4Protocol.TCP, one, 1500, 2500, 1024, false),
                new Row.Pool4(0, L4Protocol.TCP, one, 1, 65535, Row.Pool4.INFINITE, true),
                new Row.Pool4(0, L4Protocol.TCP, IpText.parse4("192.0.2.11"), 80, 80, Row.Pool4.INFINITE, true),
                new Row.Pool4(4294967295L, L4Protocol.TCP, one, 0, 9, 5, true));
    }

    @Test
    void pool4() {
        sendPool4();
        String rows = """
                |          1 |   TCP |       1024 ( auto) |       192.0.2.1 |  1500- 2500 |
                +------------+-------+--------------------+-----------------+-------------+
                |          0 |   TCP |   Infinite (fixed) |       192.0.2.1 |     1-65535 |
                |            |       |                    |      192.0.2.11 |    80-   80 |
                +------------+-------+--------------------+-----------------+-------------+
                | 4294967295 |   TCP |          5 (fixed) |       192.0.2.1 |     0-    9 |
                """;

        assertPrints("jool pool4 display", POOL4_BORDER + POOL4_HEADER + POOL4_BORDER + rows + POOL4_BORDER);
        assertPrints("jool pool4 display --no-headers", POOL4_BORDER + rows + POOL4_BORDER);
        assertPrints("jool pool4 display --csv", """
                Mark,Protocol,Address,Min port,Max port,Iterations,Iterations fixed
                1,TCP,192.0.2.1,1500,2500,1024,0
                0,TCP,192.0.2.1,1,65535,infinite,1
                0,TCP,192.0.2.11,80,80,infinite,1
                4294967295,TCP,192.0.2.1,0,9,5,1
                """);
        String json = Run.of(socket, "jool-j pool4 display --json").out();
        assertEquals(
                "{\"mark\":0,\"protocol\":\"TCP\",\"address\":\"192.0.2.1\",\"min-port\":1,\"max-port\":65535,"
                        + "\"iterations\":null,\"iterations-fixed\":true},",
                json.lines().toList().get(2));
    }

    @Test
    void emptyPool4() {
        assertPrints("jool pool4 display --udp", POOL4_BORDER + POOL4_HEADER + POOL4_BORDER + POOL4_BORDER);
        assertPrints("jool pool4 display --no-headers", POOL4_BORDER + POOL4_BORDER);
        assertPrints(
                "jool pool4 display --csv", "Mark,Protocol,Address,Min port,Max port,Iterations,Iterations fixed\n");
        assertPrints("jool pool4 display --csv --no-headers", "");
    }

    @Test
    void theHeadOfATableIsPrintedEvenIfTheInstanceIsMissing() {
        daemon.willFail(3, "This namespace lacks an instance named 'zzz'.");
        String error = "Error: The daemon returned error 3: This namespace lacks an instance named 'zzz'.\n";

        Run.of(socket, "jool -i zzz pool4 display").assertIs(3, POOL4_BORDER + POOL4_HEADER, error);
        Run.of(socket, "jool -i zzz session display").assertIs(3, "---------------------------------\n", error);
        Run.of(socket, "jool -i zzz global display").assertIs(3, "", error);
        Run.of(socket, "jool -i zzz stats display").assertIs(3, "", error);
        Run.of(socket, "jool -i zzz bib display").assertIs(3, "", error);
        Run.of(socket, "jool-j -i zzz bib display --json").assertIs(3, "", error);
    }

    @Test
    void bib() {
        TransportAddress6 six = TransportAddress6.parse("2001:db8::6#80");
        TransportAddress4 four = TransportAddress4.parse("192.0.2.4#4");
        daemon.willSend(new Row.Bib(L4Protocol.TCP, six, four, true), new Row.Bib(L4Protocol.TCP, six, four, false));

        assertPrints(
                "jool bib display --numeric",
                "[Static TCP] 192.0.2.4#4 - 2001:db8::6#80\n[Dynamic TCP] 192.0.2.4#4 - 2001:db8::6#80\n");
        assertPrints("jool bib display --numeric --csv", """
                Protocol,IPv6 Address,IPv6 L4-ID,IPv4 Address,IPv4 L4-ID,Static?
                TCP,2001:db8::6,80,192.0.2.4,4,1
                TCP,2001:db8::6,80,192.0.2.4,4,0
                """);
        assertPrints(
                "jool bib display --numeric --csv --no-headers",
                "TCP,2001:db8::6,80,192.0.2.4,4,1\nTCP,2001:db8::6,80,192.0.2.4,4,0\n");
        daemon.willSend(new Row.Bib(L4Protocol.TCP, six, four, true));
        assertPrints(
                "jool-j bib display --json",
                "[\n{\"protocol\":\"TCP\",\"ipv6-address\":\"2001:db8::6\",\"ipv6-id\":80,"
                        + "\"ipv4-address\":\"192.0.2.4\",\"ipv4-id\":4,\"static\":true}\n]\n");
    }

    private static Row.Session session(L4Protocol protocol, long expires, String state) {
        return new Row.Session(
                protocol,
                TransportAddress6.parse("2001:db8::2#58239"),
                TransportAddress6.parse("64:ff9b::5db8:d877#80"),
                TransportAddress4.parse("192.0.2.1#60477"),
                TransportAddress4.parse("93.184.216.119#80"),
                expires,
                Optional.ofNullable(state));
    }

    @Test
    void tcpSessionsHaveAState() {
        daemon.willSend(session(L4Protocol.TCP, 177_250, "V4_FIN_V6_FIN_RCV"));

        assertPrints("jool session display --numeric", """
                ---------------------------------
                (V4_FIN_V6_FIN_RCV) Expires in 0:02:57.250
                Remote: 93.184.216.119#80\t2001:db8::2#58239
                Local: 192.0.2.1#60477\t64:ff9b::5db8:d877#80
                ---------------------------------
                """);
        assertPrints(
                "jool session display --numeric --csv",
                SESSION_CSV_HEADER + "TCP,2001:db8::2,58239,64:ff9b::5db8:d877,80,192.0.2.1,60477,93.184.216.119,80,"
                        + "0:02:57.250,V4_FIN_V6_FIN_RCV\n");
        assertPrints(
                "jool-j session display --json",
                "[\n{\"protocol\":\"TCP\",\"ipv6-remote-address\":\"2001:db8::2\",\"ipv6-remote-id\":58239,"
                        + "\"ipv6-local-address\":\"64:ff9b::5db8:d877\",\"ipv6-local-id\":80,"
                        + "\"ipv4-local-address\":\"192.0.2.1\",\"ipv4-local-id\":60477,"
                        + "\"ipv4-remote-address\":\"93.184.216.119\",\"ipv4-remote-id\":80,"
                        + "\"expires-ms\":177250,\"state\":\"V4_FIN_V6_FIN_RCV\"}\n]\n");
    }

    @Test
    void otherSessionsHaveNone() {
        daemon.willSend(session(L4Protocol.UDP, 0, null));

        assertPrints("jool session display --udp --numeric --no-headers", """
                ---------------------------------
                Expires in 0:00:00
                Remote: 93.184.216.119#80\t2001:db8::2#58239
                Local: 192.0.2.1#60477\t64:ff9b::5db8:d877#80
                ---------------------------------
                """);
        assertPrints(
                "jool session display --udp --numeric --csv --no-headers",
                "UDP,2001:db8::2,58239,64:ff9b::5db8:d877,80,192.0.2.1,60477,93.184.216.119,80,0:00:00\n");
    }

    @Test
    void noSessions() {
        assertPrints("jool session display", "---------------------------------\n");
        assertPrints("jool session display --icmp --csv", SESSION_CSV_HEADER);
        assertPrints("jool session display --numeric --csv --no-headers", "");
        assertPrints("jool bib display", "");
    }
}
