// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import joolj.config.RefusedException;
import joolj.control.DefinitionLines;
import joolj.control.ReplyWriter;
import joolj.control.Request;

/** Carries out requests; called by several threads. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Carries out one request and writes its rows; the reply is ended by the caller.
     *
     * @param more what follows the request on the connection
     * @throws RefusedException if the request is refused; nothing was changed
     * @throws IOException if the client cannot be written to
     */
    void handle(Request request, DefinitionLines.LineSource more, ReplyWriter reply) throws IOException;
}
