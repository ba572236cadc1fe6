// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

/**
 * The name of an instance: at most 15 octets, each printable ASCII. It may be empty and may hold blanks.
 *
 * @param text the name itself
 */
public record InstanceName(String text) {
    /** Most characters of a name. */
    public static final int MAXIMUM_LENGTH = 15;
    /** What an instance is called when nobody names it. */
    public static final InstanceName DEFAULT = new InstanceName("default");

    /**
     * Checks the text.
     *
     * @throws SyntaxException if the text is no name
     */
    public InstanceName {
        if (text.length() > MAXIMUM_LENGTH || !text.chars().allMatch(c -> c >= 32 && c < 128)) {
            throw new SyntaxException(
                    "The instance name must be a null-terminated ascii string, " + MAXIMUM_LENGTH + " characters max.");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
