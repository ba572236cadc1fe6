// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import joolj.config.definition.InstanceDefinition;
import joolj.control.Command;
import joolj.control.DefinitionLines;
import joolj.control.LineReader;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import joolj.control.Row;

/** Speaks the daemon's side of the control protocol from a script, and remembers what it was asked. */
final class FakeDaemon implements AutoCloseable {
    /** What to answer. */
    interface Script {
        void answer(ReplyWriter reply) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Thread thread;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile InstanceDefinition definition;
    private volatile Script script = ReplyWriter::succeed;

    FakeDaemon(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread = new Thread(this::serve, "fake-daemon");
        thread.start();
    }

    /** From now on answers with these rows and success. */
    void willSend(Row... rows) {
        script = reply -> {
            for (Row row : rows) {
                reply.row(row);
            }
            reply.succeed();
        };
    }

    /** From now on refuses. */
    void willFail(int errno, String message) {
        script = reply -> reply.fail(errno, message);
    }

    /** From now on answers as the script says. */
    void will(Script answer) {
        script = answer;
    }

    /** The definition that it was sent last. */
    InstanceDefinition definition() {
        return definition;
    }

    /** What it was asked so far. */
    List<Request> requests() {
        return requests;
    }

    private void serve() {
        while (true) {
            try (SocketChannel channel = server.accept()) {
                LineReader lines = new LineReader(channel);
                String line = lines.read();
                if (line != null) {
                    Request request = Request.decode(line);
                    if (request.command() instanceof Command.FileHandle command) {
                        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
                        DefinitionLines.read(lines::read, builder);
                        definition = builder.build(request.product(), request.instance(), command.framework());
                    }
                    requests.add(request);
                    script.answer(new ReplyWriter(channel));
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the fake daemon ends", e);
        }
    }
}
