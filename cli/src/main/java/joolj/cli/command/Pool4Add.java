// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.MaxIterations;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code pool4 add}. */
public final class Pool4Add implements Verb {
    /** Shorter prefixes hold more addresses than one adds by intention. */
    private static final int SHORTEST_UNFORCED = 24;

    private static final int TOO_MANY = 249;

    @Override
    public String keyword() {
        return "add";
    }

    @Override
    public String summary() {
        return "Add transport addresses to pool4.";
    }

    @Override
    public String positionals() {
        return "<IPv4 prefix> <port range>";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        Flags.addProtocols(options);
        options.addOption(Flags.of(null, "mark", "<integer>", "Packets that have this mark use them (default: 0)"));
        options.addOption(Flags.of(
                null,
                "max-iterations",
                "(<integer>|auto|infinity)",
                "Ports to try before giving up, for all of this mark and protocol (default: auto)"));
        options.addOption("f", "force", false, "Add the addresses even if they are many");
        return options;
    }

    @Override
    public void checkOption(String option, String value) {
        if (option.equals("max-iterations")) {
            MaxIterations.parse(value);
        } else {
            Pool4Arguments.checkMark(value);
        }
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        Optional<L4Protocol> protocol = Flags.protocol(line);
        long mark = Pool4Arguments.mark(line);
        Optional<MaxIterations> bound = Flags.last(line, "max-iterations").map(MaxIterations::parse);
        Pool4Arguments arguments = Pool4Arguments.of(line.getArgList());
        requireAll(arguments, protocol);
        Ipv4Prefix prefix = arguments.prefix().orElseThrow();
        boolean force = line.hasOption("force");
        if (prefix.length() < SHORTEST_UNFORCED && !force) {
            throw new ExitException(
                    TOO_MANY,
                    "Error: Warning: You're adding lots of addresses, which might defeat the whole point of NAT64 over "
                            + "SIIT.\nError: Will cancel the operation. Use --force to override this.");
        }
        return call.request(
                call.instanceOrDefault(),
                new Command.Pool4Add(
                        mark, protocol.orElseThrow(), prefix, arguments.ports().orElseThrow(), bound, force));
    }

    private static void requireAll(Pool4Arguments arguments, Optional<L4Protocol> protocol) {
        List<String> missing = new ArrayList<>();
        if (arguments.prefix().isEmpty()) {
            missing.add(Pool4Arguments.PREFIX);
        }
        if (arguments.ports().isEmpty()) {
            missing.add("a port (or ICMP id) range");
        }
        if (protocol.isEmpty()) {
            missing.add("a protocol (--tcp, --udp or --icmp)");
        }
        if (!missing.isEmpty()) {
            throw Flags.missing(missing);
        }
    }
}
