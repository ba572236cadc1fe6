// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

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
}
