// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.Framework;
import joolj.config.MaxIterations;
import joolj.config.PortRange;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.config.WorkerOptions;
import joolj.rfc7597.MappingRule;

/** What is asked for, with its arguments. {@link Request#decode} is the reverse of {@link #arguments}. */
public sealed interface Command {
    /** Which of the operations this is. */
    Operation operation();

    /** The arguments as the members of a JSON object, in a fixed order; absent ones are left out. */
    default Map<String, Object> arguments() {
        return Map.of();
    }

    /** An operation that takes no arguments: display, remove, flush and status of instances, and the like. */
    record Plain(Operation operation) implements Command {
        /** Checks that there is an operation. */
        public Plain {
            Objects.requireNonNull(operation, "operation");
        }
    }

    /**
     * Creates the instance that the request names.
     *
     * @param pool6 the translation prefix, if given
     * @param workers how its packets are carried
     */
    record InstanceAdd(Framework framework, Optional<Ipv6Prefix> pool6, WorkerOptions workers) implements Command {
        /** Creates an instance whose packets are carried as usual, by the queues given or one of the daemon's choice. */
        public InstanceAdd(Framework framework, Optional<Ipv6Prefix> pool6, Optional<QueueRange> queues) {
            this(framework, pool6, WorkerOptions.ofQueues(queues));
        }

        @Override
        public Operation operation() {
            return Operation.INSTANCE_ADD;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("framework", framework.label());
            pool6.ifPresent(prefix -> members.put("pool6", prefix.toString()));
            workers.queues().ifPresent(range -> members.put("queues", queueMembers(range)));
            if (workers.reinjection() != Reinjection.RAW) {
                members.put("reinject", workers.reinjection().label());
            }
            if (workers.processors().named()) {
                members.put("cpu", workers.processors().toString());
            }
            return members;
        }

