// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.Processors;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ReplyWriter writer = new ReplyWriter(Channels.newChannel(sent));

    private List<String> lines() {
        return sent.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void anAnswerIsRowsThenAStatus() throws IOException {
        writer.row(new Row.Stat("JSTAT_SUCCESS", 48));
        writer.row(new Row.Stat("JSTAT_SESSIONS", 6));
        writer.succeed();

        assertEquals(List.of("{\"rows\":[[\"JSTAT_SUCCESS\",48],[\"JSTAT_SESSIONS\",6]]}", "{\"status\":0}"), lines());
    }

    @Test
    void aFailureTellsItsErrnoAndMessage() throws IOException {
        writer.warning("beware");
        writer.fail(22, "pool6 is mandatory in NAT64 instances.");

        assertEquals(
                List.of(
                        "{\"warning\":\"beware\"}",
                        "{\"status\":22,\"error\":\"pool6 is mandatory in NAT64 instances.\"}"),
                lines());
        assertTrue(writer.isEnded());
        assertThrows(IllegalStateException.class, writer::succeed);
    }

    @Test
    void longTablesAreSentInPages() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            writer.row(new Row.Bib(L4Protocol.TCP, new TransportAddress6(i, i, 1), new TransportAddress4(i, 2), false));
        }
        writer.succeed();

        List<String> lines = lines();
        int rows = 0;
        for (String line : lines.subList(0, lines.size() - 1)) {
            assertTrue(line.length() < Protocol.MAXIMUM_LINE / 8, () -> "page of " + line.length());
            rows += ((Reply.Rows) Reply.decode(line)).rows().size();
        }
        assertEquals(10_000, rows);
        assertTrue(lines.size() > 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void whatIsWrittenIsRead(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            for (Row row : rows(random)) {
                String line = new Reply.Rows(List.of(row.cells())).encode();
                List<?> cells = ((Reply.Rows) Reply.decode(line)).rows().get(0);
                assertEquals(row, read(row, cells), () -> "seed " + seed);
            }
        }
    }

    private static List<Row> rows(SplittableRandom random) {
        L4Protocol protocol = L4Protocol.values()[random.nextInt(3)];
        TransportAddress6 six = new TransportAddress6(random.nextLong(), random.nextLong(), random.nextInt(65536));
        TransportAddress4 four = new TransportAddress4(random.nextInt(), random.nextInt(65536));
        int queue = random.nextInt(65536);
        Ipv6Prefix prefix6 = new Ipv6Prefix(random.nextLong(), random.nextLong(), random.nextInt(129));
        Ipv4Prefix prefix4 = new Ipv4Prefix(random.nextInt(), random.nextInt(33));
        return List.of(
                new Row.Instance(
                        Integer.toHexString(random.nextInt()),
                        "a b",
                        Framework.values()[random.nextInt(2)],
                        random.nextBoolean()
                                ? Optional.of(new QueueRange(queue, random.nextInt(queue, 65536)))
                                : Optional.empty(),
                        Reinjection.values()[random.nextInt(2)],
                        random.nextBoolean() ? Optional.of("jool-j0") : Optional.empty(),
                        new Processors(List.of(3, 0).subList(0, random.nextInt(3))),
                        random.nextBoolean() ? Optional.of("nft") : Optional.empty()),
                new Row.Global("pool6", random.nextBoolean() ? null : "64:ff9b::/96"),
                new Row.Stat("JSTAT_SUCCESS", random.nextLong() >>> 1),
                new Row.Pool4(
                        random.nextInt() & 0xffffffffL,
                        protocol,
                        random.nextInt(),
                        random.nextInt(65536),
                        random.nextInt(65536),
                        random.nextBoolean() ? Row.Pool4.INFINITE : random.nextInt() & 0xffffffffL,
                        random.nextBoolean()),
                new Row.Bib(protocol, six, four, random.nextBoolean()),
                new Row.Session(
                        protocol,
                        six,
                        six,
                        four,
                        four,
                        random.nextLong() >>> 1,
                        random.nextBoolean() ? Optional.of("TRANS") : Optional.empty()),
                new Row.Eam(prefix6, prefix4),
                new Row.Denied4(prefix4),
                new Row.Line("iptables -t mangle -N 'a \"b'"),
                Row.TranslatedAddress.byEam(new IpAddress.Four(random.nextInt()), prefix6, prefix4),
                Row.TranslatedAddress.byPool6(new IpAddress.Six(random.nextLong(), random.nextLong()), prefix6),
                new Row.Daemon("0.1.0", random.nextInt() >>> 1, random.nextLong() >>> 1, random.nextInt() >>> 1));
    }

    private static Row read(Row row, List<?> cells) throws MalformedMessageException {
        if (row instanceof Row.Instance) {
            return Row.Instance.of(cells);
        } else if (row instanceof Row.Global) {
            return Row.Global.of(cells);
        } else if (row instanceof Row.Stat) {
            return Row.Stat.of(cells);
        } else if (row instanceof Row.Pool4) {
            return Row.Pool4.of(cells);
        } else if (row instanceof Row.Bib) {
            return Row.Bib.of(cells);
        } else if (row instanceof Row.Session) {
            return Row.Session.of(cells);
        } else if (row instanceof Row.Eam) {
            return Row.Eam.of(cells);
        } else if (row instanceof Row.Line) {
            return Row.Line.of(cells);
        } else if (row instanceof Row.Denied4) {
            return Row.Denied4.of(cells);
        } else if (row instanceof Row.TranslatedAddress) {
            return Row.TranslatedAddress.of(cells);
        }
        return Row.Daemon.of(cells);
    }

    @Test
    void damagedRowsAreMalformed() {
        List<List<Object>> damaged = List.of(
                List.of("TCP", "2001:db8::1", 1, "192.0.2.1", 2),
                List.of("TCP", "2001:db8::x", 1, "192.0.2.1", 2, true),
                List.of("TCP", "2001:db8::1", 65536, "192.0.2.1", 2, true),
                List.of("TCP", "2001:db8::1", 1, 7, 2, true),
                List.of("SCTP", "2001:db8::1", 1, "192.0.2.1", 2, true),
                Arrays.asList(null, "2001:db8::1", 1, "192.0.2.1", 2, true),
                List.of("TCP", "2001:db8::1", 1, "192.0.2.1", 2, "yes"));

        for (List<Object> cells : damaged) {
            assertThrows(MalformedMessageException.class, () -> Row.Bib.of(cells), cells::toString);
        }
        assertThrows(MalformedMessageException.class, () -> Row.Instance.of(List.of("1", "x", "iptables", "2:1")));
        assertThrows(
                MalformedMessageException.class,
                () -> Row.Instance.of(List.of("1", "x", "iptables", "2", "by hand", "jool-j0", "0")));
    }

    @Test
    void damagedRowsOfStatelessTranslationAreMalformed() {
        List<List<Object>> damaged = List.of(
                List.of("192.0.2.1", "EAMT", "2001:db8::/120"),
                Arrays.asList("192.0.2.1", "EAMT", "2001:db8::/120", null),
                List.of("192.0.2.1", "RFC 2544", "2001:db8::/120", "192.0.2.0/24"),
                List.of("192.0.2.256", "EAMT", "2001:db8::/120", "192.0.2.0/24"),
                List.of("192.0.2.1", "EAMT", "2001:db8::/129", "192.0.2.0/24"),
                Arrays.asList("192.0.2.1", "RFC 6052", null, null));

        for (List<Object> cells : damaged) {
            assertThrows(MalformedMessageException.class, () -> Row.TranslatedAddress.of(cells), cells::toString);
        }
        assertThrows(MalformedMessageException.class, () -> Row.Eam.of(List.of("2001:db8::/120", "2001:db8::/120")));
        assertThrows(MalformedMessageException.class, () -> Row.Denied4.of(List.of()));
    }

    @Test
    void theSchemeAndTheIpv4PrefixOfAResultAgree() {
        IpAddress result = IpAddress.parse("192.0.2.1");
        Ipv6Prefix prefix6 = Ipv6Prefix.parse("2001:db8::/120");

        assertThrows(
                IllegalArgumentException.class,
                () -> new Row.TranslatedAddress(result, Scheme.EAMT, prefix6, Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Row.TranslatedAddress(
                        result, Scheme.RFC6052, prefix6, Optional.of(Ipv4Prefix.parse("192.0.2.0/24"))));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{}", "[]", "{\"status\":-1}", "{\"status\":134}", "{\"rows\":[7]}", "{\"rows\":{}}"})
    void otherLinesAreMalformed(String line) {
        assertThrows(MalformedMessageException.class, () -> Reply.decode(line));
    }
}
