// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
    @ParameterizedTest(name = "{0} of at most {1} is {2}")
    @CsvSource({"80,65535,80", "80x,65535,80", "0x10,255,0", "1e3,4294967295,1", "4294967295,4294967295,4294967295"})
    void unsignedIntegersEndWhereTheDigitsEnd(String text, long maximum, long value) {
        assertEquals(value, UnsignedText.parse(text, maximum));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"abc", "", " 1400", "-1", "+1", "x"})
    void unsignedIntegersStartWithADigit(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> UnsignedText.parse(text, 255));

        assertEquals("'" + text + "' is not an unsigned integer. (error code 1)", e.getMessage());
        assertEquals(1, e.exitStatus());
    }

    @ParameterizedTest(name = "{0} exceeds {1}")
    @CsvSource({"256,255", "65536,65535", "4294967296,4294967295", "99999999999999999999999999,65535"})
    void unsignedIntegersHaveABound(String text, long maximum) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> UnsignedText.parse(text, maximum));

        assertEquals("'" + text + "' is out of bounds (0-" + maximum + ").", e.getMessage());
        assertEquals(234, e.exitStatus());
    }

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({
        "2h,7200000",
        "90s,90000",
        "1m30s,90000",
        "500ms,500",
        "1h1m1s1ms,3661001",
        "90m,5400000",
        "0s,0",
        "4294967295ms,4294967295",
        "2:30,150000",
        "90,90000"
    })
    void timesMayHaveUnits(String text, long milliseconds) {
        assertEquals(milliseconds, TimeText.parseWithUnits(text));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"h", "1d", "1s1m", "1h1h", "1h30", "-1s", "1.5s", "1 h", "1H", "1min", "ms1ms", "\u0661s"})
    void unitsAreRefusedUnlessTheyAreInOrder(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> TimeText.parseWithUnits(text));

        assertEquals(
                "'" + text + "' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.",
                e.getMessage().lines().findFirst().orElse(""));
        assertEquals(234, e.exitStatus());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1194h", "4294967296ms", "999999999999h", "1193h2m48s"})
    void timesWithUnitsHaveABound(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> TimeText.parseWithUnits(text));

        assertEquals("'" + text + "' is out of bounds (0-4294967295ms).", e.getMessage());
    }

    @ParameterizedTest(name = "''{0}'' is {1} ms")
    @CsvSource({
        "5,5000",
        "90,90000",
        "2:30,150000",
        "0:05:00,300000",
        "0:05:00.250,300250",
        "1.5000,6000",
        "00:00:00.0001,1",
        "'',0",
        "' 300',300000",
        "0:60:0,3600000",
        "100:00:00,360000000",
        "1193:02:47.295,4294967295",
        "1193:02:47.296,0",
        "4294968,704"
    })
    void timesAreReadInMilliseconds(String text, long milliseconds) {
        assertEquals(milliseconds, TimeText.parse(text));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1.5", ".5", "5.", "300.5"})
    void fractionsOfASecondNeedThreeDigits(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> TimeText.parse(text));

        assertEquals("The millisecond portion of '" + text + "' must length at least 3 digits.", e.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", "1:2:3:4", "1h", "-1", "1.2345678901234567", "1234567890123", "1.000x", "5 "})
    void otherTimesAreRejected(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> TimeText.parse(text));

        assertEquals("'" + text + "' does not seem to follow the '[HH:[MM:]]SS[.mmm]' format.", e.getMessage());
    }

    @ParameterizedTest(name = "{0} ms is {1}")
    @CsvSource({"0,0:00:00", "1,0:00:00.001", "300250,0:05:00.250", "7200000,2:00:00", "4294967295,1193:02:47.295"})
    void timesAreWrittenWithUnpaddedHours(long milliseconds, String text) {
        assertEquals(text, TimeText.format(milliseconds));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"80,80,80", "5000-6000,5000,6000", "90-80,90,80", "80-90-100,80,90", "'1,2',1,1", "0-65535,0,65535"})
    void portRangesAreReadAsTyped(String text, int first, int last) {
        assertEquals(new PortRange(first, last), PortRange.parse(text));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"1-,''", "a,a", "1-b,b", "'',''"})
    void portRangesNeedNumbers(String text, String culprit) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> PortRange.parse(text));

        assertEquals("'" + culprit + "' is not an unsigned integer. (error code 1)", e.getMessage());
    }

    @Test
    void queuesAreOneNumberOrARange() {
        assertEquals("6400", QueueRange.parseNumber("6400").toString());
        assertEquals("6400:6403", QueueRange.parseRange("6400:6403").toString());
        assertEquals(4, QueueRange.parseRange("6400:6403").size());
        assertEquals(new QueueRange(0, 65535), QueueRange.parseRange("0:65535"));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "x", "-1", "65536", "80x", "1:2", "99999999999"})
    void otherQueueNumbersAreRejected(String text) {
        assertThrows(SyntaxException.class, () -> QueueRange.parseNumber(text));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "1", "2:1", "1:65536", ":", "1:", ":1", "1:2:3"})
    void otherQueueRangesAreRejected(String text) {
        assertThrows(SyntaxException.class, () -> QueueRange.parseRange(text));
    }

    @Test
    void processorsAreOneForAllQueuesOrOneForEach() {
        Processors all = Processors.parse("3");
        Processors each = Processors.parse("3,0,1023");

        assertEquals(List.of(3, 3), List.of(all.of(0), all.of(1)));
        assertEquals(List.of(3, 0, 1023), List.of(each.of(0), each.of(1), each.of(2)));
        assertEquals("3,0,1023", each.toString());
        assertEquals("", Processors.ANY.toString());
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "x", "-1", "1024", "1,", ",1", "0-3", "1 2", "99999999999"})
    void otherProcessorsAreRejected(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Processors.parse(text));

        assertEquals(
                "'" + text + "' is not a list of processors (N[,M...], each 0 to 1023, at most 64).", e.getMessage());
    }

    @ParameterizedTest(name = "{0} queues, {1}")
    @CsvSource({"0,'0,1'", "1,'0,1'", "3,'0,1'", "2,'0,1,1'"})
    void processorsThatDoNotFitTheQueuesAreRefused(int queues, String processors) {
        Optional<QueueRange> range = queues == 0 ? Optional.empty() : Optional.of(new QueueRange(7, 6 + queues));
        WorkerOptions options = new WorkerOptions(range, Reinjection.RAW, Processors.parse(processors));

        RefusedException e = assertThrows(RefusedException.class, options::checkProcessors);

        assertEquals(
                "The processors '" + processors + "' do not fit " + Math.max(1, queues)
                        + (queues > 1 ? " queues" : " queue") + ": name one for each queue, or one for all.",
                e.getMessage());
    }

    @Test
    void packetsAreReinjectedRawOrByTun() {
        assertEquals(Reinjection.RAW, Reinjection.parse("raw"));
        assertEquals(Reinjection.TUN, Reinjection.parse("tun"));
        SyntaxException e = assertThrows(SyntaxException.class, () -> Reinjection.parse("TUN"));
        assertEquals("'TUN' is not a way to reinject packets (raw or tun).", e.getMessage());
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "a b", "a,b\"c", "123456789012345", "64:ff9b::/96"})
    void namesAreUpToFifteenPrintableCharacters(String name) {
        assertEquals(name, new InstanceName(name).text());
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"1234567890123456", "é", "a\tb", "\uFFFD"})
    void otherNamesAreRejected(String name) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> new InstanceName(name));

        assertEquals("The instance name must be a null-terminated ascii string, 15 characters max.", e.getMessage());
        assertEquals(234, e.exitStatus());
    }
}
