// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.RefusedException;
import joolj.config.definition.BibEntry;
import joolj.config.definition.Draft;
import joolj.nat64.Nat64Settings;
import joolj.nat64.Nat64Translator;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.SessionLimits;
import joolj.rfc6146.StateSettings;
import joolj.rfc6146.StaticBib;
import joolj.rfc6146.StaticBibs;
import joolj.translation.Routes;
import joolj.translation.Translator;

/** The engine of a stateful NAT64 instance. */
public final class Nat64Engine implements Engine {
    /** Octets of the secret that makes port selection unpredictable; RFC 6056 § 3.3.3. */
    private static final int SECRET_OCTETS = 16;

    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;

    private final Nat64State state;
    private final Nat64Translator translator;

    /** @param globals those of a new instance, with pool6 */
    Nat64Engine(Globals globals) {
        byte[] secret = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(secret);
        state = new Nat64State(stateSettings(globals), Pool4.EMPTY, secret);
        state.limits(limits(globals));
        translator = new Nat64Translator(state, settings(globals));
    }

    /** BIB, sessions and pool4. */
    public Nat64State state() {
        return state;
    }

    @Override
    public Translator translator() {
        return translator;
    }

    @Override
    public boolean reassembles(ByteBuffer packet, int start, Routes routes) {
        if ((packet.get(start) & 0xf0) == 0x60) {
            long high = packet.getLong(start + IPV6_DESTINATION);
            long low = packet.getLong(start + IPV6_DESTINATION + Long.BYTES);
            return translator.settings().pool6().contains(high, low);
        }
        return state.hasPool4Address(packet.getInt(start + IPV4_DESTINATION), routes);
    }

    @Override
    public void apply(Globals globals) {
        state.settings(stateSettings(globals));
        state.limits(limits(globals));
        translator.settings(settings(globals));
    }

    @Override
    public void replace(Draft draft, NamespaceRoutes namespace) {
        if (draft.bib().isPresent()) {
            StaticBibs statics = new StaticBibs(
                    state,
                    draft.bib().get().stream().map(Nat64Engine::staticBib).toList());
            StaticBibs.Conflict conflict = namespace.lend(routes -> statics.replace(draft.pool4(), routes));
            if (conflict != null) {
                throw refusal(conflict);
            }
        } else {
            state.pool4(draft.pool4());
        }
        apply(draft.globals());
    }

    private static StaticBib staticBib(BibEntry entry) {
        return new StaticBib(
                entry.protocol(),
                entry.address6().high(),
                entry.address6().low(),
                entry.address6().port(),
                entry.address4().address(),
                entry.address4().port());
    }

    private static RefusedException refusal(StaticBibs.Conflict conflict) {
        StaticBib entry = conflict.entry();
        TransportAddress4 address4 = new TransportAddress4(entry.local4(), entry.local4Port());
        TransportAddress6 address6 =
                new TransportAddress6(entry.remote6High(), entry.remote6Low(), entry.remote6Port());
        return switch (conflict.addition().result()) {
            case COLLISION -> {
                BibRow other = conflict.addition().other();
                yield Draft.collision(
                        new BibEntry(entry.protocol(), address6, address4),
                        new TransportAddress4(other.local4(), other.local4Port()),
                        new TransportAddress6(other.remote6High(), other.remote6Low(), other.remote6Port()));
            }
            case FULL -> new RefusedException(RefusedException.ENOSPC, "The BIB is full.");
            default -> Draft.notInPool4(address4);
        };
    }

    @Override
    public int expire(long now, int budget, ExpiryObserver observer) {
        return state.expire(now, budget, observer);
    }

    @Override
    public boolean isExpiring(long now) {
        return state.isExpiring(now);
    }

    @Override
    public long bibEntries() {
        return state.bibCount();
    }

    @Override
    public long sessions() {
        return state.sessionCount();
    }

    private static StateSettings stateSettings(Globals globals) {
        return new StateSettings(
                globals.get(GlobalKeys.ADDRESS_DEPENDENT_FILTERING),
                globals.get(GlobalKeys.DROP_EXTERNALLY_INITIATED_TCP),
                globals.get(GlobalKeys.HANDLE_RST_DURING_FIN_RCV),
                globals.get(GlobalKeys.F_ARGS).intValue(),
                globals.get(GlobalKeys.TCP_EST_TIMEOUT),
                globals.get(GlobalKeys.TCP_TRANS_TIMEOUT),
                globals.get(GlobalKeys.UDP_TIMEOUT),
                globals.get(GlobalKeys.ICMP_TIMEOUT),
                globals.get(GlobalKeys.MAXIMUM_SIMULTANEOUS_OPENS),
                globals.get(GlobalKeys.TABLE_CAPACITY).intValue(),
                globals.get(GlobalKeys.TABLE_CAPACITY).intValue());
    }

    private static SessionLimits limits(Globals globals) {
        return new SessionLimits(
                globals.get(GlobalKeys.SESSION_LIMIT),
                globals.get(GlobalKeys.SESSION_LIMIT_PER_SOURCE),
                globals.get(GlobalKeys.SESSION_RATE_PER_SOURCE).intValue(),
                globals.get(GlobalKeys.SESSION_SOURCE_PREFIX_LENGTH).intValue());
    }

    private static Nat64Settings settings(Globals globals) {
        return new Nat64Settings(
                globals.get(GlobalKeys.MANUALLY_ENABLED),
                new Pool6(globals.get(GlobalKeys.POOL6).orElseThrow()),
                EngineSettings.headers(globals, true),
                globals.get(GlobalKeys.DROP_ICMPV6_INFO),
                globals.get(GlobalKeys.SOURCE_ICMPV6_ERRORS_BETTER));
    }
}
