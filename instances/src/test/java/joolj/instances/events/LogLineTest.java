// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import joolj.address.L4Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of logging-bib and logging-session are Jool's, to the letter. */
class LogLineTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "BIB_ADDED;TCP;2024-03-07T09:05:02Z;2024/3/7 9:5:2 (GMT)"
                        + " - Mapped 2001:db8::5#51234 to 198.51.100.8#40001 (TCP)",
                "BIB_ENDED;TCP;2024-03-07T09:09:02.999Z;2024/3/7 9:9:2 (GMT)"
                        + " - Forgot 2001:db8::5#51234 to 198.51.100.8#40001 (TCP)",
                "SESSION_ADDED;TCP;2024-03-07T09:05:02Z;2024/3/7 9:5:2 (GMT) - Added session "
                        + "2001:db8::5#51234|64:ff9b::cb00:7105#80|198.51.100.8#40001|203.0.113.5#80|TCP",
                "SESSION_ENDED;UDP;2031-12-31T23:59:59Z;2031/12/31 23:59:59 (GMT) - Forgot session "
                        + "2001:db8::5#51234|64:ff9b::cb00:7105#80|198.51.100.8#40001|203.0.113.5#80|UDP",
                "BIB_ADDED;ICMP;2024-03-07T00:00:00Z;2024/3/7 0:0:0 (GMT)"
                        + " - Mapped 2001:db8::5#51234 to 198.51.100.8#40001 (ICMP)",
            })
    void aLineHasJoolsForm(StateEvent.Kind kind, L4Protocol protocol, String time, String expected) {
        EventRing ring = new EventRing(2);
        StateEvent event = new StateEvent();
        ring.offer(kind, Flows.example(protocol), Instant.parse(time).toEpochMilli());
        ring.poll(event);
        StringBuilder out = new StringBuilder();

        new LogLine("default").append(out, event);

        assertEquals("Jool: default " + expected + "\n", out.toString());
    }
}
