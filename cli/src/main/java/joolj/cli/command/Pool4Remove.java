// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.PortRange;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code pool4 remove}. */
public final class Pool4Remove implements Verb {
    @Override
    public String keyword() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Remove transport addresses from pool4 (default: TCP, all ports).";
    }

    @Override
    public String positionals() {
        return "<IPv4 prefix> [<port range>]";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        Flags.addProtocols(options);
        options.addOption(Flags.of(null, "mark", "<integer>", "The mark they belong to (default: 0)"));
        options.addOption("q", "quick", false, "Leave the BIB entries that use them alone");
        return options;
    }

    @Override
    public void checkOption(String option, String value) {
        Pool4Arguments.checkMark(value);
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        L4Protocol protocol = Flags.protocol(line).orElse(L4Protocol.TCP);
        long mark = Pool4Arguments.mark(line);
        Pool4Arguments arguments = Pool4Arguments.of(line.getArgList());
        Ipv4Prefix prefix = arguments.prefix().orElseThrow(() -> Flags.missing(List.of(Pool4Arguments.PREFIX)));
        PortRange ports = arguments.ports().orElse(PortRange.ALL);
        return call.request(
                call.instanceOrDefault(),
                new Command.Pool4Remove(mark, protocol, prefix, ports, line.hasOption("quick")));
    }
}
