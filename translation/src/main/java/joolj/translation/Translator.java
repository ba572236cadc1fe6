// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import java.nio.ByteBuffer;

/**
 * The translation function of one instance, for one product.
 *
 * <p>Shared by all workers of the instance; whatever belongs to the packet at hand is in the {@link Translation},
 * which belongs to one worker.
 */
public interface Translator {
    /**
     * Translates the packet that {@link Translation#begin} was given; its IP version decides the direction.
     *
     * <p>Never throws because of the packet's content, whatever it is.
     *
     * @param t the packet at hand
     * @return {@link Outcome#TRANSLATED}, {@link Outcome#ACCEPT} or {@link Outcome#DROP}
     */
    Outcome translate(Translation t);

    /**
     * Takes note of a packet that is going to be translated, so that what it needs can be brought near together with what
     * others need. Changes nothing, and nothing depends on it: the packet may as well not come, or others come first.
     *
     * <p>Never throws because of the packet's content, whatever it is.
     *
     * @param t what packets of this worker are translated with; no packet need be at hand
     * @param packet holds the packet; direct, big-endian, read by absolute index
     * @param start index of its IP header
     * @param length its octets, at least 0
     * @return whether it gains anything by being told of further packets
     */
    default boolean expect(Translation t, ByteBuffer packet, int start, int length) {
        return false;
    }

    /** Makes use of what {@link #expect} has told of since the last time; to be called before those packets come. */
    default void readAhead(Translation t) {}
}
