// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/**
 * The TCP session state machine; RFC 6146 § 3.5.2.2. Pure: it answers which state follows and what happens to the
 * session's timer. The creation of sessions (state CLOSED) is {@link TcpFiltering}'s.
 *
 * <p>A SYN is any segment that carries the flag, with or without ACK. Where a segment carries FIN and RST, FIN counts.
 */
final class TcpStateMachine {
    /** What a segment does to the session's timer. */
    enum Timer {
        /** The timer runs on. */
        KEEP,
        /** The session is updated and gets tcp-est-timeout. */
        ESTABLISHED,
        /** The session is updated and gets tcp-trans-timeout. */
        TRANSITORY
    }

    private TcpStateMachine() {}

    /**
     * The state after a segment.
     *
     * @param state the state before it
     * @param from6 whether it comes from the IPv6 node
     * @param flow its flags
     */
    static TcpState next(TcpState state, boolean from6, Flow flow) {
        return switch (state) {
            case V4_INIT -> from6 && flow.syn ? TcpState.ESTABLISHED : state;
            case V6_INIT -> !from6 && flow.syn ? TcpState.ESTABLISHED : state;
            case ESTABLISHED -> nextOfEstablished(from6, flow);
            case V4_FIN_RCV -> from6 && flow.fin ? TcpState.V4_FIN_V6_FIN_RCV : state;
            case V6_FIN_RCV -> !from6 && flow.fin ? TcpState.V4_FIN_V6_FIN_RCV : state;
            case V4_FIN_V6_FIN_RCV -> state;
            case TRANS -> flow.rst ? state : TcpState.ESTABLISHED;
        };
    }

    private static TcpState nextOfEstablished(boolean from6, Flow flow) {
        if (flow.fin) {
            return from6 ? TcpState.V6_FIN_RCV : TcpState.V4_FIN_RCV;
        }
        return flow.rst ? TcpState.TRANS : TcpState.ESTABLISHED;
    }

    /**
     * What a segment does to the timer.
     *
     * @param state the state before it
     * @param from6 whether it comes from the IPv6 node
     * @param flow its flags
     * @param shortenOnReset the setting handle-rst-during-fin-rcv
     */
    static Timer timer(TcpState state, boolean from6, Flow flow, boolean shortenOnReset) {
        return switch (state) {
            case V4_INIT -> from6 && flow.syn ? Timer.ESTABLISHED : Timer.KEEP;
            case V6_INIT -> timerOfV6Init(from6, flow);
            case ESTABLISHED -> timerOfEstablished(flow);
            case V4_FIN_RCV -> timerOfHalfClosed(from6 && flow.fin, flow, shortenOnReset);
            case V6_FIN_RCV -> timerOfHalfClosed(!from6 && flow.fin, flow, shortenOnReset);
            case V4_FIN_V6_FIN_RCV -> Timer.KEEP;
            case TRANS -> flow.rst ? Timer.KEEP : Timer.ESTABLISHED;
        };
    }

    private static Timer timerOfV6Init(boolean from6, Flow flow) {
        if (!flow.syn) {
            return Timer.KEEP;
        }
        return from6 ? Timer.TRANSITORY : Timer.ESTABLISHED;
    }

    private static Timer timerOfEstablished(Flow flow) {
        if (flow.fin) {
            return Timer.KEEP;
        }
        return flow.rst ? Timer.TRANSITORY : Timer.ESTABLISHED;
    }

    private static Timer timerOfHalfClosed(boolean secondFin, Flow flow, boolean shortenOnReset) {
        boolean ends = secondFin || (flow.rst && shortenOnReset);
        return ends ? Timer.TRANSITORY : Timer.ESTABLISHED;
    }
}
