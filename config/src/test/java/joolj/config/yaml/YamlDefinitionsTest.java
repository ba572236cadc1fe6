// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import joolj.config.Framework;
import joolj.config.MaxIterations;
import joolj.config.Processors;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.config.WorkerOptions;
import joolj.config.definition.InstanceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDefinitionsTest {
    private static final String NAT64 = "instance: gw\nglobal: {pool6: '64:ff9b::/96'}\n";

    private static DefinedInstance only(String text) {
        YamlDefinitions read = YamlDefinitions.read(text);
        assertEquals(List.of(), read.problems());
        assertEquals(1, read.instances().size());
        return read.instances().get(0);
    }

    private static String problems(String text) {
        return String.join(
                "\n",
                YamlDefinitions.read(text).problems().stream()
                        .map(YamlProblem::toString)
                        .toList());
    }

    @Test
    void aProblemIsOneLineEvenIfTheValueIsNot() {
        assertEquals(
                "2:12: framework: 'a\\nb\\u001b[1m': must be one of [netfilter, iptables]",
                problems("instance: x\nframework: \"a\\nb\\e[1m\"\nglobal: {pool6: '64:ff9b::/96'}\n"));
    }

    @Test
    void defaultsAreThoseOfTheCommandLine() {
        DefinedInstance instance = only(NAT64);

        assertEquals(Product.NAT64, instance.definition().product());
        assertEquals(Framework.NETFILTER, instance.definition().framework());
        assertEquals(DefinedInstance.SELF, instance.namespace());
        assertEquals(WorkerOptions.DEFAULTS, instance.options());
        assertEquals(1, instance.workers());
        assertEquals(false, instance.installRules());
        assertEquals(Optional.of(List.of()), instance.definition().bib());
    }

    @Test
    void readsEverythingOfANat64() {
        DefinedInstance instance = only("""
                instance: edge
                comment: anything
                product: nat64
                framework: iptables
                namespace: blue
                queue: 6500-6501
                workers: 2
                rules: install
                reinject: tun
                cpu: [0, 1]
                global:
                  pool6: 2001:db8:64::/96
                  tcp-est-timeout: 2:30:00
                  udp-timeout: 300
                  mtu-plateaus: [1500, 68]
                  tos: 7
                  logging-bib: true
                pool4:
                  - {protocol: tcp, prefix: 198.51.100.8/31, port range: 40000-65535}
                  - {protocol: UDP, prefix: 198.51.100.8, port range: 53, mark: 7, max-iterations: infinity}
                bib:
                  - protocol: TCP
                    ipv6 address: "2001:db8::5#443"
                    ipv4 address: 198.51.100.8#40443
                """);
        InstanceDefinition definition = instance.definition();

        assertEquals("blue", instance.namespace());
        assertEquals(
                new WorkerOptions(
                        Optional.of(new QueueRange(6500, 6501)), Reinjection.TUN, new Processors(List.of(0, 1))),
                instance.options());
        assertTrue(instance.installRules());
        assertEquals(
                "{pool6=2001:db8:64::/96, tcp-est-timeout=2:30:00, udp-timeout=0:05:00, mtu-plateaus=[1500, 68], tos=7, "
                        + "logging-bib=true}",
                definition.globals().toString());
        assertEquals("53-53", definition.pool4().get(1).ports().toString());
        assertEquals(
                Optional.of(MaxIterations.INFINITY), definition.pool4().get(1).maxIterations());
        assertEquals(1, definition.bib().orElseThrow().size());
    }

    @Test
    void readsSeveralInstances() {
        YamlDefinitions read = YamlDefinitions.read("""
                instances:
                  - instance: s
                    product: siit
                    global: {pool6: null, rfc6791v4-prefix: 192.0.2.0/24}
                    eamt:
                      - {ipv6 prefix: "2001:db8::/120", ipv4 prefix: 198.51.100.0/24}
                      - {ipv6 prefix: "2001:db8:1::1", ipv4 prefix: 203.0.113.1}
                    denylist4: [10.0.0.0/8]
                  - instance: t
                    product: siit
                    framework: iptables
                    queue: 7
                    workers: 3
                """);

        assertEquals(List.of(), read.problems());
        assertEquals(2, read.instances().get(0).definition().eamt().size());
        assertEquals(1, read.instances().get(0).definition().denylist4().size());
        assertEquals(
                Optional.of(new QueueRange(7, 9)),
                read.instances().get(1).options().queues());
    }

    @Test
    void anEmptyFileDefinesNothing() {
        for (String text : new String[] {"", "# only a remark\n", "---\n", "instances: []\n"}) {
            assertEquals(new YamlDefinitions(List.of(), List.of()), YamlDefinitions.read(text));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "foo: 1 | 3:1: foo: unknown key; known are: instance, product, framework, namespace, queue, workers, rules, reinject, cpu, force, global, pool4, bib",
                "eamt: [] | 3:1: eamt: unknown key; known are: instance, product, framework, namespace, queue, workers, rules, reinject, cpu, force, global, pool4, bib",
                "instance: x | 3:1: instance: this key is there already",
                "framework: Netfilter | 3:12: framework: 'Netfilter': must be one of [netfilter, iptables]",
                "product: nat46 | 3:10: product: 'nat46': must be one of nat64, siit, mapt",
                "namespace: a/b | 3:12: namespace: 'a/b': must be self, a name of a network namespace, or the path of its file",
                "queue: 70000 | 3:8: queue: '70000': must be a number from 0 to 65535, a range such as 6400-6403, or auto",
                "queue: 9-3 | 3:8: queue: '9-3': must be a number from 0 to 65535, a range such as 6400-6403, or auto",
                "queue: [1] | 3:8: queue: a list: must be a number from 0 to 65535, a range such as 6400-6403, or auto",
                "workers: 0 | 3:10: workers: '0': must be an integer from 1 to 64",
                "rules: yes | 3:8: rules: 'yes': must be one of [none, install]",
                "rules: install | 3:8: rules: 'install': must be none for a netfilter instance, which has rules of its own",
                "reinject: udp | 3:11: reinject: 'udp': must be one of [raw, tun]",
                "cpu: -1 | 3:6: cpu: '-1': must be an integer from 0 to 1023",
                "cpu: [1, 2] | 3:6: cpu: 2 processors: must be one, or one for each of the 1 queues",
                "force: yes | 3:8: force: 'yes': must be true or false",
                "pool4: {} | 3:8: pool4: a mapping: must be a list",
                "pool4: [7] | 3:9: pool4[0]: '7': must be a mapping of keys and values",
                "pool4: [{protocol: TCP}] | 3:9: pool4[0].prefix: this key is missing; the IPv4 addresses, such as 192.0.2.0/28; a length of 32 may be left out.",
                "pool4: [{protocol: sctp, prefix: 192.0.2.1}] | 3:20: pool4[0].protocol: 'sctp': must be TCP, UDP or ICMP",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1/33}] | 3:33: pool4[0].prefix: '192.0.2.1/33': must be an IPv4 prefix such as 192.0.2.0/24",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1/24}] | 3:9: pool4[0]: '192.0.2.1/24' seems to have a suffix; please fix.",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1, port range: 1-2-3}] | 3:56: pool4[0].port range: '1-2-3': must be ports such as 1024-65535, at most 65535",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1, mark: 0x10}] | 3:50: pool4[0].mark: '0x10': must be an integer from 0 to 4294967295",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1, mark: 0640}] | 3:50: pool4[0].mark: '0640': must be an integer from 0 to 4294967295",
                "pool4: [{protocol: TCP, prefix: 192.0.2.1, max-iterations: 0}] | 3:60: pool4[0].max-iterations: '0': must be an integer from 1 to 4294967295, auto or infinity",
                "bib: [{protocol: TCP, ipv6 address: '::1', ipv4 address: 1.2.3.4#5}] | 3:37: bib[0].ipv6 address: '::1': must be an IPv6 transport address such as 2001:db8::5#80",
            })
    void everyMistakeSaysWhereAndWhatIsAllowed(String line, String expected) {
        assertEquals(expected, problems(NAT64 + line + "\n"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tos: 256 | global.tos: '256': must be an integer from 0 to 255",
                "tos: '5' | global.tos: '5': must be an integer from 0 to 255",
                "logging-bib: yes | global.logging-bib: 'yes': must be true or false",
                "logging-bib: on | global.logging-bib: 'on': must be true or false",
                "udp-timeout: 1:2:3:4 | global.udp-timeout: '1:2:3:4': must be a time, [[HH:]MM:]SS[.mmm]",
                "udp-timeout: 1 | global.udp-timeout: '1': The 'udp' timeout (1000) is too small. (min: 120000)",
                "mtu-plateaus: 5 | global.mtu-plateaus: '5': must be a list of at most 64 integers from 0 to 65535",
                "pool6: 192.0.2.1 | global.pool6: '192.0.2.1': must be an IPv6 prefix such as 64:ff9b::/96, or null",
                "pool6: 64:ff9b::/95 | global.pool6: '64:ff9b::/95': 95 is not a valid prefix length (32, 40, 48, 56, 64, 96).",
            })
    void wrongGlobalsAreExplained(String line, String expected) {
        String found = problems("instance: gw\nglobal:\n  " + line + "\n");

        assertEquals("3:" + (line.indexOf(": ") + 5) + ": " + expected, found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"instance: &a x\" | 1:11: anchors (&name) are not allowed",
                "\"instance: *a\" | 1:11: aliases (*name) are not allowed",
                "\"instance: !!java.net.URL [x]\" | 1:11: tags (tag:yaml.org,2002:java.net.URL) are not allowed",
                "\"instance: !!str x\" | 1:11: tags (tag:yaml.org,2002:str) are not allowed",
                "\"--- !x {}\" | 1:5: tags (!x) are not allowed",
                "\"a: 1^---^b: 2\" | 2:1: a second document; put several instances into a list under 'instances'",
                "\"a: [\" | 1:5: this is no YAML: expected the node content, but found '<stream end>'",
                "\"a: b: c\" | 1:5: this is no YAML: mapping values are not allowed here",
                "\"? [a]^: b\" | 1:3: a key is a list; it must be a word",
                "\"[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]\" | 1:18: this is nested too deeply",
                "\"just words\" | 1:1: 'just words': must be a mapping of keys and values",
            })
    void whateverADefinitionDoesNotNeedIsRefused(String text, String expected) {
        String found = problems(text.replace('^', '\n'));

        assertTrue(found.startsWith(expected), found);
    }

    @Test
    void allMistakesOfAFileAreToldAtOnce() {
        String found = problems("""
                instances:
                  - instance: one
                    pool4:
                      - {protocol: TCP, prefix: x}
                      - {protocol: UDP}
                    global: {tos: 999}
                  - product: siit
                """);

        assertEquals(
                "4:33,5:9,6:19,7:5",
                found.lines().map(line -> line.substring(0, line.indexOf(": "))).collect(Collectors.joining(",")),
                found);
    }

    @Test
    void natWithoutPool6AndTwinsAreRefused() {
        assertEquals("1:1: pool6 is mandatory in NAT64 instances.", problems("instance: a"));
        assertEquals(
                "1:1: instances: the siit instance 'a' is there twice",
                problems("instances: [{instance: a, product: siit}, {instance: a, product: siit}]"));
    }

    @Test
    void forceWaivesWhatItWaivesOnTheCommandLine() {
        String text = "instance: a\nproduct: siit\ndenylist4: [127.0.0.0/8]\n";

        assertTrue(problems(text).startsWith("3:13: denylist4[0]: '127.0.0.0/8': Prefix 127.0.0.0/8 intersects"));
        assertTrue(only(text + "force: true\n").force());
    }
}
