// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import joolj.control.MalformedMessageException.Defect;

/** Reads the lines of a blocking channel, each of at most a given length. Confined to one thread. */
public final class LineReader {
    private static final int CHUNK = 16 * 1024;

    private final ReadableByteChannel channel;
    private final int maximum;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    /** Reads lines of at most {@link Protocol#MAXIMUM_LINE} octets. */
    public LineReader(ReadableByteChannel channel) {
        this(channel, Protocol.MAXIMUM_LINE);
    }

    /**
     * Reads lines of a channel.
     *
     * @param maximum octets, the line feed not counted, at least 1
     */
    public LineReader(ReadableByteChannel channel, int maximum) {
        this.channel = channel;
        this.maximum = maximum;
    }

    /**
     * Waits for the next line.
     *
     * @return the line without its line feed, or null if the other side has closed after a whole line
     * @throws MalformedMessageException if the line is too long, not UTF-8, or cut off by the end of the stream
     * @throws IOException if the channel fails
     */
    public String read() throws IOException {
        line.reset();
        while (true) {
            if (!chunk.hasRemaining() && !fill()) {
                if (line.size() == 0) {
                    return null;
                }
                throw new MalformedMessageException(
                        Defect.HALF_SENT, "The connection was closed in the middle of a message.");
            }
            int start = chunk.position();
            int end = indexOfLineFeed(start);
            int length = (end < 0 ? chunk.limit() : end) - start;
            if (line.size() + length > maximum) {
                throw new MalformedMessageException(Defect.OVERSIZED, "The message exceeds " + maximum + " octets.");
            }
            line.write(chunk.array(), start, length);
            chunk.position(end < 0 ? chunk.limit() : end + 1);
            if (end >= 0) {
                return decode();
            }
        }
    }

    private boolean fill() throws IOException {
        chunk.clear();
        int count = channel.read(chunk);
        chunk.flip();
        return count > 0;
    }

    private int indexOfLineFeed(int start) {
        for (int i = start; i < chunk.limit(); i++) {
            if (chunk.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String decode() throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MalformedMessageException.malformed("The message is not UTF-8.");
        }
    }
}
