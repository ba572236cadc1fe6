// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Packets as text, for tests: hexadecimal octets; blanks are ignored. */
public final class Hex {
    /** What buffers are filled with before something is written, so that a forgotten field shows. */
    public static final byte UNTOUCHED = (byte) 0xa5;

    private Hex() {}

    /** The octets of the text. */
    public static byte[] octets(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** A direct buffer of exactly the octets of the text. */
    public static ByteBuffer packet(String text) {
        return packet(octets(text));
    }

    /** A direct buffer of exactly these octets. */
    public static ByteBuffer packet(byte[] octets) {
        return ByteBuffer.allocateDirect(octets.length).put(0, octets);
    }

    /** A direct buffer in which nothing has been written yet. */
    public static ByteBuffer untouched(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, UNTOUCHED);
        return packet(octets);
    }

    /** The first octets of a buffer as text without blanks. */
    public static String text(ByteBuffer packet, int length) {
        byte[] octets = new byte[length];
        packet.get(0, octets);
        return HexFormat.of().formatHex(octets);
    }
}
