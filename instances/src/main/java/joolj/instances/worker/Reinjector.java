// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

import java.nio.ByteBuffer;
import joolj.nfqueue.socket.RawSocket;
import joolj.nfqueue.socket.SendBatch;
import joolj.nfqueue.socket.SendObserver;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.ExpiryPackets;
import joolj.rfc6146.Flow;
import joolj.translation.Counters;
import joolj.translation.Reason;
import joolj.translation.Translation;

/**
 * Sends what the engine made: translated packets through raw sockets, which enter the network behind FORWARD, or by a
 * TUN device, and the engine's own ICMP errors through ICMP sockets, so that the kernel chooses their source address. Everything waits in
 * batches until {@link #flush}; until then the input packets must stay where they are.
 *
 * <p>Confined to its worker.
 */
final class Reinjector implements ExpiryObserver, AutoCloseable {
    private static final int BATCH = 256;
    private static final int ERROR_BATCH = 64;

    /** ICMP errors that one worker may send in a second, and at once; as many as Linux allows itself by default, and more. */
    private static final int ERRORS_PER_SECOND = 1000;

    private static final int ERRORS_AT_ONCE = 250;

    /** The address of a payload of no octets. */
    private static final long NOTHING = 0;

    private static final int IPV4_IDENTIFICATION = 4;
    private static final short SUBSTITUTE_IDENTIFICATION = (short) 0xffff;
    private static final int IPV4_FRAGMENT = 6;
    private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private final OpenResources sockets;
    private final Counters counters;

    /** Which messages of a batch are the first piece of a packet: a packet counts once, however many its pieces. */
    private final boolean[] first4 = new boolean[BATCH];

    private final boolean[] first6 = new boolean[BATCH];

    /** Which ICMPv4 errors of a batch are counted; those about expired SYNs are not, as with Jool. */
    private final boolean[] counted4 = new boolean[ERROR_BATCH];

    private final ExpiryPackets expiry = new ExpiryPackets();
    private final TokenBucket errorLimit;
    private final SendBatch out4;
    private final SendBatch out6;
    private final SendBatch errors4;
    private final SendBatch errors6;
    private final TunExit tun;
    private final SendObserver lost4;
    private final SendObserver lost6;
    private final SendObserver lostError4;
    private final SendObserver lostError6;

    private Reinjector(OpenResources sockets, TunExit tun, Counters counters, long now) {
        this.sockets = sockets;
        this.tun = tun;
        this.errorLimit = new TokenBucket(ERRORS_PER_SECOND, ERRORS_AT_ONCE, now);
        this.counters = counters;
        this.out4 = new SendBatch(sockets.add(RawSocket.openIpv4()), BATCH);
        this.out6 = new SendBatch(sockets.add(RawSocket.openIpv6()), BATCH);
        this.errors4 = new SendBatch(sockets.add(RawSocket.openIcmp4()), ERROR_BATCH);
        this.errors6 = new SendBatch(sockets.add(RawSocket.openIcmp6()), ERROR_BATCH);
        this.lost4 = (index, errno) -> countLost(first4[index]);
        this.lost6 = (index, errno) -> countLost(first6[index]);
        this.lostError4 = (index, errno) -> {
            if (counted4[index]) {
                counters.add(Reason.ICMP4ERR_SUCCESS, -1);
                counters.increment(Reason.ICMP4ERR_FAILURE);
            }
        };
        this.lostError6 = (index, errno) -> {
            counters.add(Reason.ICMP6ERR_SUCCESS, -1);
            counters.increment(Reason.ICMP6ERR_FAILURE);
        };
    }

