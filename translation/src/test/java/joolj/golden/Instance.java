// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.List;
import joolj.rfc6146.ExpiryObserver;
import joolj.translation.Translator;

/** A translator together with the commands that change it. */
interface Instance {
    /** What translates. */
    Translator translator();

    /**
     * Carries out a command of the client.
     *
     * @param command its arguments, {@code [mode, operation, …]}
     * @return whether it was accepted; otherwise nothing changed
     */
    boolean apply(List<String> command);

    /** Whether fragments are put together before they are translated. */
    boolean reassembles();

    /** Ends what is over at a time, milliseconds. */
    void expire(long now, ExpiryObserver observer);

    /** Rows of the BIB, {@code bib display --csv --numeric --no-headers}; the protocol is in lower case. */
    List<String> bib(String protocol);

    /** Rows of the session table, {@code session display --csv --numeric --no-headers}, at a time in milliseconds. */
    List<String> sessions(String protocol, long now);

    /** The instance that a case begins with, before its commands. */
    static Instance of(GoldenCase golden) {
        return golden.isNat64() ? new Nat64Instance(golden.pool6(), golden.host()) : new SiitInstance(golden.pool6());
    }
}
