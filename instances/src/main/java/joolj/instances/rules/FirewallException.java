// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

/** A firewall rule could not be installed or removed. */
public final class FirewallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which command failed and what it said; one line */
    public FirewallException(String message) {
        super(message);
    }
}
