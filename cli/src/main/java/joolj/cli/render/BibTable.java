// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.address.IpText;
import joolj.cli.console.Console;
import joolj.cli.names.Endpoint;
import joolj.cli.names.Names;
import joolj.control.MalformedMessageException;
import joolj.control.Row;

/** {@code bib display}. */
public final class BibTable implements Renderer {
    private final Console console;
    private final Format format;
    private final Names names;

    /** Prints to the console, plain or CSV; the IPv6 endpoints go through {@code names}. */
    public BibTable(Console console, Format format, Names names) {
        this.console = console;
        this.format = format;
        this.names = names;
    }

    @Override
    public void begin() {
        if (format.isCsv() && format.headers()) {
            console.line("Protocol,IPv6 Address,IPv6 L4-ID,IPv4 Address,IPv4 L4-ID,Static?");
        }
    }

    @Override
    public void row(List<?> cells) throws MalformedMessageException {
        Row.Bib row = Row.Bib.of(cells);
        Endpoint six = names.of(row.address6(), row.protocol());
        if (format.isCsv()) {
            console.line(row.protocol() + "," + six.host() + "," + six.service() + ","
                    + IpText.format4(row.address4().address()) + ","
                    + row.address4().port() + ","
                    + (row.isStatic() ? "1" : "0"));
        } else {
            console.line("[" + (row.isStatic() ? "Static" : "Dynamic") + " " + row.protocol() + "] " + row.address4()
                    + " - " + six);
        }
    }

    @Override
    public void end() {}

    /** The members of a row as JSON: protocol, ipv6-address, ipv6-id, ipv4-address, ipv4-id, static. */
    public static Map<String, Object> members(List<?> cells) throws MalformedMessageException {
        Row.Bib row = Row.Bib.of(cells);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("protocol", row.protocol().name());
        members.put(
                "ipv6-address",
                IpText.format6(row.address6().high(), row.address6().low()));
        members.put("ipv6-id", row.address6().port());
        members.put("ipv4-address", IpText.format4(row.address4().address()));
        members.put("ipv4-id", row.address4().port());
        members.put("static", row.isStatic());
        return members;
    }
}
