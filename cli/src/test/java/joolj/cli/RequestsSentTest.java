// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import joolj.config.Product;
import joolj.control.NamespaceId;
import joolj.control.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What command lines ask of the daemon. */
class RequestsSentTest extends WithFakeDaemon {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jool instance add --pool6 64:ff9b::/96|instance add default {framework=netfilter, pool6=64:ff9b::/96}",
                "jool instance add|instance add default {framework=netfilter}",
                "jool instance add x --iptables -6 2001:db8::/32 --queue-num 7|"
                        + "instance add x {framework=iptables, pool6=2001:db8::/32, queues={first=7, last=7}}",
                "jool instance add x --queue-balance 7:8 --reinject tun --cpu 0,3|"
                        + "instance add x {framework=netfilter, queues={first=7, last=8}, reinject=tun, cpu=0,3}",
                "jool instance add --reinject raw --cpu=1 x|instance add x {framework=netfilter, cpu=1}",
                "jool instance add --ipt --queue-balance=6400:6403 x|"
                        + "instance add x {framework=iptables, queues={first=6400, last=6403}}",
                "jool instance add one two|instance add two {framework=netfilter}",
                "jool instance add -- -x --netfilter|instance add --netfilter {framework=netfilter}",
                "jool instance add --pool6 '64:ff9b::/96_'|"
                        + "instance add default {framework=netfilter, pool6=64:ff9b::/96}",
                "jool instance add ''|instance add  {framework=netfilter}",
                "jool -i alpha instance add alpha|instance add alpha {framework=netfilter}",
                "jool --instance=alpha inst rem|instance remove alpha {}",
                "jool -ialpha instance remove|instance remove alpha {}",
                "jool --inst alpha -i beta instance remove|instance remove beta {}",
                "jool instance remove other extra|instance remove extra {}",
                "jool instance flush|instance flush default {}",
                "jool g u logging-deb true|global update default {key=logging-debug, value=true, force=false}",
                "jool g u logging-debug true --force no|"
                        + "global update default {key=logging-debug, value=false, force=true}",
                "jool global update udp-timeout 300|"
                        + "global update default {key=udp-timeout, value=0:05:00, force=false}",
                "jool global update mtu-plateaus 1,,2|"
                        + "global update default {key=mtu-plateaus, value=[1, 2], force=false}",
                "jool global update session-limit 5|global update default {key=session-limit, value=5, force=false}",
                "jool g u session-so 56|"
                        + "global update default {key=session-source-prefix-length, value=56, force=false}",
                "jool-j g u session-r 9|global update default {key=session-rate-per-source, value=9, force=false}",
                "jool global update pool6 null|global update default {key=pool6, value=null, force=false}",
                "jool_siit g u eam off|global update default {key=eam-hairpin-mode, value=off, force=false}",
                "jool p a 192.0.2.1 1-2 --tcp|"
                        + "pool4 add default {mark=0, protocol=TCP, prefix=192.0.2.1/32, minPort=1, maxPort=2, "
                        + "force=false}",
                "jool pool4 add 1-2 3-4 -u 192.0.2.0/24 --mark 0x10 --max-iterations=infinity -f|"
                        + "pool4 add default {mark=0, protocol=UDP, prefix=192.0.2.0/24, minPort=3, maxPort=4, "
                        + "maxIterations=infinity, force=true}",
                "jool pool4 add 192.0.2.1 90-80 --icmp --max 5 --mar 7|"
                        + "pool4 add default {mark=7, protocol=ICMP, prefix=192.0.2.1/32, minPort=90, maxPort=80, "
                        + "maxIterations=5, force=false}",
                "jool pool4 add 10.0.0.0/8 1 --tcp --force|"
                        + "pool4 add default {mark=0, protocol=TCP, prefix=10.0.0.0/8, minPort=1, maxPort=1, "
                        + "force=true}",
                "jool pool4 remove 192.0.2.1|"
                        + "pool4 remove default {mark=0, protocol=TCP, prefix=192.0.2.1/32, minPort=0, "
                        + "maxPort=65535, quick=false}",
                "jool pool4 remove 192.0.2.1 5 -qu --mark 3|"
                        + "pool4 remove default {mark=3, protocol=UDP, prefix=192.0.2.1/32, minPort=5, "
                        + "maxPort=5, quick=true}",
                "jool pool4 flush --quick|pool4 flush default {quick=true}",
                "jool bib add 203.0.113.1#50080 2001:db8::8#8008|"
                        + "bib add default {protocol=TCP, addr6=2001:db8::8, port6=8008, addr4=203.0.113.1, "
                        + "port4=50080}",
                "jool bib remove --icmp 203.0.113.1#50080|"
                        + "bib remove default {protocol=ICMP, addr4=203.0.113.1, port4=50080}",
                "jool-j nat64 -i x bib remove 2001:db8::8#1|bib remove x {protocol=TCP, addr6=2001:db8::8, port6=1}",
                "jool-j -i x siit instance remove|instance remove x {}"
            })
    void everyCommandHasItsRequest(String commandLine, String expected) {
        Run.of(socket, commandLine).assertIs(0, "", "");

        Request request = daemon.requests().get(0);
        assertEquals(
                expected,
                request.command().operation().mode() + " "
                        + request.command().operation().keyword() + " " + request.instance() + " "
                        + request.command().arguments());
    }

    @ParameterizedTest(name = "{0} is about {1}")
    @CsvSource({
        "jool instance remove,NAT64",
        "jool_siit instance remove,SIIT",
        "jool_mapt instance remove,MAPT",
        "jool-j instance remove,NAT64",
        "jool-j nat64 instance remove,NAT64",
        "jool-j siit instance remove,SIIT",
        "jool-j -i x mapt instance remove,MAPT"
    })
    void theProgramOrItsFirstWordSelectsTheProduct(String commandLine, Product product) throws Exception {
        Run.of(socket, commandLine).assertIs(0, "", "");

        assertEquals(product, daemon.requests().get(0).product());
        assertEquals(NamespaceId.own(), daemon.requests().get(0).namespace());
    }

    @Test
    void theSocketIsTakenFromTheOptionBeforeTheEnvironment() {
        String commandLine = "jool-j --socket " + socket + " instance remove";

        Run.of(directory.resolve("elsewhere"), commandLine).assertIs(0, "", "");

        assertEquals(1, daemon.requests().size());
    }

    @Test
    void underPosixTheFirstArgumentEndsTheOptions() {
        Map<String, String> environment = Map.of("JOOLJ_SOCKET", socket.toString(), "POSIXLY_CORRECT", "1");

        Run.of(environment, List.of("jool", "instance", "add", "x", "--iptables"))
                .assertIs(0, "", "");

        assertEquals("--iptables", daemon.requests().get(0).instance().text());
    }
}
