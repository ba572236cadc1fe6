// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, in words. */
final class RecordingObserver implements ExpiryObserver, StateObserver {
    final List<String> events = new ArrayList<>();

    /** Returns what was written down so far and starts afresh. */
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private static String session(Flow flow) {
        return flow.protocol
                + " " + Long.toHexString(flow.remote6Low) + "#" + flow.remote6Port
                + " " + Long.toHexString(flow.local6Low) + "#" + flow.local6Port
                + " " + Integer.toHexString(flow.local4) + "#" + flow.local4Port
                + " " + Integer.toHexString(flow.remote4) + "#" + flow.remote4Port;
    }

    private static String bib(Flow flow) {
        return flow.protocol
                + " " + Long.toHexString(flow.remote6Low) + "#" + flow.remote6Port
                + " " + Integer.toHexString(flow.local4) + "#" + flow.local4Port;
    }

    @Override
    public void probe(Flow flow) {
        events.add("probe " + session(flow) + mark(flow));
    }

    @Override
    public void synExpired(Flow flow, ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < packet.limit(); i++) {
            sum += packet.get(i) & 0xff;
        }
        events.add("syn expired " + Integer.toHexString(flow.remote4) + "#" + flow.remote4Port + " octets "
                + packet.limit() + " sum " + sum + mark(flow));
    }

    private static String mark(Flow flow) {
        return flow.mark == 0 ? "" : " mark " + Integer.toHexString(flow.mark);
    }

    @Override
    public void bibCreated(Flow flow) {
        events.add("bib created " + bib(flow));
    }

    @Override
    public void bibForgotten(Flow flow) {
        events.add("bib forgotten " + bib(flow));
    }

    @Override
    public void sessionCreated(Flow flow) {
        events.add("session created " + session(flow));
    }

    @Override
    public void sessionForgotten(Flow flow) {
        events.add("session forgotten " + session(flow));
    }

    @Override
    public void pool4Exhausted(Flow flow) {
        events.add("pool4 exhausted " + flow.protocol + " mark " + flow.mark);
    }
}
