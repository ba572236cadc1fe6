// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import joolj.translation.Counters;
import joolj.translation.Outcome;
import joolj.translation.Translation;
import joolj.translation.Translator;

/** What a worker does with a packet between the system calls. */
final class Worker {
    private static final long START = 1000;

    /** How many packets come in a millisecond, as a power of two. */
    private static final int PACKETS_PER_MILLISECOND_SHIFT = 10;

    final Translator translator;
    final Translation translation = new Translation(new OneLink(), new Counters());
    final ByteBuffer headers =
            ByteBuffer.allocateDirect(Translation.HEADERS_MAX).order(ByteOrder.BIG_ENDIAN);
    private long packets;

    Worker(Translator translator) {
        this.translator = translator;
    }

    /**
     * Translates a packet that fills its buffer, which must lead to one packet, and writes that one's headers.
     *
     * @return how many octets of headers there are
     */
    int translate(ByteBuffer packet) {
        long now = START + (packets++ >> PACKETS_PER_MILLISECOND_SHIFT);
        translation.begin(packet, 0, packet.capacity(), 0, OneLink.MTU, false, false, now);
        if (translator.translate(translation) != Outcome.TRANSLATED || translation.pieces() != 1) {
            throw new IllegalStateException("not translated: " + translation.reason());
        }
        translation.writePiece(0, headers, 0);
        return translation.headerLength();
    }
}
