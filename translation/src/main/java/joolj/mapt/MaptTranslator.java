// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.mapt;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.RuleTable;
import joolj.rfc7915.PacketReader;
import joolj.rfc7915.Translator46;
import joolj.rfc7915.Translator64;
import joolj.translation.Outcome;
import joolj.translation.Packet;
import joolj.translation.Reason;
import joolj.translation.SubnetScoped;
import joolj.translation.Translation;
import joolj.translation.Translator;

/**
 * A MAP-T translator, RFC 7599 § 8: a customer edge or a border relay, as its settings say.
 *
 * <p>Shared addresses are mapped by ports, so datagrams are to be put together before they come here, by a
 * {@link joolj.reassembly.Reassembler}; later fragments of packets with such addresses are dropped.
 */
public final class MaptTranslator implements Translator {
    private static final int IPV4_SOURCE = 12;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_SOURCE = 8;
    private static final int IPV6_DESTINATION = 24;

    private record Configuration(MaptSettings settings, RuleTable rules, Napt napt) {}

    private final SplittableRandom randomness;
    private final byte[] secret;
    private final FragmentIdentifications identifications = new FragmentIdentifications();
    private volatile Configuration configuration;

    /**
     * @param settings what to start with
     * @param randomness where the random sources of RFC 6791 come from; each worker gets a generator split off it
     * @param secret at least 16 random octets; they keep outsiders from predicting the ports of the NAPT
     */
    public MaptTranslator(MaptSettings settings, SplittableRandom randomness, byte[] secret) {
        this.randomness = Objects.requireNonNull(randomness, "randomness");
        this.secret = secret.clone();
        replace(settings, new RuleTable());
    }

    /** The settings in force. */
    public MaptSettings settings() {
        return configuration.settings();
    }

    /**
     * Replaces the settings; packets being translated finish with the old ones. The NAPT keeps its mappings as long as it is
     * on and the customer edge has the same address and ports.
     */
    public synchronized void settings(MaptSettings newSettings) {
        replace(newSettings, configuration.rules());
    }

    /**
     * Replaces settings and rules at once; otherwise like {@link #settings(MaptSettings)}.
     *
     * @param rules the Forwarding Mapping Rules; they are the translator's from now on
     */
    public synchronized void replace(MaptSettings newSettings, RuleTable rules) {
        Objects.requireNonNull(newSettings, "settings");
        Objects.requireNonNull(rules, "rules");
        Napt napt = null;
        if (newSettings.hasNapt()) {
            Napt old = configuration == null ? null : configuration.napt();
            boolean same = old != null && isSame(old.edge(), newSettings.edge());
            if (same) {
                old.settings(newSettings.napt());
            }
            napt = same ? old : new Napt(newSettings.edge(), newSettings.napt(), secret);
        }
        configuration = new Configuration(newSettings, rules, napt);
    }

    private static boolean isSame(CustomerEdge left, CustomerEdge right) {
        return left.bmr().equals(right.bmr()) && left.endUserPrefix().equals(right.endUserPrefix());
    }

    /** The Forwarding Mapping Rules, which may be changed in place. */
    public RuleTable rules() {
        return configuration.rules();
    }

    /** The NAPT, or null if there is none. */
    public Napt napt() {
        return configuration.napt();
    }

    static Role role(MaptSettings settings) {
        return settings.edge() == null ? BorderRelay.INSTANCE : CustomerEdgeRole.INSTANCE;
    }

    /**
     * Whether a packet of which only the addresses can be seen may have to be translated, so that its fragments must be put
     * together.
     *
     * @param packet holds it; big-endian, read by absolute index
     * @param start index of its IP header, which is complete
     */
    public boolean concerns(ByteBuffer packet, int start) {
        Configuration current = configuration;
        MaptSettings settings = current.settings();
        RuleTable rules = current.rules();
        CustomerEdge edge = settings.edge();
        if ((packet.get(start) & 0xf0) != 0x60) {
            int source = packet.getInt(start + IPV4_SOURCE);
            return edge == null
                    ? rules.find4(packet.getInt(start + IPV4_DESTINATION)) != null
                    : edge.contains4(source) || isPrivate(settings, source);
        }
        long high = packet.getLong(start + IPV6_DESTINATION);
        long low = packet.getLong(start + IPV6_DESTINATION + Long.BYTES);
        long sourceHigh = packet.getLong(start + IPV6_SOURCE);
        long sourceLow = packet.getLong(start + IPV6_SOURCE + Long.BYTES);
        Pool6 dmr = settings.dmr();
        if (edge == null) {
            return dmr != null && dmr.contains(high, low) && rules.find6(sourceHigh, sourceLow) != null;
        }
        return edge.contains6(high, low)
                && (rules.find6(sourceHigh, sourceLow) != null || (dmr != null && dmr.contains(sourceHigh, sourceLow)));
    }

