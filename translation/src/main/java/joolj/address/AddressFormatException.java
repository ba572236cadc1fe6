// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/** Thrown for text that is not the address, prefix, transport address or number it should be. */
public final class AddressFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final boolean numberExpected;

    private AddressFormatException(String message, boolean numberExpected) {
        super(message);
        this.numberExpected = numberExpected;
    }

    /** Whether the offending text should have started with a digit, a fault that has an exit status of its own. */
    public boolean numberExpected() {
        return numberExpected;
    }

    static AddressFormatException notAnAddress(String text, int family) {
        return new AddressFormatException("Cannot parse '" + text + "' as an IPv" + family + " address.", false);
    }

    static AddressFormatException tooLong(String text) {
        return new AddressFormatException("'" + text + "' is too long for this poor, limited parser...", false);
    }

    static AddressFormatException notANumber(String text) {
        return new AddressFormatException("'" + text + "' is not an unsigned integer. (error code 1)", true);
    }

    static AddressFormatException outOfBounds(String text, int maximum) {
        return new AddressFormatException("'" + text + "' is out of bounds (0-" + maximum + ").", false);
    }

    static AddressFormatException noPort(String text, int family, String example) {
        String message = "'%s' does not seem to contain a port (format: <IPv%d address>#<port> (eg. %s))."
                .formatted(text, family, example);
        return new AddressFormatException(message, false);
    }
}
