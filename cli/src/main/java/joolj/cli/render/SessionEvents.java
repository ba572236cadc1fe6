// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import com.grack.nanojson.JsonWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.address.IpText;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.console.Console;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code session follow}: a line for each event, at once. */
public final class SessionEvents {
    private final Console console;
    private final Format format;
    private boolean started;

    /** Prints to the console, CSV unless JSON is wanted. */
    public SessionEvents(Console console, Format format) {
        this.console = console;
        this.format = format;
    }

    /**
     * Prints an event.
     *
     * @throws MalformedMessageException if it cannot be read
     */
    public void row(List<?> cells) throws MalformedMessageException {
        Row.SessionEvent event = Row.SessionEvent.of(cells);
        if (format.style() == Format.Style.JSON) {
            console.line(JsonWriter.string(members(event)));
        } else {
            header();
            console.line(String.join(
                    ",",
                    time(event),
                    what(event),
                    event.protocol().name(),
                    csv(event.remote6()),
                    csv(event.local6()),
                    csv(event.local4()),
                    csv(event.remote4())));
        }
        console.flush();
    }

    private void header() {
        if (!started && format.headers()) {
            console.line("Time,Event,Protocol,IPv6 Remote Address,IPv6 Remote L4-ID,IPv6 Local Address,"
                    + "IPv6 Local L4-ID,IPv4 Local Address,IPv4 Local L4-ID,IPv4 Remote Address,IPv4 Remote L4-ID");
        }
        started = true;
    }

    /** The members: time, event, protocol; address and id of ipv6-remote, ipv6-local, ipv4-local, ipv4-remote. */
    private static Map<String, Object> members(Row.SessionEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("time", time(event));
        members.put("event", what(event));
        members.put("protocol", event.protocol().name());
        put(members, "ipv6-remote", event.remote6());
        put(members, "ipv6-local", event.local6());
        put(members, "ipv4-local", event.local4());
        put(members, "ipv4-remote", event.remote4());
        return members;
    }

    /** RFC 3339, UTC. */
    private static String time(Row.SessionEvent event) {
        return Instant.ofEpochMilli(event.millis()).toString();
    }

    private static String what(Row.SessionEvent event) {
        return event.added() ? "added" : "removed";
    }

    private static String csv(TransportAddress6 address) {
        return IpText.format6(address.high(), address.low()) + "," + address.port();
    }

    private static String csv(TransportAddress4 address) {
        return IpText.format4(address.address()) + "," + address.port();
    }

    private static void put(Map<String, Object> members, String side, TransportAddress6 address) {
        members.put(side + "-address", IpText.format6(address.high(), address.low()));
        members.put(side + "-id", address.port());
    }

    private static void put(Map<String, Object> members, String side, TransportAddress4 address) {
        members.put(side + "-address", IpText.format4(address.address()));
        members.put(side + "-id", address.port());
    }
}
