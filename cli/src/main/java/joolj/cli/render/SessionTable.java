// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.address.IpText;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.console.Console;
import joolj.cli.names.Endpoint;
import joolj.cli.names.Names;
import joolj.config.TimeText;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code session display}. */
public final class SessionTable implements Renderer {
    private static final String RULE = "-".repeat(33);

    private final Console console;
    private final Format format;
    private final Names names;

    /** Prints to the console, plain or CSV; the remote endpoints go through {@code names}. */
    public SessionTable(Console console, Format format, Names names) {
        this.console = console;
        this.format = format;
        this.names = names;
    }

    @Override
    public void begin() {
        if (!format.isCsv()) {
            console.line(RULE);
        } else if (format.headers()) {
            console.line("Protocol,IPv6 Remote Address,IPv6 Remote L4-ID,IPv6 Local Address,IPv6 Local L4-ID,"
                    + "IPv4 Local Address,IPv4 Local L4-ID,IPv4 Remote Address,IPv4 Remote L4-ID,Expires in,State");
        }
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Session row = Row.Session.of(cells);
        String expires = TimeText.format(row.expires());
        if (format.isCsv()) {
            Endpoint remote6 = names.of(row.remote6(), row.protocol());
            console.line(row.protocol() + "," + remote6.csv() + ","
                    + Endpoint.numeric(row.local6()).csv() + ","
                    + Endpoint.numeric(row.local4()).csv() + ","
                    + names.of(row.remote4(), row.protocol()).csv() + "," + expires
                    + row.state().map(state -> "," + state).orElse(""));
            return;
        }
        console.line(row.state().map(state -> "(" + state + ") ").orElse("") + "Expires in " + expires);
        console.line(
                "Remote: " + names.of(row.remote4(), row.protocol()) + "\t" + names.of(row.remote6(), row.protocol()));
        console.line("Local: " + row.local4() + "\t" + row.local6());
        console.line(RULE);
    }

    @Override
    public void end() {}

    /**
     * The members of a row as JSON: protocol; address and id of ipv6-remote, ipv6-local, ipv4-local, ipv4-remote;
     * expires-ms; state, which is null for UDP and ICMP.
     */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Session row = Row.Session.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("protocol", row.protocol().name());
        put(members, "ipv6-remote", row.remote6());
        put(members, "ipv6-local", row.local6());
        put(members, "ipv4-local", row.local4());
        put(members, "ipv4-remote", row.remote4());
        members.put("expires-ms", row.expires());
        members.put("state", row.state().orElse(null));
        return members;
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
