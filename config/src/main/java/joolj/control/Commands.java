// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.Map;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.MappingRuleText;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.Processors;
import joolj.config.QueueRange;
import joolj.config.RefusedException;
import joolj.config.Reinjection;
import joolj.config.UnsignedText;
import joolj.config.WorkerOptions;
import joolj.rfc7597.MappingRule;

/** Reads the arguments of requests. */
final class Commands {
    private Commands() {}

    /**
     * Reads the arguments of an operation; unknown members are ignored.
     *
     * @throws RefusedException if an argument is missing, of the wrong type or out of range
     */
    static Command decode(Operation operation, Map<String, Object> arguments) {
        Fields fields = new Fields(arguments);
        return switch (operation) {
            case INSTANCE_DISPLAY, INSTANCE_REMOVE, INSTANCE_FLUSH, INSTANCE_STATUS -> new Command.Plain(operation);
            case SESSION_FOLLOW -> new Command.Plain(operation);
            case STATS_DISPLAY, GLOBAL_DISPLAY, DAEMON_STATUS, DAEMON_RELOAD, DAEMON_STOP ->
                new Command.Plain(operation);
            case EAMT_DISPLAY, EAMT_FLUSH, DENYLIST4_DISPLAY, DENYLIST4_FLUSH -> new Command.Plain(operation);
            case INSTANCE_ADD -> instanceAdd(fields);
            case FILE_HANDLE -> new Command.FileHandle(framework(fields), fields.flag("force"));
            case INSTANCE_RULES ->
                new Command.InstanceRules(action(fields.text("action")), fields.flag("nft"), fields.flag("notrack"));
            case GLOBAL_UPDATE ->
                new Command.GlobalUpdate(fields.text("key"), fields.any("value"), fields.flag("force"));
            case POOL4_DISPLAY, BIB_DISPLAY, SESSION_DISPLAY ->
                new Command.TableDisplay(operation, fields.protocol("protocol"));
            case POOL4_ADD -> pool4Add(fields);
            case POOL4_REMOVE -> pool4Remove(fields);
            case POOL4_FLUSH -> new Command.Pool4Flush(fields.flag("quick"));
            case BIB_ADD ->
                new Command.BibAdd(
                        fields.protocol("protocol"),
                        address6(fields).orElseThrow(() -> missing("addr6")),
                        address4(fields).orElseThrow(() -> missing("addr4")));
            case BIB_REMOVE -> bibRemove(fields);
            case EAMT_ADD -> new Command.EamtAdd(prefix6(fields), prefix4(fields), fields.flag("force"));
            case EAMT_REMOVE -> eamtRemove(fields);
            case DENYLIST4_ADD -> new Command.Denylist4Add(prefix4(fields), fields.flag("force"));
            case DENYLIST4_REMOVE -> new Command.Denylist4Remove(prefix4(fields));
            case FMRT_DISPLAY, FMRT_FLUSH -> new Command.Plain(operation);
            case FMRT_ADD, FMRT_REMOVE -> new Command.Fmr(operation, mappingRule(fields));
            case ADDRESS_QUERY -> new Command.AddressQuery(fields.parsed("address", IpAddress::parse));
        };
    }

    static RefusedException missing(String key) {
        return RefusedException.invalid("The request lacks the '" + key + "' element.");
    }

    private static Command instanceAdd(Fields fields) {
        return new Command.InstanceAdd(
                framework(fields), fields.optionalParsed("pool6", Ipv6Prefix::parse), workers(fields));
    }

    private static Framework framework(Fields fields) {
        String framework = fields.text("framework");
        return Framework.labelled(framework)
                .orElseThrow(() -> RefusedException.invalid("Unknown framework: '" + framework + "'"));
    }

    private static WorkerOptions workers(Fields fields) {
        return new WorkerOptions(
                queues(fields.any("queues")),
                fields.optionalParsed("reinject", Reinjection::parse).orElse(Reinjection.RAW),
                fields.optionalParsed("cpu", Processors::parse).orElse(Processors.ANY));
    }

    private static Command.InstanceRules.Action action(String text) {
        for (Command.InstanceRules.Action action : Command.InstanceRules.Action.values()) {
            if (action.name().equals(text)) {
                return action;
            }
        }
        throw RefusedException.invalid("Unknown action: '" + text + "'");
    }

    private static Optional<QueueRange> queues(Object json) {
        if (json == null) {
            return Optional.empty();
        }
        if (!(json instanceof Map<?, ?> range)) {
            throw RefusedException.invalid("The 'queues' element is not an object.");
        }
        int first = (int) Fields.integerOf("first", range.get("first"), UnsignedText.U16);
        int last = (int) Fields.integerOf("last", range.get("last"), UnsignedText.U16);
        if (first > last) {
            throw RefusedException.invalid("The queue numbers " + first + ":" + last + " are the wrong way round.");
        }
        return Optional.of(new QueueRange(first, last));
    }

    private static Command pool4Add(Fields fields) {
        return new Command.Pool4Add(
                fields.integer("mark", UnsignedText.U32),
                fields.protocol("protocol"),
                fields.parsed("prefix", Ipv4Prefix::parse),
                ports(fields),
                Optional.ofNullable(fields.any("maxIterations")).map(MaxIterations::ofJson),
                fields.flag("force"));
    }

    private static Command pool4Remove(Fields fields) {
        return new Command.Pool4Remove(
                fields.integer("mark", UnsignedText.U32),
                fields.protocol("protocol"),
                fields.parsed("prefix", Ipv4Prefix::parse),
                ports(fields),
                fields.flag("quick"));
    }

    static PortRange ports(Fields fields) {
        return new PortRange(fields.port("minPort"), fields.port("maxPort"));
    }

    private static Command bibRemove(Fields fields) {
        Optional<TransportAddress6> address6 = address6(fields);
        Optional<TransportAddress4> address4 = address4(fields);
        if (address6.isEmpty() && address4.isEmpty()) {
            throw missing("addr6");
        }
        return new Command.BibRemove(fields.protocol("protocol"), address6, address4);
    }

    static Optional<TransportAddress6> address6(Fields fields) {
        return fields.optionalParsed("addr6", IpText::parse6)
                .map(halves -> new TransportAddress6(halves[0], halves[1], fields.port("port6")));
    }

    static Optional<TransportAddress4> address4(Fields fields) {
        return fields.optionalParsed("addr4", IpText::parse4)
                .map(address -> new TransportAddress4(address, fields.port("port4")));
    }

    private static Command eamtRemove(Fields fields) {
        Optional<Ipv6Prefix> prefix6 = fields.optionalParsed("prefix6", Ipv6Prefix::parse);
        Optional<Ipv4Prefix> prefix4 = fields.optionalParsed("prefix4", Ipv4Prefix::parse);
        if (prefix6.isEmpty() && prefix4.isEmpty()) {
            throw missing("prefix6");
        }
        return new Command.EamtRemove(prefix6, prefix4);
    }

    private static MappingRule mappingRule(Fields fields) {
        return new MappingRule(
                prefix6(fields), prefix4(fields), (int) fields.integer("eaBits", MappingRule.MAX_EA_BITS), (int)
                        fields.integer("a", MappingRuleText.OFFSET_MAX));
    }

    static Ipv6Prefix prefix6(Fields fields) {
        return fields.optionalParsed("prefix6", Ipv6Prefix::parse).orElseThrow(() -> missing("prefix6"));
    }

    static Ipv4Prefix prefix4(Fields fields) {
        return fields.optionalParsed("prefix4", Ipv4Prefix::parse).orElseThrow(() -> missing("prefix4"));
    }
}
