// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import java.util.SplittableRandom;
import joolj.nat64.Nat64Settings;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.StateSettings;
import joolj.rfc7915.HeaderSettings;

/** The globals that matter here; the model reads the fields, the engine gets them as its own records. */
final class Knobs {
    boolean enabled = true;
    boolean dropIcmpv6Info;
    boolean errorsBetter = true;
    boolean addressDependentFiltering;
    boolean dropExternallyInitiatedTcp;
    boolean shortenOnReset;
    int maximumSimultaneousOpens = 10;
    long established = 40_000;
    long transitory = 15_000;
    long udp = 20_000;
    long icmp = 10_000;

    /** Changes one of them, or none, at random. No time is shorter than the time between two searches for ended sessions. */
    void turnOne(SplittableRandom random) {
        switch (random.nextInt(11)) {
            case 0 -> enabled = random.nextInt(5) != 0;
            case 1 -> dropIcmpv6Info = random.nextInt(3) == 0;
            case 2 -> errorsBetter = random.nextBoolean();
            case 3, 4 -> addressDependentFiltering = random.nextBoolean();
            case 5 -> dropExternallyInitiatedTcp = random.nextInt(4) == 0;
            case 6 -> shortenOnReset = random.nextBoolean();
            case 7 -> maximumSimultaneousOpens = random.nextInt(5);
            case 8 -> established = random.nextInt(3_000, 60_000);
            case 9 -> transitory = random.nextInt(3_000, 30_000);
            default -> {
                udp = random.nextInt(3_000, 40_000);
                icmp = random.nextInt(3_000, 40_000);
            }
        }
        enabled |= random.nextBoolean();
    }

    Nat64Settings ofPackets() {
        return new Nat64Settings(
                enabled, Pool6.parse("64:ff9b::/96"), HeaderSettings.DEFAULT, dropIcmpv6Info, errorsBetter);
    }

    StateSettings ofState() {
        return new StateSettings(
                addressDependentFiltering,
                dropExternallyInitiatedTcp,
                shortenOnReset,
                11,
                established,
                transitory,
                udp,
                icmp,
                maximumSimultaneousOpens,
                1 << 20,
                1 << 20);
    }

    @Override
    public String toString() {
        return ofState() + " " + ofPackets();
    }
}
