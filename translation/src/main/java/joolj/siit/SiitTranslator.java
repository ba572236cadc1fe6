// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.siit;

import java.util.Objects;
import java.util.SplittableRandom;
import joolj.rfc7757.Eamt;
import joolj.rfc7915.HeaderSettings;
import joolj.rfc7915.PacketReader;
import joolj.rfc7915.Translator46;
import joolj.rfc7915.Translator64;
import joolj.translation.Outcome;
import joolj.translation.Reason;
import joolj.translation.Translation;
import joolj.translation.Translator;

/**
 * A stateless translator, RFC 7915: each packet, and each fragment, by itself. Transport protocols it does not know are
 * handed on octet by octet; ICMP messages it does not know are dropped.
 */
public final class SiitTranslator implements Translator {
    private final SplittableRandom randomness;
    private volatile SiitConfiguration configuration;

    /**
     * @param configuration what to start with
     * @param randomness where the random sources of RFC 6791 come from; each worker gets a generator split off it
     */
    public SiitTranslator(SiitConfiguration configuration, SplittableRandom randomness) {
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        this.randomness = Objects.requireNonNull(randomness, "randomness");
    }

    /** What is in force. */
    public SiitConfiguration configuration() {
        return configuration;
    }

    /** Replaces all at once; packets being translated finish with what there was. */
    public synchronized void configuration(SiitConfiguration newConfiguration) {
        this.configuration = Objects.requireNonNull(newConfiguration, "configuration");
    }

    /** Replaces the settings; packets being translated finish with the old ones. */
    public synchronized void settings(SiitSettings newSettings) {
        configuration = new SiitConfiguration(newSettings, configuration.eamt(), configuration.denylist4());
    }

    /** Replaces the denylist; packets being translated finish with the old one. */
    public synchronized void denylist4(Denylist4 newDenylist4) {
        configuration = new SiitConfiguration(configuration.settings(), configuration.eamt(), newDenylist4);
    }

    /** The explicit address mappings in force, which may be changed in place. */
    public Eamt eamt() {
        return configuration.eamt();
    }

    @Override
    public Outcome translate(Translation t) {
        SiitConfiguration current = configuration;
        boolean ipv6 = PacketReader.isIpv6(t.packet());
        t.counters().increment(ipv6 ? Reason.RECEIVED6 : Reason.RECEIVED4);
        if (!current.settings().manuallyEnabled()) {
            return t.accept(Reason.XLATOR_DISABLED);
        }
        SiitState state = SiitState.of(t, randomness);
        return ipv6 ? from6(t, current, state) : from4(t, current, state);
    }

    private static Outcome from6(Translation t, SiitConfiguration current, SiitState state) {
        Outcome outcome = PacketReader.read6(t);
        if (outcome == Outcome.CONTINUE) {
            outcome = Addresses64.find(t, current, state, PacketReader.isError(t.packet()));
        }
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        HeaderSettings headers = current.settings().headers();
        if (!state.hairpin) {
            outcome = Translator64.translate(t, headers);
            return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
        }
        outcome = Translator64.translateToHairpin(t, headers);
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        t.hairpin();
        return from4(t, current, state);
    }

    private static Outcome from4(Translation t, SiitConfiguration current, SiitState state) {
        Outcome outcome = PacketReader.read4(t);
        if (outcome == Outcome.CONTINUE) {
            outcome = Addresses46.find(t, current, state, PacketReader.isError(t.packet()));
        }
        if (outcome != Outcome.CONTINUE) {
            return outcome;
        }
        outcome = Translator46.translate(t, current.settings().headers());
        return outcome == Outcome.CONTINUE ? Outcome.TRANSLATED : outcome;
    }
}