    private static boolean isPrivate(MaptSettings settings, int address) {
        return settings.hasNapt() && settings.napt().prefix().contains(address);
    }

    @Override
    public Outcome translate(Translation t) {
        Configuration current = configuration;
        boolean ipv6 = PacketReader.isIpv6(t.packet());
        t.counters().increment(ipv6 ? Reason.RECEIVED6 : Reason.RECEIVED4);
        if (!current.settings().manuallyEnabled()) {
            return t.accept(Reason.XLATOR_DISABLED);
        }
        MaptState state = MaptState.of(t, randomness);
        return ipv6 ? from6(t, current, state) : from4(t, current, state);
    }

    private Outcome from4(Translation t, Configuration current, MaptState state) {
        Outcome outcome = PacketReader.read4(t);
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        boolean error = readPorts(t, state);
        MaptSettings settings = current.settings();
        state.masked = false;
        Reason refusal = current.napt() == null ? null : mask(t, current, state, error);
        if (refusal == null) {
            refusal = Addresses46.find(t, settings, current.rules(), state, error);
        }
        if (refusal != null) {
            return Refusal.of(t, state, refusal);
        }
        CustomerEdge edge = settings.edge();
        boolean toItself = edge != null
                && !t.hairpinning()
                && edge.contains6(t.outgoing().destination6High, t.outgoing().destination6Low);
        if (!toItself) {
            if (edge != null && !error) {
                identifications.rewrite(t.packet(), edge.ports());
            }
            outcome = Translator46.translate(t, settings.headers());
            return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
        }
        outcome = Translator46.translateToHairpin(t, settings.headers());
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        t.hairpin();
        return from6(t, current, state);
    }

    private static Reason mask(Translation t, Configuration current, MaptState state, boolean error) {
        Ipv4Prefix inside = current.settings().napt().prefix();
        Packet in = t.packet();
        if (!inside.contains(error ? t.inner().ipv4.destination() : in.ipv4.source())) {
            return null;
        }
        int destination = in.ipv4.destination();
        if (inside.contains(destination)
                || SubnetScoped.contains(destination)
                || t.routes().isOwn4(destination)) {
            return Reason.V4_TO_V6_DST;
        }
        return current.napt().outbound(t, state, error);
    }

    private Outcome from6(Translation t, Configuration current, MaptState state) {
        Outcome outcome = PacketReader.read6(t);
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        boolean error = readPorts(t, state);
        MaptSettings settings = current.settings();
        state.spoofed = false;
        state.hairpin = false;
        Reason refusal = Addresses64.find(t, settings, current.rules(), state, error);
        if (refusal == null && current.napt() != null) {
            refusal = current.napt().inbound(t, state, error);
        }
        if (refusal == null && state.unsourced) {
            refusal = Addresses64.provideSource(t, settings, state);
        }
        if (refusal != null) {
            return Refusal.of(t, state, refusal);
        }
        if (!state.hairpin) {
            outcome = Translator64.translate(t, settings.headers());
            return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
        }
        outcome = Translator64.translateToHairpin(t, settings.headers());
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        t.hairpin();
        return from4(t, current, state);
    }

    /** Reads the ports that count; returns whether the packet is an ICMP error. */
    private static boolean readPorts(Translation t, MaptState state) {
        boolean error = PacketReader.isError(t.packet());
        if (error) {
            state.ports.readQuoted(t.inner());
        } else {
            state.ports.read(t.packet());
        }
        return error;
    }
}
