// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.AddressFormatException;
import joolj.address.Ipv4Prefix;

/** IPv4 prefixes that may be unset. */
final class Prefix4Type implements ValueType<Optional<Ipv4Prefix>> {
    private static final String UNSET = "null";

    @Override
    public Optional<Ipv4Prefix> parse(String text) {
        if (text.equals(UNSET)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ipv4Prefix.parse(text));
        } catch (AddressFormatException e) {
            throw SyntaxException.of(e);
        }
    }

    @Override
    public String plain(Optional<Ipv4Prefix> value) {
        return value.map(Ipv4Prefix::toString).orElse("(unset)");
    }

    @Override
    public String csv(Optional<Ipv4Prefix> value) {
        return value.map(Ipv4Prefix::toString).orElse("");
    }

    @Override
    public Object json(Optional<Ipv4Prefix> value) {
        return value.map(Ipv4Prefix::toString).orElse(null);
    }

    @Override
    public Optional<Ipv4Prefix> fromJson(String key, Object json) {
        return json == null ? Optional.empty() : parse(JsonText.string(key, json));
    }

    @Override
    public String allowed() {
        return "an IPv4 prefix such as 192.0.2.0/24, or null";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("string", "null"));
    }

    @Override
    public String placeholder() {
        return "<IPv4 prefix>";
    }

    @Override
    public List<String> examples() {
        return List.of("192.0.2.0/24", "null");
    }
}
