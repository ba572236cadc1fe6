// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Internet checksum, RFC 1071, and its incremental update, RFC 1624.
 *
 * <p>A <em>sum</em> is the one's complement sum of 16-bit words, not folded and not complemented: sums may be added
 * with {@code +} (a few thousand of them) before they are folded. A <em>checksum</em> is what stands in a header: the
 * complement of the folded sum, 0 to 65535.
 */
public final class Checksum {
    private static final long LOW_HALF = 0xffff_ffffL;

    /** Eight octets as most processors read them, without turning them round. */
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Octets from which on it is worth to turn the sum round. */
    private static final int BULK = 128;

    private Checksum() {}

    /**
     * The sum of octets, the first of which is the high octet of the first word. An odd last octet is the high octet
     * of a word whose low octet is 0.
     *
     * @param packet big-endian
     * @param index of the first octet
     * @param length octets, 0 to 65535
     */
    public static long sum(ByteBuffer packet, int index, int length) {
        int bulk = length < BULK ? 0 : length & -Long.BYTES;
        long even = bulk == 0 ? 0 : bulk(packet, index, index + bulk);
        long odd = 0;
        int at = index + bulk;
        int end = index + length;
        for (; at <= end - 16; at += 16) {
            long first = packet.getLong(at);
            long second = packet.getLong(at + 8);
            even += (first >>> 32) + (second >>> 32);
            odd += (first & LOW_HALF) + (second & LOW_HALF);
        }
        for (; at <= end - 4; at += 4) {
            even += packet.getInt(at) & LOW_HALF;
        }
        if (at <= end - 2) {
            odd += packet.getShort(at) & 0xffff;
            at += 2;
        }
        if (at < end) {
            odd += (packet.get(at) & 0xff) << 8;
        }
        return even + odd;
    }

    /**
     * The sum of a multiple of eight octets, folded. It is made of words whose octets are swapped, which swaps those of
     * the folded sum and changes nothing else (RFC 1071 § 2 B).
     */
    private static long bulk(ByteBuffer packet, int start, int end) {
        long all = 0;
        long high = 0;
        for (int at = start; at < end; at += Long.BYTES) {
            long words = (long) LITTLE_ENDIAN.get(packet, at);
            all += words;
            high += words >>> 32;
        }
        // What overflowed is a multiple of 2^64, and the lower halves alone do not overflow.
        long low = all - (high << 32);
        return Short.toUnsignedInt(Short.reverseBytes((short) fold(high + low)));
    }

    /** The sum of the two words of an IPv4 address. */
    public static long sumOf(int address) {
        return address & LOW_HALF;
    }

    /** The sum of the eight words of an IPv6 address. */
    public static long sumOf(long high, long low) {
        return (high >>> 32) + (high & LOW_HALF) + (low >>> 32) + (low & LOW_HALF);
    }

    /** Folds a sum into 16 bits. */
    public static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & LOW_HALF);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /** The checksum of data with the given sum; RFC 1071 § 1. */
    public static int of(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /**
     * The checksum after part of the data has changed, equation 3 of RFC 1624 § 3.
     *
     * @param checksum the checksum so far, 0 to 65535; if it was wrong, the result is wrong by the same amount
     * @param removed sum of the words that were replaced
     * @param added sum of the words that stand there now
     */
    public static int update(int checksum, long removed, long added) {
        return of((~checksum & 0xffff) + (~fold(removed) & 0xffff) + added);
    }
}
