// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import joolj.address.AddressFormatException;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc7597.MappingRule;

/** Mapping rules of MAP-T that may be unset. */
final class MappingRuleType implements ValueType<Optional<MappingRule>> {
    private static final String UNSET = "null";
    private static final String PREFIX6 = "IPv6 Prefix";
    private static final String PREFIX4 = "IPv4 Prefix";
    private static final String EA_BITS = "EA-bits length";
    private static final String OFFSET = "a";

    @Override
    public Optional<MappingRule> parse(String text) {
        return text.equals(UNSET) ? Optional.empty() : Optional.of(MappingRuleText.parse(List.of(text.split(" +"))));
    }

    @Override
    public String plain(Optional<MappingRule> value) {
        return value.map(rule -> text(rule, " ")).orElse("(unset)");
    }

    @Override
    public String csv(Optional<MappingRule> value) {
        return value.map(rule -> text(rule, ",")).orElse("");
    }

    private static String text(MappingRule rule, String separator) {
        return rule.prefix6() + separator + rule.prefix4() + separator + rule.eaBits() + separator + rule.offsetBits();
    }

    @Override
    public Object json(Optional<MappingRule> value) {
        return value.map(MappingRuleType::members).orElse(null);
    }

    private static Map<String, Object> members(MappingRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(PREFIX6, rule.prefix6().toString());
        members.put(PREFIX4, rule.prefix4().toString());
        members.put(EA_BITS, rule.eaBits());
        members.put(OFFSET, rule.offsetBits());
        return members;
    }

    @Override
    public Optional<MappingRule> fromJson(String key, Object json) {
        if (json == null) {
            return Optional.empty();
        }
        if (!(json instanceof Map<?, ?> members)) {
            throw JsonText.not("Object", key, json);
        }
        Object prefix6 = null;
        Object prefix4 = null;
        Object eaBits = null;
        Object offset = MappingRule.DEFAULT_OFFSET_BITS;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            switch (name.toLowerCase(Locale.ROOT)) {
                case "ipv6 prefix" -> prefix6 = member.getValue();
                case "ipv4 prefix" -> prefix4 = member.getValue();
                case "ea-bits length" -> eaBits = member.getValue();
                case OFFSET -> offset = member.getValue();
                case "comment" -> {}
                default -> throw new SyntaxException("Unknown tag: '" + name + "'");
            }
        }
        try {
            return Optional.of(new MappingRule(
                    Ipv6Prefix.parse(JsonText.string(PREFIX6, required(key, PREFIX6, prefix6))),
                    Ipv4Prefix.parse(JsonText.string(PREFIX4, required(key, PREFIX4, prefix4))),
                    (int) JsonText.unsigned(EA_BITS, required(key, EA_BITS, eaBits), MappingRule.MAX_EA_BITS),
                    (int) JsonText.unsigned(OFFSET, offset, MappingRuleText.OFFSET_MAX)));
        } catch (AddressFormatException e) {
            throw SyntaxException.of(e);
        }
    }

    private static Object required(String key, String name, Object value) {
        if (value == null) {
            throw new SyntaxException("The '" + key + "' object lacks the '" + name + "' member.");
        }
        return value;
    }

    @Override
    public String allowed() {
        return "a mapping rule with an IPv6 prefix, an IPv4 prefix, an EA-bits length and perhaps a, or null";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("object", "null"));
    }

    @Override
    public String placeholder() {
        return "<IPv6 Prefix> <IPv4 prefix> <EA-bits length> [<a>]";
    }

    @Override
    public List<String> examples() {
        return List.of(UNSET);
    }
}
