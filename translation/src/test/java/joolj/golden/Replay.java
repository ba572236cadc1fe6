// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import joolj.reassembly.FragmentFate;
import joolj.reassembly.Reassembler;
import joolj.reassembly.ReassemblyLimits;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.ExpiryPackets;
import joolj.rfc6146.Flow;
import joolj.translation.Counters;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Routes;
import joolj.translation.Translation;

/** Carries out a case with the engine, in place of the worker and of the machine around it. */
final class Replay {
    /** What the translator sent, or wanted the kernel to send. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares or changes them.
    record Sent(int step, boolean ipv6, byte[] octets, boolean isReply) {}

    /** How long one step takes unless it says otherwise, milliseconds. */
    private static final long STEP_TIME = 30;

    /** How often expired sessions are looked for, milliseconds. */
    private static final long EXPIRY_INTERVAL = 500;

    private static final int MARGIN = 32;
    private static final byte AROUND_INPUT = 0x5a;
    private static final byte AROUND_OUTPUT = (byte) 0xa5;

    /** Packets that the translator sends to its own machine come back; none of them does so more often than this. */
    private static final int LOOPS_MAX = 3;

    private final GoldenCase golden;
    private final Host host;
    private final Instance instance;
    private final Counters counters = new Counters();
    private final Translation translation;
    private final Reassembler reassembler =
            new Reassembler(new ReassemblyLimits(8, 1 << 18, 30_000, 60_000), (ipv6, cause) -> {});

    private final Set<List<String>> refused = new HashSet<>();
    private final Set<Integer> refusedSteps = new HashSet<>();
    private final Map<Integer, List<String>> outputs = new TreeMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final BitSet left = new BitSet();
    private long now = 1_000_000;
    private int step;
    private String verdict;

    private Replay(GoldenCase golden) {
        this.golden = golden;
        this.host = golden.host();
        this.instance = Instance.of(golden);
        this.translation = new Translation(host, counters);
    }

    /** Carries out a case. Packets that are not to be reckoned with make an exception escape from here. */
    static Replay of(GoldenCase golden) {
        Replay replay = new Replay(golden);
        replay.run();
        return replay;
    }

    /** The commands of the configuration that were refused. */
    Set<List<String>> refused() {
        return refused;
    }

    /** The later commands that were refused, by step. */
    Set<Integer> refusedSteps() {
        return refusedSteps;
    }

    /** What later commands printed, by step. */
    Map<Integer, List<String>> outputs() {
        return outputs;
    }

    /** What was sent, in order. */
    List<Sent> sent() {
        return sent;
    }

    /** Whether a step left a packet to the kernel, which may have done anything with it. */
    boolean leftToKernel(int number) {
        return left.get(number);
    }

    /** What became of the first packet, in the words of the recordings. */
    String verdict() {
        return verdict;
    }

