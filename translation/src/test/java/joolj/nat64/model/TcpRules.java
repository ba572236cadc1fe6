// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

/** RFC 6146 § 3.5.2.2: what a segment does to a session that exists. */
final class TcpRules {
    private TcpRules() {}

    static void segment(Tables.Session session, boolean from6, String flags, boolean shortenOnReset, long now) {
        boolean syn = flags.contains("S");
        boolean fin = flags.contains("F");
        boolean rst = flags.contains("R");
        switch (session.state) {
            case "V4_INIT" -> {
                if (from6 && syn) {
                    becomes(session, "ESTABLISHED", "established", now);
                }
            }
            case "V6_INIT" -> {
                if (syn) {
                    becomes(session, from6 ? "V6_INIT" : "ESTABLISHED", from6 ? "transitory" : "established", now);
                }
            }
            case "ESTABLISHED" -> {
                if (fin) {
                    session.state = from6 ? "V6_FIN_RCV" : "V4_FIN_RCV";
                } else {
                    becomes(session, rst ? "TRANS" : "ESTABLISHED", rst ? "transitory" : "established", now);
                }
            }
            case "V4_FIN_RCV", "V6_FIN_RCV" -> {
                boolean fromTheOther = from6 == session.state.equals("V4_FIN_RCV");
                if (fin && fromTheOther) {
                    becomes(session, "V4_FIN_V6_FIN_RCV", "transitory", now);
                } else {
                    becomes(session, session.state, rst && shortenOnReset ? "transitory" : "established", now);
                }
            }
            case "V4_FIN_V6_FIN_RCV" -> {}
            case "TRANS" -> {
                if (!rst) {
                    becomes(session, "ESTABLISHED", "established", now);
                }
            }
            default -> throw new IllegalStateException(session.state);
        }
        if (!session.state.equals("V4_INIT")) {
            session.syn = null;
        }
    }

    private static void becomes(Tables.Session session, String state, String timer, long now) {
        session.state = state;
        session.timer = timer;
        session.last = now;
    }
}
