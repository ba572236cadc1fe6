// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Processors;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.config.Reinjection;
import joolj.config.WorkerOptions;
import joolj.control.MalformedMessageException.Defect;
import joolj.rfc7597.MappingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static final NamespaceId NAMESPACE = new NamespaceId(123, 4, 4026531840L);

    private static Request request(Command command) {
        return new Request(Product.NAT64, NAMESPACE, new InstanceName("default"), command);
    }

    @Test
    void aRequestIsOneLineOfJson() {
        Command add = new Command.InstanceAdd(
                Framework.IPTABLES,
                Optional.of(Ipv6Prefix.parse("64:ff9b::/96")),
                Optional.of(new QueueRange(6400, 6403)));

        assertEquals(
                "{\"version\":1,\"product\":\"nat64\",\"namespace\":{\"pid\":123,\"device\":4,\"inode\":4026531840},"
                        + "\"instance\":\"default\",\"mode\":\"instance\",\"operation\":\"add\",\"arguments\":"
                        + "{\"framework\":\"iptables\",\"pool6\":\"64:ff9b::/96\","
                        + "\"queues\":{\"first\":6400,\"last\":6403}}}",
                request(add).encode());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsEncodedIsDecoded(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 50; round++) {
            for (Command command : commands(random)) {
                Request request = new Request(
                        Product.values()[random.nextInt(3)],
                        new NamespaceId(random.nextLong() >>> 1, random.nextLong() >>> 1, random.nextLong() >>> 1),
                        new InstanceName(name(random)),
                        command);

                assertEquals(request, Request.decode(request.encode()), () -> "seed " + seed);
            }
        }
    }

    private static List<Command> commands(SplittableRandom random) {
        Ipv4Prefix prefix = new Ipv4Prefix(random.nextInt(), random.nextInt(33));
        PortRange ports = new PortRange(random.nextInt(65536), random.nextInt(65536));
        L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
        TransportAddress6 address6 = new TransportAddress6(random.nextLong(), random.nextLong(), random.nextInt(65536));
        TransportAddress4 address4 = new TransportAddress4(random.nextInt(), random.nextInt(65536));
        Ipv6Prefix prefix6 = new Ipv6Prefix(random.nextLong(), random.nextLong(), random.nextInt(129));
        long mark = random.nextInt() & 0xffffffffL;
        int queue = random.nextInt(65536);
        List<Command> commands = new ArrayList<>(List.of(
                new Command.InstanceAdd(
                        Framework.values()[random.nextInt(2)],
                        maybe(random, prefix6),
                        new WorkerOptions(
                                maybe(random, new QueueRange(queue, random.nextInt(queue, 65536))),
                                Reinjection.values()[random.nextInt(2)],
                                new Processors(List.of(0, 1023).subList(0, random.nextInt(3))))),
                new Command.GlobalUpdate("key", random.nextBoolean() ? null : name(random), random.nextBoolean()),
                new Command.Pool4Add(
                        mark, protocol, prefix, ports, maybe(random, iterations(random)), random.nextBoolean()),
                new Command.Pool4Remove(mark, protocol, prefix, ports, random.nextBoolean()),
                new Command.Pool4Flush(random.nextBoolean()),
                new Command.BibAdd(protocol, address6, address4),
                new Command.BibRemove(protocol, Optional.of(address6), maybe(random, address4)),
                new Command.BibRemove(protocol, maybe(random, address6), Optional.of(address4)),
                new Command.EamtAdd(prefix6, prefix, random.nextBoolean()),
                new Command.EamtRemove(Optional.of(prefix6), maybe(random, prefix)),
                new Command.EamtRemove(maybe(random, prefix6), Optional.of(prefix)),
                new Command.Denylist4Add(prefix, random.nextBoolean()),
                new Command.Denylist4Remove(prefix),
                new Command.AddressQuery(new IpAddress.Six(random.nextLong(), random.nextLong())),
                new Command.AddressQuery(new IpAddress.Four(random.nextInt()))));
        for (Operation operation : Operation.values()) {
            switch (operation) {
                case POOL4_DISPLAY, BIB_DISPLAY, SESSION_DISPLAY ->
                    commands.add(new Command.TableDisplay(operation, protocol));
                case INSTANCE_DISPLAY, INSTANCE_REMOVE, INSTANCE_FLUSH, INSTANCE_STATUS ->
                    commands.add(new Command.Plain(operation));
                case STATS_DISPLAY, GLOBAL_DISPLAY, SESSION_FOLLOW, DAEMON_STATUS, DAEMON_RELOAD, DAEMON_STOP ->
                    commands.add(new Command.Plain(operation));
                case EAMT_DISPLAY, EAMT_FLUSH, DENYLIST4_DISPLAY, DENYLIST4_FLUSH ->
                    commands.add(new Command.Plain(operation));
                case FMRT_DISPLAY, FMRT_FLUSH -> commands.add(new Command.Plain(operation));
                case FMRT_ADD, FMRT_REMOVE ->
                    commands.add(new Command.Fmr(
                            operation, new MappingRule(prefix6, prefix, random.nextInt(49), random.nextInt(17))));
                case INSTANCE_RULES -> {
                    for (Command.InstanceRules.Action action : Command.InstanceRules.Action.values()) {
                        commands.add(new Command.InstanceRules(action, random.nextBoolean(), random.nextBoolean()));
                    }
                }
                case INSTANCE_ADD, GLOBAL_UPDATE, POOL4_ADD, POOL4_REMOVE, POOL4_FLUSH, BIB_ADD, BIB_REMOVE -> {}
                case EAMT_ADD, EAMT_REMOVE, DENYLIST4_ADD, DENYLIST4_REMOVE, ADDRESS_QUERY -> {}
                case FILE_HANDLE -> commands.add(new Command.FileHandle(Framework.IPTABLES, random.nextBoolean()));
            }
        }
        return commands;
    }

    private static MaxIterations iterations(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> MaxIterations.AUTO;
            case 1 -> MaxIterations.INFINITY;
            default -> MaxIterations.parse(Long.toString(random.nextInt() & 0xffffffffL));
        };
    }

    private static <T> Optional<T> maybe(SplittableRandom random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(16); i > 0; i--) {
            name.append((char) random.nextInt(32, 127));
        }
        return name.toString();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "nonsense",
                "{\"version\":\"1\"}",
                "{\"version\":1}",
                "{\"version\":1,\"arguments\":{},\"namespace\":[]}"
            })
    void otherLinesAreMalformed(String line) {
        MalformedMessageException e = assertThrows(MalformedMessageException.class, () -> Request.decode(line));

        assertEquals(Defect.MALFORMED, e.defect());
    }

    @Test
    void nestingBeyondReasonIsMalformedAndHurtsNoStack() {
        String line = "{\"version\":1,\"arguments\":" + "[".repeat(500_000);

        assertEquals(
                Defect.MALFORMED,
                assertThrows(MalformedMessageException.class, () -> Request.decode(line))
                        .defect());
    }

    @Test
    void numbersBeyondReasonAreMalformed() {
        String line = "{\"version\":" + "1".repeat(500_000) + "}";

        assertEquals(
                Defect.MALFORMED,
                assertThrows(MalformedMessageException.class, () -> Request.decode(line))
                        .defect());
    }

    @Test
    void bracketsInsideStringsDoNotCount() throws IOException {
        Request request = request(new Command.GlobalUpdate("[".repeat(100), "\\\"".repeat(100), false));

        assertEquals(request, Request.decode(request.encode()));
    }

    @Test
    void anotherVersionIsNamed() {
        String line =
                request(new Command.Plain(Operation.INSTANCE_FLUSH)).encode().replace(":1,", ":2,");

        MalformedMessageException e = assertThrows(MalformedMessageException.class, () -> Request.decode(line));

        assertEquals(Defect.VERSION, e.defect());
        assertTrue(e.getMessage().contains("version 2") && e.getMessage().contains("version 1"), e.getMessage());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"operation\":\"add\"|\"operation\":\"jump\"|95",
                "\"product\":\"nat64\"|\"product\":\"nat46\"|95",
                "\"instance\":\"default\"|\"instance\":\"0123456789abcdef\"|22",
                "\"instance\":\"default\"|\"instance\":7|22",
                "\"mark\":7|\"mark\":4294967296|22",
                "\"mark\":7|\"mark\":-1|22",
                "\"mark\":7|\"mark\":1.5|22",
                "\"mark\":7|\"mark\":\"7\"|22",
                "\"protocol\":\"TCP\"|\"protocol\":\"SCTP\"|22",
                "192.0.2.0/24|192.0.2.0/33|22",
                "192.0.2.0/24|2001:db8::/24|22",
                "\"maxPort\":9|\"maxPort\":65536|22",
                "\"maxPort\":9|\"maxPorts\":9|22",
                "\"maxIterations\":5|\"maxIterations\":\"many\"|22",
                "\"force\":false|\"force\":0|22",
                "\"pid\":123|\"pid\":null|22"
            })
    void argumentsOutOfRangeAreRefused(String part, String replacement, int errno) {
        String line = request(new Command.Pool4Add(
                        7,
                        L4Protocol.TCP,
                        Ipv4Prefix.parse("192.0.2.0/24"),
                        new PortRange(8, 9),
                        Optional.of(MaxIterations.parse("5")),
                        false))
                .encode();
        assertTrue(line.contains(part), line);

        RefusedException e =
                assertThrows(RefusedException.class, () -> Request.decode(line.replace(part, replacement)));

        assertEquals(errno, e.errno());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "eamt add|{}|The request lacks the 'prefix6' element.",
                "eamt add|{'prefix4':'192.0.2.0/24'}|The request lacks the 'prefix6' element.",
                "eamt add|{'prefix6':'2001:db8::/120'}|The request lacks the 'prefix4' element.",
                "eamt add|{'prefix6':'2001:db8::/129','prefix4':'192.0.2.0/24'}|'129' is out of bounds (0-128).",
                "eamt add|{'prefix6':'2001:db8::','prefix4':'192.0.2.0/24','force':1}|"
                        + "The 'force' element '1' is not a boolean.",
                "eamt remove|{}|The request lacks the 'prefix6' element.",
                "eamt remove|{'prefix4':7}|The 'prefix4' element '7' is not a string.",
                "denylist4 add|{}|The request lacks the 'prefix4' element.",
                "denylist4 add|{'prefix4':'2001:db8::'}|Cannot parse '2001:db8::' as an IPv4 address.",
                "denylist4 remove|{'prefix4':null}|The request lacks the 'prefix4' element.",
                "address query|{}|The 'address' element 'null' is not a string.",
                "address query|{'address':'192.0.2.0/24'}|Cannot parse '192.0.2.0/24' as an IPv4 address.",
                "address query|{'address':'2001:db8:::'}|Cannot parse '2001:db8:::' as an IPv6 address."
            },
            quoteCharacter = '"')
    void argumentsOfStatelessTranslationMustBeWhole(String operation, String arguments, String message) {
        String line = request(new Command.Plain(Operation.INSTANCE_FLUSH))
                .encode()
                .replace("\"instance\",\"operation\":\"flush\"", operation(operation))
                .replace("\"arguments\":{}", "\"arguments\":" + arguments.replace('\'', '"'));

        RefusedException e = assertThrows(RefusedException.class, () -> Request.decode(line));

        assertEquals(message, e.getMessage());
        assertEquals(RefusedException.EINVAL, e.errno());
    }

    private static String operation(String words) {
        return "\"" + words.replace(" ", "\",\"operation\":\"") + "\"";
    }

    @Test
    void aMappingIsNotRemovedByNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Command.EamtRemove(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void noDamagedRequestIsASurprise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100; round++) {
            for (Command command : commands(random)) {
                StringBuilder line = new StringBuilder(request(command).encode());
                for (int hits = random.nextInt(4); hits >= 0; hits--) {
                    line.setCharAt(
                            random.nextInt(line.length()),
                            "\"{}[],:\\0129.-eutx\u0000\u00e9".charAt(random.nextInt(20)));
                }
                assertTypedFailureOrSuccess(line.toString(), seed);
            }
        }
    }

    private static void assertTypedFailureOrSuccess(String line, long seed) {
        try {
            assertInstanceOf(Request.class, Request.decode(line));
        } catch (MalformedMessageException | RefusedException e) {
            assertTrue(!e.getMessage().isEmpty());
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + line, e);
        }
    }
}