        private static Map<String, Object> queueMembers(QueueRange range) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("first", range.first());
            members.put("last", range.last());
            return members;
        }
    }

    /**
     * Prints, installs or removes the rules that send packets to the instance.
     *
     * @param action what to do with the rules
     * @param nft whether for nftables instead of iptables
     * @param notrack whether connection tracking is to leave the instance's packets alone
     */
    record InstanceRules(Action action, boolean nft, boolean notrack) implements Command {
        /** What to do with the rules. */
        public enum Action {
            /** Answer with the rules, a line each. */
            PRINT,
            /** Put them in force. */
            INSTALL,
            /** Take them out of force. */
            REMOVE
        }

        @Override
        public Operation operation() {
            return Operation.INSTANCE_RULES;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("action", action.name());
            members.put("nft", nft);
            members.put("notrack", notrack);
            return members;
        }
    }

    /**
     * Changes a global.
     *
     * @param key its name
     * @param value the new value as {@link joolj.config.ValueType#json} makes it; may be null
     * @param force whether to waive the rules that may be waived
     */
    record GlobalUpdate(String key, Object value, boolean force) implements Command {
        @Override
        public Operation operation() {
            return Operation.GLOBAL_UPDATE;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("key", key);
            members.put("value", value);
            members.put("force", force);
            return members;
        }
    }

    /**
     * Lists pool4, the BIB or the sessions of one protocol.
     *
     * @param operation {@code POOL4_DISPLAY}, {@code BIB_DISPLAY} or {@code SESSION_DISPLAY}
     */
    record TableDisplay(Operation operation, L4Protocol protocol) implements Command {
        @Override
        public Map<String, Object> arguments() {
            return Map.of("protocol", protocol.name());
        }
    }

    /**
     * Adds transport addresses to pool4.
     *
     * @param mark packet mark of the IPv6 packets that may use them, 0 to 2^32-1
     * @param ports its ends may be the wrong way round
     * @param maxIterations the new bound of this mark and protocol, or nothing to leave it as it is
     * @param force whether to waive the rules that may be waived
     */
    record Pool4Add(
            long mark,
            L4Protocol protocol,
            Ipv4Prefix prefix,
            PortRange ports,
            Optional<MaxIterations> maxIterations,
            boolean force)
            implements Command {
        @Override
        public Operation operation() {
            return Operation.POOL4_ADD;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = pool4Members(mark, protocol, prefix, ports);
            maxIterations.ifPresent(bound -> members.put("maxIterations", bound.json()));
            members.put("force", force);
            return members;
        }
    }

    /**
     * Removes transport addresses from pool4.
     *
     * @param mark packet mark, 0 to 2^32-1
     * @param ports its ends may be the wrong way round
     * @param quick whether BIB entries that use them stay
     */
    record Pool4Remove(long mark, L4Protocol protocol, Ipv4Prefix prefix, PortRange ports, boolean quick)
            implements Command {
        @Override
        public Operation operation() {
            return Operation.POOL4_REMOVE;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = pool4Members(mark, protocol, prefix, ports);
            members.put("quick", quick);
            return members;
        }
    }

    private static Map<String, Object> pool4Members(
            long mark, L4Protocol protocol, Ipv4Prefix prefix, PortRange ports) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("mark", mark);
        members.put("protocol", protocol.name());
        members.put("prefix", prefix.toString());
        members.put("minPort", ports.first());
        members.put("maxPort", ports.last());
        return members;
    }

    /**
     * Empties pool4.
     *
     * @param quick whether BIB entries that use it stay
     */
    record Pool4Flush(boolean quick) implements Command {
        @Override
        public Operation operation() {
            return Operation.POOL4_FLUSH;
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("quick", quick);
        }
    }

    /** Adds a static BIB entry. */
    record BibAdd(L4Protocol protocol, TransportAddress6 address6, TransportAddress4 address4) implements Command {
        @Override
        public Operation operation() {
            return Operation.BIB_ADD;
        }

        @Override
        public Map<String, Object> arguments() {
            return bibMembers(protocol, Optional.of(address6), Optional.of(address4));
        }
    }

    /** Removes the BIB entry that has the addresses given; at least one is. */
    record BibRemove(L4Protocol protocol, Optional<TransportAddress6> address6, Optional<TransportAddress4> address4)
            implements Command {
        /** Checks that an address is given. */
        public BibRemove {
            if (address6.isEmpty() && address4.isEmpty()) {
                throw new IllegalArgumentException("neither address6 nor address4 is given");
            }
        }

        @Override
        public Operation operation() {
            return Operation.BIB_REMOVE;
        }

        @Override
        public Map<String, Object> arguments() {
            return bibMembers(protocol, address6, address4);
        }
    }

    private static Map<String, Object> bibMembers(
            L4Protocol protocol, Optional<TransportAddress6> address6, Optional<TransportAddress4> address4) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("protocol", protocol.name());
        address6.ifPresent(address -> {
            members.put("addr6", IpText.format6(address.high(), address.low()));
            members.put("port6", address.port());
        });
        address4.ifPresent(address -> {
            members.put("addr4", IpText.format4(address.address()));
            members.put("port4", address.port());
        });
        return members;
    }

    /**
     * Adds an explicit address mapping.
     *
     * @param prefix6 may have host bits, which the translator refuses
     * @param prefix4 may have host bits, which the translator refuses
     * @param force whether the mapping may overlap with others
     */
    record EamtAdd(Ipv6Prefix prefix6, Ipv4Prefix prefix4, boolean force) implements Command {
        @Override
        public Operation operation() {
            return Operation.EAMT_ADD;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = eamMembers(Optional.of(prefix6), Optional.of(prefix4));
            members.put("force", force);
            return members;
        }
    }

    /** Removes the explicit address mapping that has the prefixes given; at least one is. */
    record EamtRemove(Optional<Ipv6Prefix> prefix6, Optional<Ipv4Prefix> prefix4) implements Command {
        /** Checks that a prefix is given. */
        public EamtRemove {
            if (prefix6.isEmpty() && prefix4.isEmpty()) {
                throw new IllegalArgumentException("neither prefix6 nor prefix4 is given");
            }
        }

        @Override
        public Operation operation() {
            return Operation.EAMT_REMOVE;
        }

        @Override
        public Map<String, Object> arguments() {
            return eamMembers(prefix6, prefix4);
        }
    }

    private static Map<String, Object> eamMembers(Optional<Ipv6Prefix> prefix6, Optional<Ipv4Prefix> prefix4) {
        Map<String, Object> members = new LinkedHashMap<>();
        prefix6.ifPresent(prefix -> members.put("prefix6", prefix.toString()));
        prefix4.ifPresent(prefix -> members.put("prefix4", prefix.toString()));
        return members;
    }

    /**
     * Adds a prefix to the denylist.
     *
     * @param prefix4 may have host bits, which the translator refuses
     * @param force whether the prefix may contain addresses that are never translated anyway
     */
    record Denylist4Add(Ipv4Prefix prefix4, boolean force) implements Command {
        @Override
        public Operation operation() {
            return Operation.DENYLIST4_ADD;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("prefix4", prefix4.toString());
            members.put("force", force);
            return members;
        }
    }

    /** Removes a prefix from the denylist. */
    record Denylist4Remove(Ipv4Prefix prefix4) implements Command {
        @Override
        public Operation operation() {
            return Operation.DENYLIST4_REMOVE;
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("prefix4", prefix4.toString());
        }
    }

    /**
     * Adds or removes a Forwarding Mapping Rule.
     *
     * @param operation {@code FMRT_ADD} or {@code FMRT_REMOVE}
     * @param rule may be one that the translator refuses
     */
    record Fmr(Operation operation, MappingRule rule) implements Command {
        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("prefix6", rule.prefix6().toString());
            members.put("prefix4", rule.prefix4().toString());
            members.put("eaBits", rule.eaBits());
            members.put("a", rule.offsetBits());
            return members;
        }
    }

    /** Asks what an address becomes: an IPv6 address an IPv4 address and the other way round. */
    record AddressQuery(IpAddress address) implements Command {
        @Override
        public Operation operation() {
            return Operation.ADDRESS_QUERY;
        }

        @Override
        public Map<String, Object> arguments() {
            return Map.of("address", address.toString());
        }
    }

    /**
     * Creates the instance that the request names, or replaces what it is made of; all or nothing. The definition follows
     * in lines of its own, see {@link DefinitionLines}.
     *
     * @param force whether to waive the rules that may be waived
     */
    record FileHandle(Framework framework, boolean force) implements Command {
        @Override
        public Operation operation() {
            return Operation.FILE_HANDLE;
        }

        @Override
        public Map<String, Object> arguments() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("framework", framework.label());
            members.put("force", force);
            return members;
        }
    }
}
