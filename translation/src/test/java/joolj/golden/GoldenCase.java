// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recorded case: a configuration, what was done then, and all that left the translator.
 *
 * @param id category, slash, name
 * @param isNat64 whether the product is NAT64; otherwise it is SIIT
 * @param pool6 may be null
 * @param configuration the arguments of the commands that were run first
 * @param refused those among them that failed
 * @param host the machine it ran on
 * @param steps what was done then, in order
 * @param observed the packets that left; null if the steps were not carried out, because they would hang that machine
 * @param verdict of cases of one packet: what became of it; otherwise null
 * @param counters increase of each counter that is not zero, by name
 * @param bibs rows of the BIB at the end, by the protocols that were asked for
 * @param sessions the same of the session table
 * @param randomPorts whether pool4 left a choice of ports
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares or changes them.
record GoldenCase(
        String id,
        boolean isNat64,
        String pool6,
        List<List<String>> configuration,
        Set<List<String>> refused,
        Host host,
        List<Step> steps,
        List<Observation> observed,
        String verdict,
        Map<String, Long> counters,
        Map<String, List<String>> bibs,
        Map<String, List<String>> sessions,
        boolean randomPorts) {

    /** The part of the id before the slash. */
    String category() {
        return id.substring(0, id.indexOf('/'));
    }

    /** How many packets are sent. */
    long packetsSent() {
        return steps.stream().filter(step -> step.packet() != null).count();
    }

    /**
     * The last of the steps that follow each other at once; the packets that they lead to were recorded under its number.
     *
     * @param step the number of one of them
     */
    int endOfBurst(int step) {
        int at = step;
        while (at + 1 < steps.size() && steps.get(at).burst()) {
            at++;
        }
        return at;
    }

    /**
     * Something that is done: one of {@code packet}, {@code milliseconds} and {@code command} is there.
     *
     * @param ipv6 whether the packet comes from the IPv6 side
     * @param packet from its IP header on, or null
     * @param burst whether the next step follows at once
     * @param patches what is taken over into the packet from others
     * @param milliseconds how long nothing happens, or 0
     * @param command arguments of a client's command, or null
     * @param status the command's exit status
     * @param output what it printed, in lines
     */
    record Step(
            boolean ipv6,
            byte[] packet,
            boolean burst,
            List<Patch> patches,
            long milliseconds,
            List<String> command,
            int status,
            List<String> output) {}

    /**
     * A value that could not be known beforehand, such as a port that the translator chose.
     *
     * @param step whose first packet has it
     * @param from index of its first octet there
     * @param to index of its first octet in the packet to send
     * @param length octets, even
     * @param checksums indexes of the checksums in the packet to send that cover it
     */
    record Patch(int step, int from, int to, int length, List<Integer> checksums) {}

    /**
     * A packet that left the translator.
     *
     * @param step during which step
     * @param ipv6 whether it left on the IPv6 side
     * @param packet from its IP header on
     * @param masks ranges of octets that were different each time it was recorded
     * @param corrections octets that are right where these are wrong
     */
    record Observation(int step, boolean ipv6, byte[] packet, List<Mask> masks, List<Correction> corrections) {}

    /**
     * A range of octets.
     *
     * @param at index of the first
     * @param length how many
     */
    record Mask(int at, int length) {}

    /**
     * Octets that replace others.
     *
     * @param at index of the first
     * @param octets what they are
     */
    record Correction(int at, byte[] octets) {}
}
