// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * The daemon's side of an answer: collects rows into pages and writes them as they fill, so that a table of any length
 * takes little memory. Confined to one thread; blocks while the client does not read.
 */
public final class ReplyWriter {
    /** Characters after which a page is sent; far below {@link Protocol#MAXIMUM_LINE}. */
    private static final int PAGE = 32 * 1024;

    private static final String PAGE_START = "{\"rows\":[";

    private final WritableByteChannel channel;
    private final StringBuilder page = new StringBuilder();
    private boolean ended;

    /** Answers on a blocking channel, which stays open. */
    public ReplyWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Adds a row of a table. */
    public void row(Row row) throws IOException {
        requireOpen();
        page.append(page.length() == 0 ? PAGE_START : ",").append(JsonWriter.string(row.cells()));
        if (page.length() >= PAGE) {
            flush();
        }
    }

    /** Tells the operator something besides the result. */
    public void warning(String text) throws IOException {
        requireOpen();
        flush();
        send(new Reply.Warning(text).encode());
    }

    /** Sends what is no row and asks for nothing, to find out whether the client is still there. */
    public void probe() throws IOException {
        requireOpen();
        flush();
        send(PAGE_START + "]}");
    }

    /** Ends the answer: everything was done. */
    public void succeed() throws IOException {
        end(Reply.End.SUCCESS);
    }

    /**
     * Ends the answer: the request failed.
     *
     * @param errno positive error number of Linux, 1 to 133
     * @param message why, one sentence
     */
    public void fail(int errno, String message) throws IOException {
        if (errno == 0) {
            throw new IllegalArgumentException("errno 0 is no failure");
        }
        end(new Reply.End(errno, message));
    }

    /** Whether the last line was written. */
    public boolean isEnded() {
        return ended;
    }

    private void end(Reply.End end) throws IOException {
        requireOpen();
        flush();
        ended = true;
        send(end.encode());
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the answer has ended");
        }
    }

    /** Sends the rows collected so far. */
    public void flush() throws IOException {
        if (page.length() != 0) {
            String line = page.append("]}").toString();
            page.setLength(0);
            send(line);
        }
    }

    private void send(String line) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(line + '\n');
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }
}
