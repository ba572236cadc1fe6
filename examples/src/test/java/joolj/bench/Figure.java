// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.bench;

import java.util.Locale;
import java.util.function.LongPredicate;

/** What the benchmark of the tables tells, with the figure that is aimed at for one million sessions, and for four. */
enum Figure {
    /** Octets. */
    IDLE("resident memory of the process before", Unit.MEBIBYTES, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Octets. */
    FULL("resident memory of the process with all sessions", Unit.MEBIBYTES, 250L << 20, 1L << 30),
    /** Octets. */
    EACH("growth for each session and its BIB entry", Unit.OCTETS, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Octets. */
    REUSED("growth after all ended and others came, twice", Unit.MEBIBYTES, 64L << 20, 64L << 20),
    /** Per second. */
    CREATED("sessions created, with BIB entries", Unit.PER_SECOND, 300_000, 300_000),
    /** Per second. */
    FOUND6("packets of known sessions, IPv6 to 4, in no order", Unit.PER_SECOND, 3_000_000, 3_000_000),
    /** Per second. */
    FOUND4("packets of known sessions, IPv4 to 6, in no order", Unit.PER_SECOND, 3_000_000, 3_000_000),
    /** Per second. */
    ALONE6("packets IPv6 to 4, in no order, each by itself", Unit.PER_SECOND, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Per second. */
    ALONE4("packets IPv4 to 6, in no order, each by itself", Unit.PER_SECOND, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Per second. */
    FOUND_HOT("packets of 1 024 sessions among them", Unit.PER_SECOND, 3_000_000, 3_000_000),
    /** Per second. */
    ONE_THREAD("packets of 1 024 sessions, one thread", Unit.PER_SECOND, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Per second. */
    TWO_TOGETHER("two threads, one protocol, together", Unit.PER_SECOND, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Per second. */
    TWO_APART("two threads, two protocols, together", Unit.PER_SECOND, Long.MAX_VALUE, Long.MAX_VALUE),
    /** Nanoseconds. */
    GROWTH_PAUSE("longest call while the tables grow", Unit.MILLISECONDS, 10_000_000, 10_000_000),
    /** Nanoseconds. */
    EXPIRY_PAUSE("longest call while all sessions end", Unit.MILLISECONDS, 10_000_000, 10_000_000),
    /** Milliseconds. */
    LISTED("reading all sessions in order", Unit.SECONDS, 10_000, 10_000);

    /** How values are written, and whether more is better. */
    private enum Unit {
        MEBIBYTES("MiB", false, 1 << 20),
        OCTETS("B", false, 1),
        PER_SECOND("/s", true, 1),
        MILLISECONDS("ms", false, 1_000_000),
        SECONDS("s", false, 1_000);

        final String text;
        final boolean moreIsBetter;
        final double divisor;

        Unit(String text, boolean moreIsBetter, double divisor) {
            this.text = text;
            this.moreIsBetter = moreIsBetter;
            this.divisor = divisor;
        }

        String write(long value) {
            String format = divisor == 1 ? "%,.0f %s" : "%,.1f %s";
            return String.format(Locale.ROOT, format, value / divisor, text);
        }
    }

    private final String text;
    private final Unit unit;
    private final long aimOfMillion;
    private final long aimOfFourMillion;

    Figure(String text, Unit unit, long aimOfMillion, long aimOfFourMillion) {
        this.text = text;
        this.unit = unit;
        this.aimOfMillion = aimOfMillion;
        this.aimOfFourMillion = aimOfFourMillion;
    }

    /** What it is. */
    String text() {
        return text;
    }

    /** A value with its unit. */
    String write(long value) {
        return unit.write(value);
    }

    /** Whether a value is as good as it should be; always, if nothing is aimed at. */
    boolean isMet(long value, boolean fourMillion) {
        long aim = fourMillion ? aimOfFourMillion : aimOfMillion;
        LongPredicate good = unit.moreIsBetter ? v -> v >= aim : v -> v <= aim;
        return good.test(value);
    }

    /** The figure aimed at, in words; empty if there is none. */
    String aim(boolean fourMillion) {
        long aim = fourMillion ? aimOfFourMillion : aimOfMillion;
        if (aim == Long.MAX_VALUE) {
            return "";
        }
        return (unit.moreIsBetter ? ">= " : "<= ") + unit.write(aim);
    }
}
