// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.cli.console.Console;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.PortSet;
import joolj.translation.Address6;

/** What a customer edge is given by its mapping rule, as text or JSON. */
public final class MapReport {
    private final Console console;
    private final CustomerEdge edge;

    /** Prints to the console. */
    public MapReport(Console console, CustomerEdge edge) {
        this.console = console;
        this.edge = edge;
    }

    /** Prints all of it. */
    public void print(boolean json) {
        if (json) {
            console.line(JsonWriter.string(members()));
        } else {
            lines();
        }
    }

    private String mapAddress() {
        Address6 address = new Address6();
        edge.mapAddress(address);
        return IpText.format6(address.high, address.low);
    }

    private void lines() {
        PortSet ports = edge.ports();
        Ipv4Prefix prefix4 = edge.prefix4();
        boolean whole = prefix4.length() < Ipv4Prefix.MAX_LENGTH;
        console.line(whole ? "IPv4 prefix: " + prefix4 : "IPv4 address: " + IpText.format4(prefix4.address()));
        console.line("End-user IPv6 prefix: " + edge.endUserPrefix());
        console.line("MAP address: " + mapAddress());
        console.line("Sharing ratio: " + ports.sharingRatio());
        console.line("PSID offset (a): " + ports.offsetBits());
        console.line("PSID length (k): " + ports.psidLength());
        boolean shared = ports.psidLength() > 0;
        console.line("PSID: " + (shared ? ports.psid() + " (0x" + Integer.toHexString(ports.psid()) + ")" : "(none)"));
        console.line("Ports: " + ports.size());
        console.line("Port ranges (" + ports.ranges() + "): "
                + IntStream.range(0, ports.ranges()).mapToObj(this::range).collect(Collectors.joining(",")));
    }

    private String range(int index) {
        int first = edge.ports().first(index);
        int last = edge.ports().last(index);
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private Map<String, Object> members() {
        PortSet ports = edge.ports();
        List<List<Integer>> ranges = new ArrayList<>();
        for (int i = 0; i < ports.ranges(); i++) {
            ranges.add(List.of(ports.first(i), ports.last(i)));
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ipv4-prefix", edge.prefix4().toString());
        members.put("end-user-ipv6-prefix", edge.endUserPrefix().toString());
        members.put("map-address", mapAddress());
        members.put("sharing-ratio", ports.sharingRatio());
        members.put("psid-offset", ports.offsetBits());
        members.put("psid-length", ports.psidLength());
        members.put("psid", ports.psidLength() > 0 ? ports.psid() : null);
        members.put("ports", ports.size());
        members.put("port-ranges", ranges);
        return members;
    }
}
