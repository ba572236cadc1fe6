// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A random mix of traffic between an IPv6-only and an IPv4-only node, for {@code examples/bench/soak.sh}.
 *
 * <pre>
 * java -cp examples/target/examples.jar joolj.examples.SoakTraffic serve PORT
 * java -cp examples/target/examples.jar joolj.examples.SoakTraffic talk ADDRESS PORT SECONDS SEED
 * </pre>
 *
 * <p>The server echoes TCP and UDP. The client opens and closes TCP connections, some of them by a reset, sends
 * datagrams of all sizes, some so large that they come in fragments, and others from new ports to nobody, so that
 * sessions come and go. It checks every octet that returns and prints one line at the end: {@code name=number} pairs.
 */
public final class SoakTraffic {
    private static final int USAGE = 2;
    private static final int TCP_THREADS = 4;
    private static final int UDP_THREADS = 3;
    private static final int TCP_PATIENCE_MILLIS = 30_000;
    private static final int UDP_PATIENCE_MILLIS = 1_000;
    private static final int CONVERSATION_MAX = 200_000;
    private static final int DATAGRAM_MAX = 1_400;
    private static final int LARGE_DATAGRAM_MAX = 8_000;
    /** Ports that TCP connections come from, one after the other. */
    private static final int FIRST_PORT = 2_048;

    private static final int PORTS = 63_000;

    /**
     * Between two acts of a thread. Four threads take five minutes at least for all the ports: a translator may forget a
     * closed connection only after four, and would forget a new one between the same ports with it.
     */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final InetSocketAddress server;
    private final long end;
    private final AtomicInteger nextPort = new AtomicInteger();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong datagrams = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    private SoakTraffic(InetSocketAddress server, long seconds, long seed) {
        this.server = server;
        nextPort.set(Math.floorMod(seed * (PORTS / 2), PORTS));
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Runs the server or the client. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean serve = arguments.length == 2 && arguments[0].equals("serve");
        if (!serve && !(arguments.length == 5 && arguments[0].equals("talk"))) {
            System.err.println("usage: SoakTraffic serve PORT | talk ADDRESS PORT SECONDS SEED");
            System.exit(USAGE);
        }
        try {
            if (serve) {
                serve(Integer.parseInt(arguments[1]));
            } else {
                InetSocketAddress server =
                        new InetSocketAddress(InetAddress.getByName(arguments[1]), Integer.parseInt(arguments[2]));
                long seed = Long.parseLong(arguments[4]);
                new SoakTraffic(server, Long.parseLong(arguments[3]), seed).talk(seed);
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(1);
        }
    }

    @SuppressWarnings("resource") // both servers live as long as the process
    private static void serve(int port) throws IOException {
        new TcpEchoServer(port);
        new UdpEchoServer(port);
        System.out.println("ready");
    }

    /** Something that is done again and again. */
    private interface Act {
        void once(SplittableRandom random) throws IOException;
    }

    private void talk(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < TCP_THREADS; i++) {
            threads.add(start(this::converse, random.split(), failed));
        }
        for (int i = 0; i < UDP_THREADS; i++) {
            threads.add(start(this::exchange, random.split(), lost));
        }
        threads.add(start(this::sendToNobody, random.split(), lost));
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("connections=" + connections + " resets=" + resets + " failed=" + failed + " datagrams="
                + datagrams + " lost=" + lost + " unanswered=" + unanswered + " wrong=" + wrong);
    }

    private Thread start(Act act, SplittableRandom random, AtomicLong failures) {
        Thread thread = new Thread(() -> {
            while (System.nanoTime() < end) {
                try {
                    act.once(random);
                } catch (IOException e) {
                    failures.incrementAndGet();
                    System.err.println(e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        thread.start();
        return thread;
    }

    /** One TCP connection: says something, hears it, and ends it in one of three ways. */
    private void converse(SplittableRandom random) throws IOException {
        byte[] words = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? CONVERSATION_MAX : 2_000)];
        random.nextBytes(words);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TCP_PATIENCE_MILLIS);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(FIRST_PORT + nextPort.getAndIncrement() % PORTS));
            socket.connect(server, TCP_PATIENCE_MILLIS);
            connections.incrementAndGet();
            if (random.nextInt(8) == 0) {
                socket.setSoLinger(true, 0); // closing sends a RST
                socket.getOutputStream().write(words, 0, Math.min(words.length, 1_000));
                resets.incrementAndGet();
                return;
            }
            Thread hear = new Thread(() -> hear(socket, words));
            hear.start();
            socket.getOutputStream().write(words);
            if (random.nextBoolean()) {
                socket.shutdownOutput();
            }
            join(hear);
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new SocketException("interrupted");
        }
    }

    private void hear(Socket socket, byte[] words) {
        try {
            InputStream in = socket.getInputStream();
            if (!Arrays.equals(words, in.readNBytes(words.length))) {
                wrong.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            System.err.println(e);
        }
    }

    /** Some datagrams from one port, one in eight of them in fragments. */
    private void exchange(SplittableRandom random) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(UDP_PATIENCE_MILLIS);
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                byte[] question = new byte[random.nextInt(random.nextInt(8) == 0 ? LARGE_DATAGRAM_MAX : DATAGRAM_MAX)];
                random.nextBytes(question);
                DatagramPacket answer = new DatagramPacket(new byte[question.length + 1], question.length + 1);
                datagrams.incrementAndGet();
                socket.send(new DatagramPacket(question, question.length));
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    lost.incrementAndGet();
                    return; // a late answer would be taken for the next one's
                }
                if (!Arrays.equals(question, Arrays.copyOf(answer.getData(), answer.getLength()))) {
                    wrong.incrementAndGet();
                }
            }
        }
    }

    /** A datagram from a new port to a port that is closed. */
    private void sendToNobody(SplittableRandom random) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            int port = 20_000 + random.nextInt(10_000);
            socket.send(new DatagramPacket(new byte[20], 20, server.getAddress(), port));
            unanswered.incrementAndGet();
        }
    }
}
