// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64;

import java.nio.ByteBuffer;
import java.util.Objects;
import joolj.rfc6146.Flow;
import joolj.rfc6146.Nat64State;
import joolj.rfc7915.Translator46;
import joolj.rfc7915.Translator64;
import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.translation.Translator;

/**
 * A stateful NAT64, RFC 6146 § 3. Filtering and updating come before the translation of headers, so a packet that turns
 * out to be too big, or to have spent its hop limit, has made its BIB entry and session all the same.
 */
public final class Nat64Translator implements Translator {
    private final Nat64State state;
    private volatile Nat64Settings settings;

    /**
     * @param state BIBs, sessions and pool4, shared by all workers
     * @param settings what to start with
     */
    public Nat64Translator(Nat64State state, Nat64Settings settings) {
        this.state = Objects.requireNonNull(state, "state");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** BIBs, sessions and pool4. */
    public Nat64State state() {
        return state;
    }

    /** The settings in force. */
    public Nat64Settings settings() {
        return settings;
    }

    /** Replaces the settings; packets being translated finish with the old ones. */
    public void settings(Nat64Settings newSettings) {
        this.settings = Objects.requireNonNull(newSettings, "settings");
    }

    @Override
    public Outcome translate(Translation t) {
        Nat64Settings current = settings;
        boolean ipv6 = isIpv6(t.packet());
        t.counters().increment(ipv6 ? Reason.RECEIVED6 : Reason.RECEIVED4);
        if (!current.manuallyEnabled()) {
            return t.accept(Reason.XLATOR_DISABLED);
        }
        Nat64Flows flows = Nat64Flows.of(t);
        return ipv6 ? outbound(t, current, flows) : inbound(t, current, flows.first);
    }

    @Override
    public boolean expect(Translation t, ByteBuffer packet, int start, int length) {
        if (!state.gainsFromReadingAhead()) {
            return false;
        }
        Nat64Flows.of(t).expected(state).add(settings.pool6(), packet, start, length);
        return true;
    }

    @Override
    public void readAhead(Translation t) {
        Nat64Flows.of(t).expected(state).readAhead();
    }

    private static boolean isIpv6(Packet packet) {
        return packet.start < packet.end && (packet.buffer.get(packet.start) & 0xf0) == 0x60;
    }

    private Outcome outbound(Translation t, Nat64Settings current, Nat64Flows flows) {
        Flow flow = flows.first;
        Reason refusal = IncomingTuple64.determine(t, current, flow);
        if (refusal != null) {
            return Verdict.refuse(t, refusal);
        }
        boolean error = Translator64.isError(t.packet());
        refusal = error ? state.outboundError(flow, t.routes(), t.now()) : state.outbound(flow, t.routes(), t.now());
        if (refusal != null) {
            return Verdict.refuse(t, refusal);
        }
        OutgoingTuples.compute64(t, flow, error);
        Outcome outcome = Translator64.translate(t, current.headers());
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        if (!state.inPool4(flow.protocol, flow.remote4, flow.remote4Port, t.routes())) {
            return Outcome.TRANSLATED;
        }
        t.hairpin();
        return inbound(t, current, flows.second);
    }

    private Outcome inbound(Translation t, Nat64Settings current, Flow flow) {
        Reason refusal = IncomingTuple46.determine(t, current, state, flow);
        if (refusal != null) {
            return Verdict.refuse(t, refusal);
        }
        boolean error = Translator46.isError(t.packet());
        refusal = error ? state.inboundError(flow, t.routes(), t.now()) : state.inbound(flow, t.routes(), t.now());
        if (refusal != null) {
            return Verdict.refuse(t, refusal);
        }
        OutgoingTuples.compute46(t, current, flow, error);
        Outcome outcome = Translator46.translate(t, current.headers());
        return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
    }
}
