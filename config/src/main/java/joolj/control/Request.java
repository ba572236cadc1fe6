// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import joolj.config.InstanceName;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.SyntaxException;
import joolj.control.MalformedMessageException.Defect;

/**
 * What a client asks of the daemon.
 *
 * @param product the translator it is about
 * @param namespace the network namespace of the client
 * @param instance the instance it is about
 * @param command what to do
 */
public record Request(Product product, NamespaceId namespace, InstanceName instance, Command command) {
    /** Checks that nothing is missing. */
    public Request {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(command, "command");
    }

    /** Writes the request as one line, without the line feed. */
    public String encode() {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("pid", namespace.pid());
        where.put("device", namespace.device());
        where.put("inode", namespace.inode());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", Protocol.VERSION);
        members.put("product", product.label());
        members.put("namespace", where);
        members.put("instance", instance.text());
        members.put("mode", command.operation().mode());
        members.put("operation", command.operation().keyword());
        members.put("arguments", command.arguments());
        return JsonWriter.string(members);
    }

    /**
     * Reads a request. Unknown members are ignored.
     *
     * @param line one line, without the line feed
     * @throws MalformedMessageException if the line is not a request of this version of the protocol
     * @throws RefusedException if the request asks for something unknown or an argument is not allowed
     */
    public static Request decode(String line) throws MalformedMessageException {
        JsonObject json = JsonLine.parse(line);
        requireVersion(json.get("version"));
        if (!(json.get("arguments") instanceof JsonObject arguments)
                || !(json.get("namespace") instanceof JsonObject namespace)) {
            throw MalformedMessageException.malformed("The request lacks its arguments or its namespace.");
        }
        Fields fields = new Fields(json);
        String mode = fields.text("mode");
        String keyword = fields.text("operation");
        Operation operation =
                Operation.of(mode, keyword).orElseThrow(() -> unknown("operation '" + mode + " " + keyword + "'"));
        String product = fields.text("product");
        return new Request(
                Product.labelled(product).orElseThrow(() -> unknown("product '" + product + "'")),
                namespace(new Fields(namespace)),
                instance(fields.text("instance")),
                Commands.decode(operation, arguments));
    }

    private static void requireVersion(Object version) throws MalformedMessageException {
        if (!(version instanceof Number number)) {
            throw MalformedMessageException.malformed("The request lacks its version.");
        }
        if (number.doubleValue() != Protocol.VERSION) {
            throw new MalformedMessageException(
                    Defect.VERSION,
                    "The client speaks version " + version + " of the control protocol, the daemon version "
                            + Protocol.VERSION + ". Install the same release of both.");
        }
    }

    private static RefusedException unknown(String what) {
        return new RefusedException(RefusedException.EOPNOTSUPP, "This daemon does not know the " + what + ".");
    }

    private static NamespaceId namespace(Fields fields) {
        return new NamespaceId(
                fields.integer("pid", Long.MAX_VALUE),
                fields.integer("device", Long.MAX_VALUE),
                fields.integer("inode", Long.MAX_VALUE));
    }

    private static InstanceName instance(String text) {
        try {
            return new InstanceName(text);
        } catch (SyntaxException e) {
            throw RefusedException.invalid(e.getMessage());
        }
    }
}
