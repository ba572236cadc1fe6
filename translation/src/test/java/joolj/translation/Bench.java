// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import joolj.wire.Hex;

/**
 * A worker without a network, for tests: gives a translator packets and keeps what it would send. Every packet lies in
 * a buffer of exactly its size, so that reading beyond it fails, and must come out of the translation unchanged; what is
 * written goes into octets that show what was left out or written too much.
 */
public final class Bench {
    private static final int MARGIN = 16;

    public final FakeRoutes routes = new FakeRoutes();
    public final Counters counters = new Counters();
    public final Translation translation;

    /** What the last packet came to; its pieces if it was translated, or the reply if there is one. */
    public final List<byte[]> sent = new ArrayList<>();

    public int mark;
    public int ingressMtu = 1500;
    public boolean checksumNotReady;
    public boolean aggregate;
    public long now = 1000;

    /** A worker whose packets leave as they are written. */
    public Bench() {
        this(false);
    }

    /** @param routed whether the kernel routes what is sent, see {@link Translation#routed} */
    public Bench(boolean routed) {
        translation = new Translation(routes, counters, routed);
    }

    /** Takes up a packet, translates it and collects what is to be sent. */
    public Outcome translate(Translator translator, byte[] packet) {
        ByteBuffer in = Hex.packet(packet);
        begin(in);
        Outcome outcome = translator.translate(translation);
        byte[] after = new byte[packet.length];
        in.get(0, after);
        assertArrayEquals(packet, after, "the input was changed");
        collect(in, outcome);
        return outcome;
    }

    /** Translates a packet that must be translated into one. */
    public byte[] translateToOne(Translator translator, byte[] packet) {
        Outcome outcome = translate(translator, packet);
        assertEquals(Outcome.TRANSLATED, outcome, () -> "reason " + translation.reason());
        assertEquals(1, sent.size());
        return sent.get(0);
    }

    /** Takes up a packet that fills its buffer. */
    public void begin(ByteBuffer in) {
        translation.begin(in, 0, in.capacity(), mark, ingressMtu, checksumNotReady, aggregate, now);
    }

    private void collect(ByteBuffer in, Outcome outcome) {
        sent.clear();
        boolean something = outcome == Outcome.TRANSLATED || translation.hasReply();
        for (int i = 0; something && i < translation.pieces(); i++) {
            ByteBuffer out = Hex.untouched(MARGIN + Translation.HEADERS_MAX + MARGIN);
            translation.writePiece(i, out, MARGIN);
            int headers = translation.headerLength();
            assertEquals(Hex.UNTOUCHED, out.get(MARGIN - 1), "written in front of the headers");
            assertEquals(Hex.UNTOUCHED, out.get(MARGIN + headers), "written behind the headers");
            byte[] piece = new byte[headers + translation.payloadLength()];
            out.get(MARGIN, piece, 0, headers);
            in.get(translation.payloadStart(), piece, headers, translation.payloadLength());
            sent.add(piece);
        }
    }
}
