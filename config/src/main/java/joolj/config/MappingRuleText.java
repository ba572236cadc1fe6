// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc7597.MappingRule;

/** Mapping rules as they are typed: {@code IPV6-PREFIX IPV4-PREFIX EA-BITS-LENGTH [A]}. */
public final class MappingRuleText {
    /** The greatest PSID offset, bits. */
    public static final int OFFSET_MAX = 16;

    private static final int MANDATORY = 3;

    private MappingRuleText() {}

    /**
     * Reads a rule. Words behind the fourth are left alone.
     *
     * @throws SyntaxException if there are too few words, or numbers are out of range
     * @throws joolj.address.AddressFormatException if the prefixes are none
     */
    public static MappingRule parse(List<String> words) {
        if (words.size() < MANDATORY) {
            throw new SyntaxException("Not enough arguments. Expected: IP6PREFIX IP4PREFIX EA-BITSLENGTH [<a>]\n"
                    + "Error: Arguments parsed: " + words.size());
        }
        return new MappingRule(
                Ipv6Prefix.parse(words.get(0)),
                Ipv4Prefix.parse(words.get(1)),
                (int) UnsignedText.parse(words.get(2), MappingRule.MAX_EA_BITS),
                words.size() > MANDATORY
                        ? (int) UnsignedText.parse(words.get(MANDATORY), OFFSET_MAX)
                        : MappingRule.DEFAULT_OFFSET_BITS);
    }
}
