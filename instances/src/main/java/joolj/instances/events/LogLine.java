// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import joolj.address.IpText;

/**
 * Writes what happened in the words and the form of Jool's logging-bib and logging-session: {@code Jool: default 2024/3/7
 * 9:5:2 (GMT) - Mapped 2001:db8::5#51234 to 198.51.100.8#40001 (TCP)}. Confined to one thread.
 */
final class LogLine {
    private final String instance;
    private long second = Long.MIN_VALUE;
    private String prefix = "";

    LogLine(String instance) {
        this.instance = instance;
    }

    /** Appends the line with its line feed. */
    void append(StringBuilder out, StateEvent event) {
        out.append(prefix(event.millis));
        if (event.kind.concernsSession()) {
            appendSession(out, event);
        } else {
            appendBib(out, event);
        }
        out.append('\n');
    }

    /** The time changes once a second only. */
    private String prefix(long millis) {
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC);
            second = now;
            prefix = "Jool: " + instance + " " + time.getYear() + "/" + time.getMonthValue() + "/"
                    + time.getDayOfMonth() + " " + time.getHour() + ":" + time.getMinute() + ":" + time.getSecond()
                    + " (GMT) - ";
        }
        return prefix;
    }

    private static void appendBib(StringBuilder out, StateEvent event) {
        out.append(event.kind == StateEvent.Kind.BIB_ADDED ? "Mapped " : "Forgot ");
        append6(out, event.remote6High, event.remote6Low, event.remote6Port).append(" to ");
        append4(out, event.local4, event.local4Port)
                .append(" (")
                .append(event.protocol.name())
                .append(')');
    }

    private static void appendSession(StringBuilder out, StateEvent event) {
        out.append(event.kind == StateEvent.Kind.SESSION_ADDED ? "Added session " : "Forgot session ");
        append6(out, event.remote6High, event.remote6Low, event.remote6Port).append('|');
        append6(out, event.local6High, event.local6Low, event.local6Port).append('|');
        append4(out, event.local4, event.local4Port).append('|');
        append4(out, event.remote4, event.remote4Port).append('|').append(event.protocol.name());
    }

    private static StringBuilder append6(StringBuilder out, long high, long low, int port) {
        return out.append(IpText.format6(high, low)).append('#').append(port);
    }

    private static StringBuilder append4(StringBuilder out, int address, int port) {
        return out.append(IpText.format4(address)).append('#').append(port);
    }
}
