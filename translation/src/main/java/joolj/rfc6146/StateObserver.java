// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * Is told when BIB entries and sessions come and go, because of packets and time or because somebody removed them. Called by whichever thread caused the event, without a lock, so calls about one entry may overtake each other.
 *
 * <p>The {@link Flow} holds protocol, addresses and ports, is valid during the call only and must not be changed. In the
 * calls about BIB entries, only remote6 and local4 count.
 */
public interface StateObserver {
    /**
     * Whether BIB entries and sessions matter now. If not, only {@link #pool4Exhausted} is called, and their ending costs
     * less.
     */
    default boolean watchesEntries() {
        return true;
    }

    /** A BIB entry was made. */
    void bibCreated(Flow flow);

    /** A BIB entry ended. */
    void bibForgotten(Flow flow);

    /** A BIB entry was removed by somebody, not by time. */
    default void bibRemoved(Flow flow) {}

    /** A session was made. */
    void sessionCreated(Flow flow);

    /** A session ended. */
    void sessionForgotten(Flow flow);

    /** A session was removed by somebody, together with its BIB entry. */
    default void sessionRemoved(Flow flow) {}

    /** No transport address of pool4 was free, within the permitted iterations, for the flow's mark and protocol. */
    void pool4Exhausted(Flow flow);
}
