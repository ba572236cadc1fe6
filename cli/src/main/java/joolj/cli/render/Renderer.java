// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import java.util.List;
import joolj.control.MalformedMessageException;

/** Prints a table row by row. */
public interface Renderer {
    /** Prints what comes even before the daemon is asked. */
    void begin();

    /**
     * Prints a row.
     *
     * @param cells as the daemon sent them
     * @throws MalformedMessageException if they cannot be read
     */
    void row(List<?> cells) throws MalformedMessageException;

    /** Prints what follows the last row of a whole table. */
    void end();
}