    /** What was counted, zeros left out, by name. */
    Map<String, Long> counters() {
        Map<String, Long> counted = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            if (counters.get(reason) != 0) {
                counted.put(reason.label(), counters.get(reason));
            }
        }
        return counted;
    }

    /** Rows of the BIB at the end. */
    List<String> bib(String protocol) {
        return instance.bib(protocol);
    }

    /** Rows of the session table at the end. */
    List<String> sessions(String protocol) {
        return instance.sessions(protocol, now);
    }

    private void run() {
        for (List<String> command : golden.configuration()) {
            if (!instance.apply(command)) {
                refused.add(command);
            }
        }
        for (int i = 0; i < golden.steps().size(); i++) {
            step = golden.endOfBurst(i);
            GoldenCase.Step action = golden.steps().get(i);
            if (action.packet() != null) {
                receive(patched(action));
            } else if (action.command() != null) {
                execute(i, action);
            }
            pass(action.milliseconds() + STEP_TIME);
        }
    }

    private void execute(int number, GoldenCase.Step action) {
        List<String> command = action.command();
        switch (command.get(0) + " " + command.get(1)) {
            case "bib display" -> outputs.put(number, instance.bib(protocol(command)));
            case "session display" -> outputs.put(number, instance.sessions(protocol(command), now));
            case "pool4 display" -> {
                // pool4 is not what is tried here; its display belongs to the client.
            }
            default -> {
                // The ranges of global settings are the affair of those who read them, not of the engine.
                boolean outOfRange = action.status() != 0 && command.get(0).equals("global");
                if (outOfRange || !instance.apply(command)) {
                    refusedSteps.add(number);
                }
            }
        }
    }

    /** The protocol that a display command is to show, in lower case. */
    private static String protocol(List<String> command) {
        return command.get(2).replace("--", "");
    }

    private byte[] patched(GoldenCase.Step action) {
        byte[] packet = action.packet().clone();
        for (GoldenCase.Patch patch : action.patches()) {
            byte[] source = sent.stream()
                    .filter(candidate -> candidate.step() == patch.step())
                    .findFirst()
                    .orElseThrow()
                    .octets();
            for (int i = 0; i < patch.length(); i += 2) {
                int old = Octets.get16(packet, patch.to() + i);
                int value = Octets.get16(source, patch.from() + i);
                Octets.put16(packet, patch.to() + i, value);
                for (int at : patch.checksums()) {
                    Octets.put16(packet, at, updated(Octets.get16(packet, at), old, value));
                }
            }
        }
        return packet;
    }

    /** RFC 1624 § 3: a checksum after one of the words that it covers has changed. */
    private static int updated(int checksum, int old, int value) {
        byte[] words = new byte[6];
        Octets.put16(words, 0, ~checksum);
        Octets.put16(words, 2, ~old);
        Octets.put16(words, 4, value);
        return ~Octets.sum(words, 0, words.length, 0);
    }

    /** Takes a packet from one of the links. */
    private void receive(byte[] packet) {
        ByteBuffer in = surrounded(packet);
        int ingressMtu = host.linkMtu(Octets.isIpv6(packet));
        int mark = host.markOf(packet);
        if (!instance.reassembles() || !Reassembler.isFragment(in, MARGIN, packet.length)) {
            translate(packet, mark, ingressMtu, 0);
            return;
        }
        FragmentFate fate = reassembler.add(in, MARGIN, packet.length, now);
        if (fate == FragmentFate.COMPLETE) {
            byte[] whole = new byte[reassembler.length()];
            reassembler.packet().get(0, whole);
            translate(whole, mark, reassembler.largestFragment(), 0);
        } else if (fate == FragmentFate.NOT_OURS) {
            translate(packet, mark, ingressMtu, 0);
        }
    }

    private static ByteBuffer surrounded(byte[] packet) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(packet.length + 2 * MARGIN);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, AROUND_INPUT);
        }
        return buffer.put(MARGIN, packet);
    }

    private void translate(byte[] packet, int mark, int ingressMtu, int loops) {
        ByteBuffer in = surrounded(packet);
        translation.begin(in, MARGIN, packet.length, mark, ingressMtu, false, false, now);
        Outcome outcome = instance.translator().translate(translation);
        assertEquals(surrounded(packet), in, "the input stays untouched");
        List<byte[]> returning = new ArrayList<>();
        switch (outcome) {
            case TRANSLATED -> {
                counters.increment(Reason.SUCCESS);
                collect(packet, in, returning);
            }
            case DROP -> {
                if (translation.hasReply()) {
                    sent.add(new Sent(step, translation.out6(), piece(0, in), true));
                }
            }
            case ACCEPT -> left.set(step);
            case CONTINUE -> throw new IllegalStateException("an unfinished translation");
        }
        if (verdict == null) {
            verdict = verdict(outcome, translation.hasReply());
        }
        for (byte[] back : returning) {
            if (loops == LOOPS_MAX) {
                throw new IllegalStateException(golden.id() + ": loops for ever");
            }
            translate(back, mark, Routes.UNKNOWN_MTU, loops + 1);
        }
    }

    private static String verdict(Outcome outcome, boolean reply) {
        return switch (outcome) {
            case TRANSLATED -> "translated";
            case ACCEPT -> "accepted";
            case DROP -> reply ? "error" : "dropped";
            case CONTINUE -> throw new IllegalStateException("an unfinished translation");
        };
    }

    private void collect(byte[] input, ByteBuffer in, List<byte[]> returning) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < translation.pieces(); i++) {
            pieces.add(piece(i, in));
        }
        checkSums(input, pieces);
        for (byte[] piece : pieces) {
            if (host.isLocalDestination(piece)) {
                returning.add(piece);
            } else {
                assertTrue(piece.length <= host.linkMtu(translation.out6()), "what is sent fits the link");
                sent.add(new Sent(step, translation.out6(), piece, false));
            }
        }
    }

    /** One of the packets that leave, checked not to have been written outside its place. */
    private byte[] piece(int index, ByteBuffer in) {
        ByteBuffer out = ByteBuffer.allocateDirect(Translation.HEADERS_MAX + 2 * MARGIN);
        for (int i = 0; i < out.capacity(); i++) {
            out.put(i, AROUND_OUTPUT);
        }
        translation.writePiece(index, out, MARGIN);
        int headers = translation.headerLength();
        for (int i = 0; i < out.capacity(); i++) {
            if (i < MARGIN || i >= MARGIN + headers) {
                assertEquals(AROUND_OUTPUT, out.get(i), "nothing is written outside the headers");
            }
        }
        byte[] whole = new byte[headers + translation.payloadLength()];
        out.get(MARGIN, whole, 0, headers);
        in.get(translation.payloadStart(), whole, headers, translation.payloadLength());
        return whole;
    }

    private void checkSums(byte[] input, List<byte[]> pieces) {
        for (byte[] piece : pieces) {
            requireRight(SumCheck.ofHeader(piece), "IPv4 header checksum", piece);
            requireRight(SumCheck.ofQuotedHeader(piece), "checksum of the quoted IPv4 header", piece);
        }
        if (SumCheck.ofTransport(input) == SumCheck.RIGHT) {
            byte[] whole = pieces.size() == 1 ? pieces.get(0) : Octets.joined(pieces);
            requireRight(SumCheck.ofTransport(whole), "transport checksum", whole);
        }
    }

    private void requireRight(SumCheck check, String what, byte[] packet) {
        if (check == SumCheck.WRONG) {
            throw new IllegalStateException(
                    golden.id() + ": wrong " + what + " in " + HexFormat.of().formatHex(packet));
        }
    }

    /** Lets time go by. */
    private void pass(long milliseconds) {
        for (long waited = 0; waited < milliseconds; waited += EXPIRY_INTERVAL) {
            now += Math.min(EXPIRY_INTERVAL, milliseconds - waited);
            instance.expire(now, new ExpirySender());
        }
    }

    /** Sends what expiring sessions demand. */
    private final class ExpirySender implements ExpiryObserver {
        private final ExpiryPackets packets = new ExpiryPackets();
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(ExpiryPackets.LENGTH_MAX);

        @Override
        public void probe(Flow flow) {
            packets.writeProbe(buffer, 0, flow);
            add(true, ExpiryPackets.PROBE_LENGTH, false);
        }

        @Override
        public void synExpired(Flow flow, ByteBuffer packet) {
            add(false, packets.writePortUnreachable(buffer, 0, packet), true);
        }

        private void add(boolean ipv6, int length, boolean reply) {
            byte[] octets = new byte[length];
            buffer.get(0, octets);
            sent.add(new Sent(step, ipv6, octets, reply));
        }
    }
}
