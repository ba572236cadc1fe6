// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.address.AddressFormatException;
import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.RefusedException;
import joolj.config.SyntaxException;
import joolj.config.UnsignedText;

/** Typed access to the cells of a row that the other side sent. */
final class Cells {
    private final List<?> cells;

    private Cells(List<?> cells) {
        this.cells = cells;
    }

    /** Makes a row of its cells. */
    interface Reader<T> {
        T read(Cells cells);
    }

    /**
     * Reads a row; surplus cells are ignored.
     *
     * @param count cells at least needed
     * @throws MalformedMessageException if cells are missing, of the wrong type or out of range
     */
    static <T> T read(List<?> cells, int count, Reader<T> reader) throws MalformedMessageException {
        try {
            if (cells.size() >= count) {
                return reader.read(new Cells(cells));
            }
        } catch (AddressFormatException | SyntaxException | RefusedException e) {
            throw MalformedMessageException.malformed("The daemon sent an unreadable row: " + e.getMessage());
        }
        throw MalformedMessageException.malformed("The daemon sent an incomplete row: " + cells);
    }

    private RefusedException bad(int index, String expected) {
        return RefusedException.invalid("cell " + index + " of " + cells + " is not " + expected + ".");
    }

    Object any(int index) {
        return cells.get(index);
    }

    String text(int index) {
        return optionalText(index).orElseThrow(() -> bad(index, "a string"));
    }

    Optional<String> optionalText(int index) {
        Object cell = cells.get(index);
        if (cell != null && !(cell instanceof String)) {
            throw bad(index, "a string");
        }
        return Optional.ofNullable((String) cell);
    }

    List<String> texts(int index) {
        if (!(cells.get(index) instanceof List<?> list)) {
            throw bad(index, "a list");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw bad(index, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    boolean flag(int index) {
        if (cells.get(index) instanceof Boolean flag) {
            return flag;
        }
        throw bad(index, "a boolean");
    }

    long integer(int index, long maximum) {
        return Fields.integerOf("cell " + index, cells.get(index), maximum);
    }

    boolean isMinusOne(int index) {
        return cells.get(index) instanceof Number number && number.doubleValue() == -1;
    }

    int port(int index) {
        return (int) integer(index, UnsignedText.U16);
    }

    L4Protocol protocol(int index) {
        return Fields.protocolOf("cell " + index, cells.get(index));
    }

    Framework framework(int index) {
        return Framework.labelled(text(index)).orElseThrow(() -> bad(index, "a framework"));
    }

    Scheme scheme(int index) {
        return Scheme.labelled(text(index)).orElseThrow(() -> bad(index, "a scheme"));
    }

    /** Reads an IPv6 address and, in the next cell, its port. */
    TransportAddress6 transport6(int index) {
        long[] halves = IpText.parse6(text(index));
        return new TransportAddress6(halves[0], halves[1], port(index + 1));
    }

    /** Reads an IPv4 address and, in the next cell, its port. */
    TransportAddress4 transport4(int index) {
        return new TransportAddress4(IpText.parse4(text(index)), port(index + 1));
    }
}
