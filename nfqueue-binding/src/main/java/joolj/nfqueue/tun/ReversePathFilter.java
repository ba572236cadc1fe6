// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.tun;

import java.util.LinkedHashMap;
import java.util.Map;
import joolj.nfqueue.NativeException;

/**
 * Exempts TUN devices from the reverse path filter of their namespace, without weakening it for others. The filter of
 * an IPv4 interface is the stronger of its own and {@code all}'s, so a device can only be exempt while that of
 * {@code all} is off: each other interface gets its strength instead, until {@link #restore}.
 *
 * <p>Both are to be called in the namespace. If the latter never happens, what the other interfaces filter is unchanged
 * still.
 */
public final class ReversePathFilter {
    private static final String CONF = "ipv4/conf";
    private static final String ALL = setting("all");

    private final int strengthOfAll;
    private final Map<String, Integer> strengths = new LinkedHashMap<>();

    private ReversePathFilter(int strengthOfAll) {
        this.strengthOfAll = strengthOfAll;
    }

    /**
     * Turns the filter of {@code all} off.
     *
     * @throws NativeException if a setting cannot be written; those written before are restored
     */
    public static ReversePathFilter exemptDevices() {
        ReversePathFilter changes = new ReversePathFilter(Sysctl.read(ALL));
        try {
            if (changes.strengthOfAll != 0) {
                changes.passOn();
                Sysctl.write(ALL, 0);
            }
        } catch (NativeException e) {
            changes.restore();
            throw e;
        }
        return changes;
    }

    private void passOn() {
        for (String other : Sysctl.list(CONF)) {
            int own = Sysctl.read(setting(other));
            if (own < strengthOfAll && !other.equals("all") && !other.startsWith(TunDevice.NAME_PREFIX)) {
                strengths.put(other, own);
                Sysctl.write(setting(other), strengthOfAll);
            }
        }
    }

    /** Turns the filters back to what they were; those that somebody else has changed, or that are gone, stay. */
    public void restore() {
        if (strengthOfAll == 0 || Sysctl.read(ALL) > strengthOfAll) {
            return;
        }
        Sysctl.write(ALL, strengthOfAll);
        for (Map.Entry<String, Integer> other : strengths.entrySet()) {
            String name = setting(other.getKey());
            if (Sysctl.exists(name) && Sysctl.read(name) == strengthOfAll) {
                Sysctl.write(name, other.getValue());
            }
        }
    }

    private static String setting(String device) {
        return CONF + "/" + device + "/rp_filter";
    }
}
