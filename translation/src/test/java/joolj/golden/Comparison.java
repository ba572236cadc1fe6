// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Says in what the engine does otherwise than the recording. */
final class Comparison {
    /**
     * Counters that do not belong to the engine: the worker counts the ICMP errors that the kernel took over, and Jool also
     * counts those that the kernel never sent.
     */
    private static final Set<String> NOT_COMPARED = Set.of(
            "JSTAT_ICMP6ERR_SUCCESS",
            "JSTAT_ICMP6ERR_FAILURE",
            "JSTAT_ICMP4ERR_SUCCESS",
            "JSTAT_ICMP4ERR_FAILURE",
            "JSTAT_BIB_ENTRIES",
            "JSTAT_SESSIONS");

    /** The verdict of packets that the kernel refused before a translator saw them; those need only be survived. */
    private static final String NOT_SEEN = "not-seen";

    private final GoldenCase golden;
    private final Replay replay;
    private final List<String> differences = new ArrayList<>();

    private Comparison(GoldenCase golden, Replay replay) {
        this.golden = golden;
        this.replay = replay;
    }

    /** The differences, one line each; none if there are none. */
    static List<String> differences(GoldenCase golden) {
        Comparison comparison = new Comparison(golden, Replay.of(golden));
        if (golden.observed() == null) {
            comparison.requireTaken();
        } else if (!NOT_SEEN.equals(golden.verdict())) {
            comparison.compare();
        }
        return comparison.differences;
    }

    /** What could not be recorded is at least not left to the kernel. */
    private void requireTaken() {
        if (replay.verdict().equals("accepted")) {
            differences.add("verdict: accepted, must be translated or dropped");
        }
    }

    private void compare() {
        compareTexts("refused commands", golden.refused(), replay.refused());
        compareVerdict();
        IntStream.range(0, golden.steps().size()).forEach(this::comparePackets);
        compareTexts("counters", relevant(golden.counters()), relevant(replay.counters()));
        compareCommands();
        Tables tables = new Tables(golden.randomPorts());
        golden.bibs().forEach((protocol, rows) -> add(tables.difference("bib", rows, replay.bib(protocol))));
        golden.sessions()
                .forEach((protocol, rows) -> add(tables.difference("sessions", rows, replay.sessions(protocol))));
    }

    private void add(List<String> lines) {
        differences.addAll(lines);
    }

    private void compareTexts(String what, Object recorded, Object here) {
        if (!recorded.equals(here)) {
            differences.add(what + ": " + here + ", recorded " + recorded);
        }
    }

    private static Map<String, Long> relevant(Map<String, Long> counters) {
        Map<String, Long> relevant = new TreeMap<>(counters);
        relevant.keySet().removeAll(NOT_COMPARED);
        return relevant;
    }

    /** A packet that is left to the kernel looks dropped if the kernel has no use for it. */
    private void compareVerdict() {
        if (golden.verdict() == null || golden.packetsSent() != 1) {
            return;
        }
        String expected = golden.verdict();
        byte[] packet = golden.steps().get(0).packet();
        if (replay.verdict().equals("accepted") && golden.host().discards(packet)) {
            expected = expected.equals("dropped") ? "accepted" : expected;
        }
        compareTexts("verdict", expected, replay.verdict());
    }

    private void compareCommands() {
        Set<Integer> failed = new TreeSet<>();
        Tables tables = new Tables(golden.randomPorts());
        for (int i = 0; i < golden.steps().size(); i++) {
            GoldenCase.Step step = golden.steps().get(i);
            if (step.status() != 0) {
                failed.add(i);
            }
            if (replay.outputs().containsKey(i)) {
                add(tables.difference(
                        "step " + i, step.output(), replay.outputs().get(i)));
            }
        }
        compareTexts("failing steps", failed, new TreeSet<>(replay.refusedSteps()));
    }

    private void comparePackets(int step) {
        List<GoldenCase.Observation> recorded =
                golden.observed().stream().filter(o -> o.step() == step).toList();
        List<Replay.Sent> sent =
                replay.sent().stream().filter(s -> s.step() == step).toList();
        boolean kernelMayAdd = replay.leftToKernel(step);
        for (int i = 0; i < Math.max(recorded.size(), sent.size()); i++) {
            String place = "step " + step + " packet " + i + ": ";
            if (i >= recorded.size()) {
                differences.add(place + "sent " + side(sent.get(i).ipv6()) + ", recorded none");
            } else if (i < sent.size()) {
                String difference = difference(recorded.get(i), sent.get(i));
                if (difference != null) {
                    differences.add(place + difference);
                }
            } else if (!kernelMayAdd) {
                differences.add(place + "none, recorded " + side(recorded.get(i).ipv6()));
            }
        }
    }

    private static String side(boolean ipv6) {
        return ipv6 ? "IPv6" : "IPv4";
    }

    /** What is different between two packets, or null. */
    private static String difference(GoldenCase.Observation recorded, Replay.Sent sent) {
        if (recorded.ipv6() != sent.ipv6()) {
            return side(sent.ipv6()) + ", recorded " + side(recorded.ipv6());
        }
        byte[] expected = recorded.packet();
        byte[] octets = sent.isReply() ? asKernelSends(sent.octets(), expected) : sent.octets();
        if (expected.length != octets.length) {
            return octets.length + " octets, recorded " + expected.length;
        }
        byte[] right = expected.clone();
        recorded.corrections().forEach(c -> System.arraycopy(c.octets(), 0, right, c.at(), c.octets().length));
        byte[] maskedHere = masked(octets, recorded);
        byte[] maskedRight = masked(right, recorded);
        return Arrays.equals(maskedHere, maskedRight) ? null : describe(maskedHere, maskedRight);
    }

    /**
     * An ICMP error as the kernel sends it: its IP header is the kernel's affair and taken from the recording, and so is the
     * checksum of ICMPv6.
     */
    private static byte[] asKernelSends(byte[] icmp, byte[] recorded) {
        boolean ipv6 = Octets.isIpv6(recorded);
        int header = ipv6 ? 40 : Octets.headerLength4(recorded);
        byte[] packet = Arrays.copyOf(recorded, header + icmp.length);
        System.arraycopy(icmp, 0, packet, header, icmp.length);
        if (ipv6) {
            Octets.put16(packet, header + 2, 0);
            int pseudoHeader = Octets.sum(packet, 8, 40, 0) + Octets.ICMP6 + icmp.length;
            Octets.put16(packet, header + 2, ~Octets.sum(packet, header, packet.length, pseudoHeader));
        }
        return packet;
    }

    private static byte[] masked(byte[] octets, GoldenCase.Observation recorded) {
        byte[] masked = octets.clone();
        for (GoldenCase.Mask mask : recorded.masks()) {
            Arrays.fill(masked, mask.at(), mask.at() + mask.length(), (byte) 0);
        }
        return masked;
    }

    private static String describe(byte[] here, byte[] recorded) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < here.length; i++) {
            int from = i;
            while (i < here.length && here[i] != recorded[i]) {
                i++;
            }
            if (i > from) {
                ranges.add("octet " + from + " " + hex(here, from, i) + ", recorded " + hex(recorded, from, i));
            }
        }
        return String.join("; ", ranges);
    }

    private static String hex(byte[] octets, int from, int to) {
        return HexFormat.of().formatHex(octets, from, to);
    }
}
