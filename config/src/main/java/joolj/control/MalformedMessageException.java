// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.io.IOException;

/** What arrived on the control socket is not a message. The connection cannot be used any further. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    public enum Defect {
        /** The line exceeds {@link Protocol#MAXIMUM_LINE}. */
        OVERSIZED,
        /** The line is not UTF-8, not a JSON object, or lacks what every message has. */
        MALFORMED,
        /** The other side closed in the middle of a line or before its last message. */
        HALF_SENT,
        /** The other side speaks another version of the protocol. */
        VERSION
    }

    private final Defect defect;

    /**
     * Reports a defect.
     *
     * @param message one sentence for the person in front of the other side
     */
    public MalformedMessageException(Defect defect, String message) {
        super(message);
        this.defect = defect;
    }

    static MalformedMessageException malformed(String message) {
        return new MalformedMessageException(Defect.MALFORMED, message);
    }

    /** What is wrong. */
    public Defect defect() {
        return defect;
    }
}
