// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import joolj.cli.console.Console;
import joolj.cli.console.ExitException;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.MalformedMessageException;
import joolj.control.NamespaceId;
import joolj.control.Protocol;
import joolj.control.Reply;
import joolj.control.Request;
import joolj.control.UnreachableException;

/**
 * One run of the program: who was called, what about, and the way to the daemon.
 *
 * @param program who was called
 * @param product the translator it is about
 * @param instance the name given before the mode, if any
 * @param socket where the daemon listens
 * @param verb the operation or key, as typed
 * @param console where to write
 */
public record Call(
        Program program, Product product, Optional<InstanceName> instance, Path socket, String verb, Console console) {

    /** Takes the rows of a table. */
    public interface RowSink {
        /**
         * Takes a row.
         *
         * @throws MalformedMessageException if it cannot be read
         */
        void row(List<?> cells) throws MalformedMessageException;
    }

    /** A sink for operations that have no rows. */
    public static final RowSink NO_ROWS = cells -> {};

    /** The same call to a daemon that listens elsewhere. */
    public Call at(Path otherSocket) {
        return new Call(program, product, instance, otherSocket, verb, console);
    }

    /** The same call about another product. */
    public Call about(Product otherProduct) {
        return new Call(program, otherProduct, instance, socket, verb, console);
    }

    /** The instance to operate on. */
    public InstanceName instanceOrDefault() {
        return instance.orElse(InstanceName.DEFAULT);
    }

    /** The complaint about surplus or unrecognisable positional arguments. */
    public ExitException tooManyArguments() {
        return ArgpParser.usageError(verb, verb + ": Too many arguments", "");
    }

    /** Insists on there being no positional arguments. */
    public void requireNoPositionals(List<String> positionals) {
        if (!positionals.isEmpty()) {
            throw tooManyArguments();
        }
    }

    /**
     * Connects to the daemon.
     *
     * @throws ExitException if there is none or it may not be used
     */
    public ControlClient connect() throws IOException {
        try {
            return ControlClient.connect(socket);
        } catch (UnreachableException e) {
            throw switch (e.why()) {
                case ABSENT -> new ExitException(ExitException.NO_TRANSLATOR, absence());
                case DENIED -> new ExitException(1, failure(new Reply.End(1, Protocol.NOT_PERMITTED)));
                case PATH_TOO_LONG ->
                    ExitException.invalid("The path of the control socket exceeds " + ControlClient.MAXIMUM_PATH
                            + " octets: " + socket);
            };
        }
    }

    private String absence() {
        if (program.dropIn()) {
            return """
                    Error: Jool's socket family doesn't seem to exist.
                    (This probably means Jool hasn't been modprobed.)
                    Netlink error message: Object not found
                      No jool-j daemon answers at %s: start it with 'jool-j daemon --detach'.""".formatted(socket);
        }
        return "Error: no jool-j daemon answers at " + socket + ": start it with 'jool-j daemon --detach'.";
    }

    /** Asks for something that concerns the instance of this call, and hands over the rows as they arrive. */
    public Reply.End exchange(ControlClient client, Command command, RowSink sink) throws IOException {
        return exchange(client, instanceOrDefault(), command, sink);
    }

    /** Asks for something, and hands over the rows as they arrive. */
    public Reply.End exchange(ControlClient client, InstanceName name, Command command, RowSink sink)
            throws IOException {
        return exchange(client, name, command, lines -> {}, sink);
    }

    /** Asks for something in a namespace, and hands over the rows as they arrive. */
    public Reply.End exchange(
            ControlClient client, NamespaceId namespace, InstanceName name, Command command, RowSink sink)
            throws IOException {
        return exchange(client, new Request(product, namespace, name, command), lines -> {}, sink);
    }

    /** Asks for something that takes more than one line, and hands over the rows as they arrive. */
    public Reply.End exchange(
            ControlClient client, InstanceName name, Command command, ControlClient.Body body, RowSink sink)
            throws IOException {
        return exchange(client, new Request(product, NamespaceId.own(), name, command), body, sink);
    }

    private Reply.End exchange(ControlClient client, Request request, ControlClient.Body body, RowSink sink)
            throws IOException {
        return client.exchange(request, body, new ControlClient.Listener() {
            @Override
            public void row(List<?> cells) throws MalformedMessageException {
                sink.row(cells);
            }

            @Override
            public void warning(String text) {
                console.errorLine("Warning: " + text);
            }
        });
    }

    /** Connects, asks for something without rows, and tells about failure. Returns the exit status. */
    public int request(InstanceName name, Command command) throws IOException {
        try (ControlClient client = connect()) {
            return conclude(exchange(client, name, command, NO_ROWS));
        }
    }

    /** Tells about failure, if there was one. Returns the exit status. */
    public int conclude(Reply.End end) {
        if (!end.isSuccess()) {
            console.errorLine(failure(end));
        }
        return end.status();
    }

    private static String failure(Reply.End end) {
        return "Error: The daemon returned error " + end.status() + ": " + end.error();
    }
}
