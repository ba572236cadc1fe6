// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.ByteBuffer;
import joolj.config.Globals;
import joolj.config.definition.Draft;
import joolj.rfc6146.ExpiryObserver;
import joolj.translation.Routes;
import joolj.translation.Translator;

/**
 * The product-specific part of an instance: its translation function with the state behind it. Safe for several
 * threads.
 */
public sealed interface Engine permits Nat64Engine, SiitEngine, MaptEngine {
    /** The translation function. */
    Translator translator();

    /**
     * Whether a fragment is to be put together with its siblings before it is translated: whether it comes to an address
     * of a translator that needs ports, and so whole datagrams.
     *
     * @param packet holds the fragment; big-endian, read by absolute index
     * @param start index of its IP header, which is complete
     * @param routes the routing of the worker's namespace
     */
    boolean reassembles(ByteBuffer packet, int start, Routes routes);

    /** Puts changed globals into force for the packets to come. */
    void apply(Globals globals);

    /**
     * Puts a whole definition into force: globals, tables, all or nothing. Sessions stay.
     *
     * @param draft finished; of the engine's product
     * @param routes the routing of the instance's namespace
     * @throws joolj.config.RefusedException if it cannot be; nothing has changed
     */
    void replace(Draft draft, NamespaceRoutes routes);

    /**
     * Ends what has timed out, a bounded part of it.
     *
     * @param now milliseconds of the workers' clock
     * @param budget how many entries may be ended at most
     * @param observer sends what ending sessions demand
     * @return how many entries were ended
     */
    int expire(long now, int budget, ExpiryObserver observer);

    /**
     * Whether {@link #expire} has left something to its next call, which should come soon then.
     *
     * @param now as there
     */
    boolean isExpiring(long now);

    /** How many BIB entries there are now; 0 for a stateless product. */
    long bibEntries();

    /** How many sessions there are now; 0 for a stateless product. */
    long sessions();
}
