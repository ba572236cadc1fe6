// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.siit.Denylist4;
import joolj.siit.SiitConfiguration;
import joolj.siit.SiitSettings;
import joolj.siit.SiitSettings.EamHairpinMode;
import joolj.siit.SiitTranslator;
import joolj.translation.RefusedException;
import joolj.translation.Translator;

/** A stateless translator. */
final class SiitInstance implements Instance {
    private static final String FORCE = "--force";

    private final SiitSettings defaults;
    private final Globals globals = new Globals();
    private final SiitTranslator translator;

    /** @param pool6 may be null */
    SiitInstance(String pool6) {
        defaults = SiitSettings.defaults(pool6 == null ? null : Pool6.parse(pool6));
        translator = new SiitTranslator(
                new SiitConfiguration(defaults, new Eamt(), Denylist4.EMPTY), new SplittableRandom(1));
    }

    @Override
    public Translator translator() {
        return translator;
    }

    @Override
    public boolean apply(List<String> command) {
        boolean force = command.contains(FORCE);
        List<String> plain =
                command.stream().filter(word -> !word.equals(FORCE)).toList();
        try {
            switch (plain.get(0) + " " + plain.get(1)) {
                case "eamt add" -> translator.eamt().add(eam(plain), force);
                case "eamt remove" -> {
                    Eam eam = eam(plain);
                    translator.eamt().remove(eam.prefix6(), eam.prefix4());
                }
                case "denylist4 add" -> {
                    Denylist4 current = translator.configuration().denylist4();
                    translator.denylist4(current.with(Ipv4Prefix.parse(plain.get(2)), force));
                }
                case "global update" -> {
                    globals.update(plain);
                    translator.settings(settings());
                }
                default -> throw new IllegalStateException("not known here: " + command);
            }
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static Eam eam(List<String> command) {
        boolean ipv6First = command.get(2).contains(":");
        return new Eam(
                Ipv6Prefix.parse(command.get(ipv6First ? 2 : 3)), Ipv4Prefix.parse(command.get(ipv6First ? 3 : 2)));
    }

    private SiitSettings settings() {
        String mode = globals.text("eam-hairpin-mode");
        String prefix6 = globals.text("rfc6791v6-prefix");
        String prefix4 = globals.text("rfc6791v4-prefix");
        return new SiitSettings(
                globals.flag("manually-enabled", true),
                defaults.pool6(),
                globals.headers(defaults.headers()),
                mode == null ? defaults.eamHairpinMode() : EamHairpinMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                globals.flag("randomize-rfc6791-addresses", true),
                prefix6 == null ? null : Ipv6Prefix.parse(prefix6),
                prefix4 == null ? null : Ipv4Prefix.parse(prefix4));
    }

    @Override
    public boolean reassembles() {
        return false;
    }

    @Override
    public void expire(long now, ExpiryObserver observer) {
        // Nothing is kept between packets.
    }

    @Override
    public List<String> bib(String protocol) {
        return List.of();
    }

    @Override
    public List<String> sessions(String protocol, long now) {
        return List.of();
    }
}
