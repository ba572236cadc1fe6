// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import joolj.address.AddressFormatException;
import joolj.address.L4Protocol;
import joolj.config.RefusedException;
import joolj.config.SyntaxException;
import joolj.config.UnsignedText;

/** Typed access to the members of a JSON object that the other side sent. */
final class Fields {
    private final Map<String, Object> members;

    Fields(Map<String, Object> members) {
        this.members = members;
    }

    private static RefusedException bad(String key, Object value, String expected) {
        return RefusedException.invalid("The '" + key + "' element '" + value + "' is not " + expected + ".");
    }

    Object any(String key) {
        return members.get(key);
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> bad(key, null, "a string"));
    }

    Optional<String> optionalText(String key) {
        Object value = members.get(key);
        if (value != null && !(value instanceof String)) {
            throw bad(key, value, "a string");
        }
        return Optional.ofNullable((String) value);
    }

    /** Reads a text of which there is a stricter reader. */
    <T> T parsed(String key, Function<String, T> reader) {
        return optionalParsed(key, reader).orElseThrow(() -> bad(key, null, "a string"));
    }

    <T> Optional<T> optionalParsed(String key, Function<String, T> reader) {
        try {
            return optionalText(key).map(reader);
        } catch (SyntaxException | AddressFormatException e) {
            throw RefusedException.invalid(e.getMessage());
        }
    }

    long integer(String key, long maximum) {
        return integerOf(key, members.get(key), maximum);
    }

    static long integerOf(String key, Object value, long maximum) {
        boolean isLong = value instanceof Integer
                || value instanceof Long
                || (value instanceof BigInteger big && big.bitLength() < Long.SIZE);
        if (isLong) {
            long number = ((Number) value).longValue();
            if (number >= 0 && number <= maximum) {
                return number;
            }
        }
        throw bad(key, value, "an integer from 0 to " + maximum);
    }

    int port(String key) {
        return (int) integer(key, UnsignedText.U16);
    }

    /** An absent flag is false. */
    boolean flag(String key) {
        Object value = members.getOrDefault(key, false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw bad(key, value, "a boolean");
    }

    L4Protocol protocol(String key) {
        return protocolOf(key, members.get(key));
    }

    static L4Protocol protocolOf(String key, Object value) {
        for (L4Protocol protocol : L4Protocol.values()) {
            if (protocol.name().equals(value)) {
                return protocol;
            }
        }
        throw bad(key, value == null ? null : value.toString().toLowerCase(Locale.ROOT), "TCP, UDP or ICMP");
    }
}
