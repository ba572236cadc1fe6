// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.MaptType;
import joolj.config.definition.Draft;
import joolj.mapt.MaptSettings;
import joolj.mapt.MaptTranslator;
import joolj.mapt.Napt;
import joolj.mapt.NaptSettings;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc7597.CustomerEdge;
import joolj.translation.Routes;

/** The engine of a MAP-T instance, customer edge or border relay. */
public final class MaptEngine implements Engine {
    /** Octets of the secret that makes the ports of the NAPT unpredictable; RFC 6056 § 3.3.3. */
    private static final int SECRET_OCTETS = 16;

    private final MaptTranslator translator;

    /** @param globals those of a new instance */
    MaptEngine(Globals globals) {
        byte[] secret = new byte[SECRET_OCTETS];
        new SecureRandom().nextBytes(secret);
        translator = new MaptTranslator(settings(globals), new SplittableRandom(), secret);
    }

    @Override
    public MaptTranslator translator() {
        return translator;
    }

    /** Always, if it may have to be translated: shared addresses are told apart by ports. */
    @Override
    public boolean reassembles(ByteBuffer packet, int start, Routes routes) {
        return translator.concerns(packet, start);
    }

    @Override
    public void apply(Globals globals) {
        translator.settings(settings(globals));
    }

    @Override
    public void replace(Draft draft, NamespaceRoutes routes) {
        translator.replace(settings(draft.globals()), draft.rules());
    }

    @Override
    public int expire(long now, int budget, ExpiryObserver observer) {
        Napt napt = translator.napt();
        return napt == null ? 0 : napt.expire(now, budget);
    }

    @Override
    public boolean isExpiring(long now) {
        Napt napt = translator.napt();
        return napt != null && napt.state().isExpiring(now);
    }

    @Override
    public long bibEntries() {
        Napt napt = translator.napt();
        return napt == null ? 0 : napt.state().bibCount();
    }

    @Override
    public long sessions() {
        Napt napt = translator.napt();
        return napt == null ? 0 : napt.state().sessionCount();
    }

    private static MaptSettings settings(Globals globals) {
        boolean isEdge = globals.get(GlobalKeys.MAP_T_TYPE) == MaptType.CE;
        CustomerEdge edge = isEdge
                ? new CustomerEdge(
                        globals.get(GlobalKeys.BMR).orElseThrow(),
                        globals.get(GlobalKeys.END_USER_IPV6_PREFIX).orElseThrow())
                : null;
        return new MaptSettings(
                globals.get(GlobalKeys.MANUALLY_ENABLED),
                edge,
                globals.get(GlobalKeys.POOL6).map(Pool6::new).orElse(null),
                EngineSettings.headers(globals, true),
                globals.get(GlobalKeys.RFC6791V6_PREFIX).orElse(null),
                globals.get(GlobalKeys.RFC6791V4_PREFIX).orElse(null),
                globals.get(GlobalKeys.MAP_T_CHECK_PORTS),
                napt(globals));
    }

    /** Null without NAPT. */
    private static NaptSettings napt(Globals globals) {
        Ipv4Prefix prefix = globals.get(GlobalKeys.NAPT_PREFIX).orElse(null);
        if (prefix == null || !globals.get(GlobalKeys.NAPT)) {
            return null;
        }
        return new NaptSettings(
                prefix,
                globals.get(GlobalKeys.NAPT_TCP_TIMEOUT),
                globals.get(GlobalKeys.NAPT_UDP_TIMEOUT),
                globals.get(GlobalKeys.NAPT_ICMP_TIMEOUT));
    }
}
