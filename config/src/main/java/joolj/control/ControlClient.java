// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import joolj.control.MalformedMessageException.Defect;

/** The client's end of the control socket: one connection, one request. Confined to one thread. */
public final class ControlClient implements Closeable {
    /** Longest path that fits into a socket address of Linux, octets. */
    public static final int MAXIMUM_PATH = 107;

    private final SocketChannel channel;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Takes what the daemon sends before its last line. */
    public interface Listener {
        /**
         * A row of the table asked for; see {@link Row}.
         *
         * @throws MalformedMessageException if it cannot be read
         */
        void row(List<?> cells) throws MalformedMessageException;

        /** A remark for the operator. */
        void warning(String text);
    }

    /**
     * Connects to a daemon.
     *
     * @throws UnreachableException if nobody listens there or this user may not ask
     * @throws IOException if sockets cannot be used at all
     */
    public static ControlClient connect(Path socket) throws IOException {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAXIMUM_PATH) {
            throw new UnreachableException(UnreachableException.Cause.PATH_TOO_LONG, socket);
        }
        try {
            return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        } catch (IOException e) {
            UnreachableException unreachable = new UnreachableException(
                    isDenied(socket) ? UnreachableException.Cause.DENIED : UnreachableException.Cause.ABSENT, socket);
            unreachable.initCause(e);
            throw unreachable;
        }
    }

    /** The system's message would tell, but its language depends on the environment. */
    private static boolean isDenied(Path socket) {
        Path parent = socket.toAbsolutePath().getParent();
        boolean closedDirectory = parent != null && Files.isDirectory(parent) && !Files.isExecutable(parent);
        return closedDirectory || (Files.exists(socket) && !Files.isWritable(socket));
    }

    /** What follows a request on the same connection. */
    public interface Body {
        /**
         * Writes lines.
         *
         * @throws IOException what {@link LineSink#line} throws
         */
        void writeTo(LineSink lines) throws IOException;
    }

    /** Sends lines to the daemon. */
    public interface LineSink {
        /**
         * Sends one line.
         *
         * @param text without line feed, at most {@link Protocol#MAXIMUM_LINE} octets
         * @throws IOException if the connection fails; the daemon may have answered already
         */
        void line(String text) throws IOException;
    }

    /** Sends a request that nothing follows; see {@link #exchange(Request, Body, Listener)}. */
    public Reply.End exchange(Request request, Listener listener) throws IOException {
        return exchange(request, lines -> {}, listener);
    }

    /**
     * Sends a request and hands the answer over as it arrives.
     *
     * @param body what follows the request
     * @return the last line
     * @throws MalformedMessageException if the daemon's answer is not one, or stops before its last line
     * @throws IOException if the connection fails
     */
    public Reply.End exchange(Request request, Body body, Listener listener) throws IOException {
        LineReader lines = new LineReader(channel);
        String line = firstLine(request, body, lines);
        while (line != null) {
            Reply reply = Reply.decode(line);
            if (reply instanceof Reply.End end) {
                return end;
            }
            if (reply instanceof Reply.Warning warning) {
                listener.warning(warning.text());
            } else if (reply instanceof Reply.Rows page) {
                for (List<?> cells : page.rows()) {
                    listener.row(cells);
                }
            }
            line = lines.read();
        }
        throw new MalformedMessageException(
                Defect.HALF_SENT, "The daemon closed the connection in the middle of its answer.");
    }

    /** A daemon that refuses to listen may answer and close before it has read the request. */
    private String firstLine(Request request, Body body, LineReader lines) throws IOException {
        try {
            send(request.encode());
            body.writeTo(this::send);
        } catch (IOException e) {
            String line = lines.read();
            if (line == null) {
                throw e;
            }
            return line;
        }
        return lines.read();
    }

    private void send(String line) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(line + '\n');
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
