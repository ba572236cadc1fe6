// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends a text to a UDP echo server and prints what comes back.
 *
 * <pre>java -cp examples/target/examples.jar joolj.examples.UdpEcho ADDRESS PORT TEXT</pre>
 *
 * <p>Shows that UDP is translated in both directions. UDP may lose a datagram, so up to five are sent, one a second;
 * the exit status is 1 if none is answered with the same octets.
 */
public final class UdpEcho {
    private static final int ATTEMPTS = 5;
    private static final int PATIENCE_MILLIS = 1000;
    private static final int USAGE = 2;

    private UdpEcho() {}

    /**
     * Runs the client.
     *
     * @param arguments address, port and text
     */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: UdpEcho ADDRESS PORT TEXT");
            System.exit(USAGE);
        }
        try {
            InetSocketAddress server =
                    new InetSocketAddress(InetAddress.getByName(arguments[0]), Integer.parseInt(arguments[1]));
            System.exit(exchange(server, arguments[2]) ? 0 : 1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean exchange(InetSocketAddress server, String text) throws IOException {
        byte[] question = text.getBytes(StandardCharsets.UTF_8);
        DatagramPacket answer = new DatagramPacket(new byte[question.length + 1], question.length + 1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                socket.send(new DatagramPacket(question, question.length));
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
                byte[] octets = Arrays.copyOf(answer.getData(), answer.getLength());
                System.out.println(
                        answer.getSocketAddress() + " answers: " + new String(octets, StandardCharsets.UTF_8));
                return Arrays.equals(octets, question);
            }
        }
        System.err.println("Error: no answer from " + server);
        return false;
    }
}
