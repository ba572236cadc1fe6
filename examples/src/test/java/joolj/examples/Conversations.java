// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Many TCP connections to echo servers at a time, each with octets of its own. */
final class Conversations implements AutoCloseable {
    /** A connection: what it says, how much of that it has said, and how much of that it has heard. */
    private static final class Talk {
        final SocketChannel connection;
        final ByteBuffer toSay;
        final ByteBuffer toHear;
        boolean established;

        Talk(SocketChannel connection, byte[] words) {
            this.connection = connection;
            toSay = ByteBuffer.wrap(words);
            toHear = ByteBuffer.wrap(words.clone());
        }
    }

    private static final int BLOCK = 1 << 14;

    private final Namespace from;
    private final Selector selector;
    private final List<Talk> talks = new ArrayList<>();
    private final ByteBuffer heard = ByteBuffer.allocate(BLOCK);
    private int finished;

    /** Connections from a node. */
    Conversations(Namespace from) throws IOException {
        this.from = from;
        selector = Selector.open();
    }

    /** Begins connections, each of which says up to {@code longest} octets. */
    void begin(int count, InetSocketAddress server, int longest, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<SocketChannel> connections = from.call(() -> {
            List<SocketChannel> opened = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SocketChannel connection = SocketChannel.open();
                connection.configureBlocking(false);
                opened.add(connection);
                connection.connect(server);
            }
            return opened;
        });
        for (SocketChannel connection : connections) {
            byte[] words = new byte[1 + random.nextInt(longest)];
            random.nextBytes(words);
            Talk talk = new Talk(connection, words);
            talks.add(talk);
            connection.register(selector, SelectionKey.OP_CONNECT, talk);
        }
    }

    /** Waits until every connection has heard what it said; the test fails if that takes too long or is not so. */
    void awaitEchoes() {
        Waiting.until("every connection has heard what it said", () -> {
            selector.selectNow(this::advance);
            return finished == talks.size();
        });
    }

    private void advance(SelectionKey key) {
        Talk talk = (Talk) key.attachment();
        try {
            if (!talk.established) {
                talk.established = talk.connection.finishConnect();
            }
            if (talk.toSay.hasRemaining()) {
                talk.connection.write(talk.toSay);
            }
            listen(talk);
            boolean all = !talk.toSay.hasRemaining();
            key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } catch (IOException e) {
            throw new AssertionError("connection " + talks.indexOf(talk) + " of " + talks.size(), e);
        }
    }

    private void listen(Talk talk) throws IOException {
        int length = talk.connection.read(heard.clear());
        if (length < 0) {
            throw new AssertionError("closed by the server");
        }
        heard.flip();
        if (length > talk.toHear.remaining()) {
            throw new AssertionError("heard more than was said");
        }
        ByteBuffer expected = talk.toHear.slice(talk.toHear.position(), length);
        if (!expected.equals(heard)) {
            throw new AssertionError("heard something else than was said");
        }
        talk.toHear.position(talk.toHear.position() + length);
        if (length > 0 && !talk.toHear.hasRemaining()) {
            finished++;
        }
    }

    /** Lets the kernel send keepalives when nobody says anything; RFC 9293 § 3.8.4. */
    void keepAlive() throws IOException {
        for (Talk talk : talks) {
            talk.connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** Says it all again on the same connections. */
    void repeat() {
        finished = 0;
        for (Talk talk : talks) {
            talk.toSay.clear();
            talk.toHear.clear();
            talk.connection.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Says that there is nothing more to say, waits until the servers have said so too, and closes. */
    void end() throws IOException {
        for (Talk talk : talks) {
            talk.connection.shutdownOutput();
        }
        for (Talk talk : talks) {
            Waiting.until("the server closes", () -> talk.connection.read(heard.clear()) < 0);
            talk.connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Talk talk : talks) {
            talk.connection.close();
        }
        selector.close();
    }
}
