// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.AddressFormatException;
import joolj.address.Ipv6Prefix;

/** IPv6 prefixes that may be unset. */
final class Prefix6Type implements ValueType<Optional<Ipv6Prefix>> {
    private static final String UNSET = "null";

    @Override
    public Optional<Ipv6Prefix> parse(String text) {
        if (text.equals(UNSET)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ipv6Prefix.parse(text));
        } catch (AddressFormatException e) {
            throw SyntaxException.of(e);
        }
    }

    @Override
    public String plain(Optional<Ipv6Prefix> value) {
        return value.map(Ipv6Prefix::toString).orElse("(unset)");
    }

    @Override
    public String csv(Optional<Ipv6Prefix> value) {
        return value.map(Ipv6Prefix::toString).orElse("");
    }

    @Override
    public Object json(Optional<Ipv6Prefix> value) {
        return value.map(Ipv6Prefix::toString).orElse(null);
    }

    @Override
    public Optional<Ipv6Prefix> fromJson(String key, Object json) {
        return json == null ? Optional.empty() : parse(JsonText.string(key, json));
    }

    @Override
    public String allowed() {
        return "an IPv6 prefix such as 64:ff9b::/96, or null";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("string", "null"));
    }

    @Override
    public String placeholder() {
        return "<IPv6 Prefix>";
    }

    @Override
    public List<String> examples() {
        return List.of("64:ff9b::/96", "null");
    }
}