    /**
     * Opens the sockets in the calling thread's network namespace.
     *
     * @param tun what takes translated packets instead of raw sockets, or null
     * @param counters the worker's counters
     * @param now milliseconds of {@link WorkerClock}
     * @throws joolj.nfqueue.NativeException if one cannot be opened; the others are closed again
     */
    static Reinjector open(TunExit tun, Counters counters, long now) {
        OpenResources sockets = new OpenResources();
        try {
            return new Reinjector(sockets, tun, counters, now);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /**
     * Takes the translated packet, in one piece or several.
     *
     * @param sourceAddress address of the buffer that the packet lies in
     */
    void sendTranslated(Translation t, long sourceAddress) {
        counters.increment(Reason.SUCCESS);
        if (tun == null) {
            sendRaw(t, sourceAddress);
        } else if (!tun.send(t, sourceAddress)) {
            countLost(true);
        }
    }

    private void sendRaw(Translation t, long sourceAddress) {
        SendBatch batch = t.out6() ? out6 : out4;
        boolean[] first = t.out6() ? first6 : first4;
        for (int piece = 0; piece < t.pieces(); piece++) {
            if (batch.full()) {
                batch.flush(t.out6() ? lost6 : lost4);
            }
            first[batch.size()] = piece == 0;
            ByteBuffer headers = batch.headers();
            int at = batch.nextHeaderAt();
            t.writePiece(piece, headers, at);
            long payload = sourceAddress + t.payloadStart();
            if (t.out6()) {
                long high = headers.getLong(at + IPV6_DESTINATION);
                long low = headers.getLong(at + IPV6_DESTINATION + Long.BYTES);
                batch.add6(t.headerLength(), payload, t.payloadLength(), high, low, t.mark());
            } else {
                identifyFragment(headers, at);
                int destination = headers.getInt(at + IPV4_DESTINATION);
                batch.add4(t.headerLength(), payload, t.payloadLength(), destination, t.mark());
            }
        }
    }

    /**
     * Replaces the identification 0 of a fragment: the kernel would choose another one for each fragment, and their
     * datagram could never be put together. The kernel computes the header's checksum anew in any case.
     */
    private static void identifyFragment(ByteBuffer headers, int at) {
        boolean fragment = (headers.getShort(at + IPV4_FRAGMENT) & MORE_FRAGMENTS_OR_OFFSET) != 0;
        if (fragment && headers.getShort(at + IPV4_IDENTIFICATION) == 0) {
            headers.putShort(at + IPV4_IDENTIFICATION, SUBSTITUTE_IDENTIFICATION);
        }
    }

    /**
     * Takes the ICMP error that answers a dropped packet.
     *
     * @param source the buffer that the packet lies in
     * @param sourceAddress its address
     * @param packetStart where the packet's IP header starts
     */
    void sendReply(Translation t, ByteBuffer source, long sourceAddress, int packetStart) {
        if (!errorLimit.take(t.now())) {
            counters.increment(t.out6() ? Reason.ICMP6ERR_FAILURE : Reason.ICMP4ERR_FAILURE);
            return;
        }
        SendBatch batch = t.out6() ? errors6 : errors4;
        if (batch.full()) {
            batch.flush(t.out6() ? lostError6 : lostError4);
        }
        t.writePiece(0, batch.headers(), batch.nextHeaderAt());
        long payload = sourceAddress + t.payloadStart();
        if (t.out6()) {
            long high = source.getLong(packetStart + IPV6_SOURCE);
            long low = source.getLong(packetStart + IPV6_SOURCE + Long.BYTES);
            batch.add6(t.headerLength(), payload, t.payloadLength(), high, low, t.mark());
            counters.increment(Reason.ICMP6ERR_SUCCESS);
        } else {
            int destination = source.getInt(packetStart + IPV4_SOURCE);
            counted4[batch.size()] = true;
            batch.add4(t.headerLength(), payload, t.payloadLength(), destination, t.mark());
            counters.increment(Reason.ICMP4ERR_SUCCESS);
        }
    }

    @Override
    public void probe(Flow flow) {
        if (out6.full()) {
            out6.flush(lost6);
        }
        first6[out6.size()] = false;
        expiry.writeProbe(out6.headers(), out6.nextHeaderAt(), flow);
        out6.add6(ExpiryPackets.PROBE_LENGTH, NOTHING, 0, flow.remote6High, flow.remote6Low, flow.mark);
    }

    @Override
    public void synExpired(Flow flow, ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return;
        }
        if (errors4.full()) {
            errors4.flush(lostError4);
        }
        int length = expiry.writePortUnreachable(errors4.headers(), errors4.nextHeaderAt(), packet);
        counted4[errors4.size()] = false;
        errors4.add4(length, NOTHING, 0, flow.remote4, flow.mark);
    }

    /** Sends everything that was taken. */
    void flush() {
        flush(out4, lost4);
        flush(out6, lost6);
        flush(errors4, lostError4);
        flush(errors6, lostError6);
    }

    @Override
    public void close() {
        sockets.close();
    }

    private void countLost(boolean firstPiece) {
        if (firstPiece) {
            counters.add(Reason.SUCCESS, -1);
            counters.increment(Reason.DST_OUTPUT);
        }
    }

    private static void flush(SendBatch batch, SendObserver observer) {
        if (batch.size() > 0) {
            batch.flush(observer);
        }
    }
}
