// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.json;

import static joolj.config.json.JsonChecks.Tag.mandatory;
import static joolj.config.json.JsonChecks.Tag.optional;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.UnsignedText;
import joolj.config.definition.BibEntry;
import joolj.config.definition.EamEntry;
import joolj.config.definition.FmrEntry;
import joolj.config.definition.Pool4Entry;
import joolj.config.json.JsonChecks.Tag;

/** The elements of the tables, each an object. */
final class JsonSections {
    /** What elements of arrays are called in complaints. */
    static final String UNNAMED = "<unnamed>";

    private static final List<Tag> POOL4 = List.of(
            mandatory("protocol"),
            mandatory("prefix"),
            optional("port range"),
            optional("mark"),
            optional("max-iterations"));
    private static final List<Tag> BIB =
            List.of(mandatory("ipv6 address"), mandatory("ipv4 address"), mandatory("protocol"));
    private static final List<Tag> EAM = List.of(mandatory("ipv6 prefix"), mandatory("ipv4 prefix"));
    private static final List<Tag> FMR =
            List.of(mandatory("ipv6 prefix"), mandatory("ipv4 prefix"), mandatory("ea-bits length"), optional("a"));

    private static final int EA_BITS_MAX = 48;
    private static final int OFFSET_MAX = 16;

    // The members met so far; of an element only those that its kind has.
    private L4Protocol protocol;
    private Ipv4Prefix prefix4;
    private Ipv6Prefix prefix6;
    private TransportAddress4 address4;
    private TransportAddress6 address6;
    private PortRange ports = Pool4Entry.DEFAULT_PORTS;
    private long mark;
    private Optional<MaxIterations> maxIterations = Optional.empty();
    private int eaBits;
    private int offset = FmrEntry.DEFAULT_OFFSET;

    private JsonSections() {}

    private static JsonSections read(JsonNode element, List<Tag> tags) {
        JsonSections members = new JsonSections();
        JsonChecks.object(UNNAMED, element, tags, members::take);
        return members;
    }

    private void take(String tag, String key, JsonNode value) {
        switch (tag) {
            case "protocol" -> protocol = JsonChecks.parsed(key, value, text -> protocol(text, value));
            case "prefix", "ipv4 prefix" -> prefix4 = JsonChecks.parsed(key, value, Ipv4Prefix::parse);
            case "ipv6 prefix" -> prefix6 = JsonChecks.parsed(key, value, Ipv6Prefix::parse);
            case "ipv4 address" -> address4 = JsonChecks.parsed(key, value, TransportAddress4::parse);
            case "ipv6 address" -> address6 = JsonChecks.parsed(key, value, TransportAddress6::parse);
            case "port range" -> ports = JsonChecks.parsed(key, value, PortRange::parse);
            case "mark" -> mark = JsonChecks.unsigned(key, value, UnsignedText.U32);
            case "max-iterations" -> maxIterations = Optional.of(iterations(key, value));
            case "ea-bits length" -> eaBits = (int) JsonChecks.unsigned(key, value, EA_BITS_MAX);
            case "a" -> offset = (int) JsonChecks.unsigned(key, value, OFFSET_MAX);
            default -> throw new IllegalArgumentException(tag);
        }
    }

    private static L4Protocol protocol(String text, JsonNode value) {
        for (L4Protocol protocol : L4Protocol.values()) {
            if (protocol.name().equals(text.toUpperCase(Locale.ROOT))) {
                return protocol;
            }
        }
        throw DefinitionException.unreadable("Protocol '" + text + "' is unknown.", value.location());
    }

    private static MaxIterations iterations(String key, JsonNode value) {
        if (value.isNumber()) {
            return new MaxIterations(MaxIterations.Kind.FIXED, JsonChecks.unsigned(key, value, UnsignedText.U32));
        }
        if (!value.isString()) {
            throw JsonChecks.wrongType(key, value, "string or number");
        }
        return switch (value.text()) {
            case "auto" -> MaxIterations.AUTO;
            case "infinity" -> MaxIterations.INFINITY;
            default ->
                throw DefinitionException.unreadable("Unrecognized string: '" + value.text() + "'", value.location());
        };
    }

    static Pool4Entry pool4(JsonNode element) {
        JsonSections in = read(element, POOL4);
        return new Pool4Entry(in.mark, in.protocol, in.prefix4, in.ports, in.maxIterations);
    }

    static BibEntry bib(JsonNode element) {
        JsonSections in = read(element, BIB);
        return new BibEntry(in.protocol, in.address6, in.address4);
    }

    static EamEntry eam(JsonNode element) {
        JsonSections in = read(element, EAM);
        return new EamEntry(in.prefix6, in.prefix4);
    }

    static Ipv4Prefix denied4(JsonNode element) {
        return JsonChecks.parsed(UNNAMED, element, Ipv4Prefix::parse);
    }

    static FmrEntry fmr(JsonNode element) {
        JsonSections in = read(element, FMR);
        return new FmrEntry(in.prefix6, in.prefix4, in.eaBits, in.offset);
    }
}
