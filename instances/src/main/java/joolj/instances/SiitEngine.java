// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.HairpinMode;
import joolj.config.definition.Draft;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.ExpiryObserver;
import joolj.siit.SiitConfiguration;
import joolj.siit.SiitSettings;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.siit.SiitTranslator;
import joolj.translation.Routes;

/** The engine of a stateless instance, a SIIT. */
public final class SiitEngine implements Engine {
    private final SiitTranslator translator;

    /** @param globals those of a new instance */
    SiitEngine(Globals globals) {
        translator = new SiitTranslator(SiitConfiguration.of(settings(globals)), new SplittableRandom());
    }

    @Override
    public SiitTranslator translator() {
        return translator;
    }

    @Override
    public void apply(Globals globals) {
        translator.settings(settings(globals));
    }

    @Override
    public void replace(Draft draft, NamespaceRoutes namespace) {
        translator.configuration(new SiitConfiguration(settings(draft.globals()), draft.eamt(), draft.denylist4()));
    }

    /** Never: a stateless translator translates fragments one by one. */
    @Override
    public boolean reassembles(ByteBuffer packet, int start, Routes routes) {
        return false;
    }

    @Override
    public int expire(long now, int budget, ExpiryObserver observer) {
        return 0;
    }

    @Override
    public boolean isExpiring(long now) {
        return false;
    }

    @Override
    public long bibEntries() {
        return 0;
    }

    @Override
    public long sessions() {
        return 0;
    }

    private static SiitSettings settings(Globals globals) {
        return new SiitSettings(
                globals.get(GlobalKeys.MANUALLY_ENABLED),
                globals.get(GlobalKeys.POOL6).map(Pool6::new).orElse(null),
                EngineSettings.headers(globals, globals.get(GlobalKeys.AMEND_UDP_CHECKSUM_ZERO)),
                hairpinMode(globals.get(GlobalKeys.EAM_HAIRPIN_MODE)),
                globals.get(GlobalKeys.RANDOMIZE_RFC6791_ADDRESSES),
                globals.get(GlobalKeys.RFC6791V6_PREFIX).orElse(null),
                globals.get(GlobalKeys.RFC6791V4_PREFIX).orElse(null));
    }

    private static EamHairpinMode hairpinMode(HairpinMode mode) {
        return switch (mode) {
            case OFF -> EamHairpinMode.OFF;
            case SIMPLE -> EamHairpinMode.SIMPLE;
            case INTRINSIC -> EamHairpinMode.INTRINSIC;
        };
    }
}
