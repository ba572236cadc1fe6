// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import joolj.translation.Outcome;
import joolj.translation.Reason;

/**
 * What becomes of a packet.
 *
 * @param outcome translated, handed back or dropped
 * @param reason what is counted unless it is translated, else null
 * @param reply type and code of the ICMP error that answers it, {@code type << 8 | code}; 0 if none does
 * @param from source of the translated packet; of an error, of the packet it quotes
 * @param to destination of the translated packet; of an error, of the packet it quotes
 * @param sender source of a translated error, else null
 */
record Answer(Outcome outcome, Reason reason, int reply, Endpoint from, Endpoint to, String sender) {
    static Answer translated(Endpoint from, Endpoint to, String sender) {
        return new Answer(Outcome.TRANSLATED, null, 0, from, to, sender);
    }

    static Answer back(Reason reason) {
        return new Answer(Outcome.ACCEPT, reason, 0, null, null, null);
    }

    static Answer dropped(Reason reason) {
        return dropped(reason, 0);
    }

    static Answer dropped(Reason reason, int reply) {
        return new Answer(Outcome.DROP, reason, reply, null, null, null);
    }

    Answer withoutReply() {
        return new Answer(outcome, reason, 0, from, to, sender);
    }
}
