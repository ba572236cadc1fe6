// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.Optional;
import joolj.address.Ipv6Prefix;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.Processors;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.config.Reinjection;
import joolj.config.WorkerOptions;
import joolj.control.Command;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code instance add}. */
public final class InstanceAdd implements Verb {
    private final boolean mapt;

    /** Creates instances of a product. */
    public InstanceAdd(Product product) {
        this.mapt = product == Product.MAPT;
    }

    @Override
    public String keyword() {
        return "add";
    }

    @Override
    public String summary() {
        return "Create an instance in this network namespace.";
    }

    @Override
    public String positionals() {
        return "[<instance name>]";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(
                mapt ? "i" : null, "iptables", false, "Translate only what rules send to the instance's queue");
        options.addOption(mapt ? "n" : null, "netfilter", false, "Translate whatever can be translated (default)");
        options.addOption(
                mapt
                        ? Flags.of("6", "dmr", "<IPv6 Prefix>", "The prefix of the Default Mapping Rule")
                        : Flags.of("6", "pool6", "<IPv6 Prefix>", "The translation prefix (NAT64: mandatory)"));
        options.addOption(Flags.of(
                null, "queue-num", "<integer>", "The NFQUEUE number to listen on (default: a free one from 6400 up)"));
        options.addOption(
                Flags.of(null, "queue-balance", "<first>:<last>", "Several NFQUEUE numbers that share the work"));
        options.addOption(Flags.of(
                null,
                "reinject",
                "<raw|tun>",
                "How translated packets leave: behind FORWARD (raw, default) or through it"));
        options.addOption(
                Flags.of(null, "cpu", "<integer>[,...]", "The processor of each queue's worker, or one for all"));
        return options;
    }

    @Override
    public void checkOption(String option, String value) {
        switch (option) {
            case "pool6" -> Ipv6Prefix.parse(value);
            case "queue-num" -> QueueRange.parseNumber(value);
            case "queue-balance" -> QueueRange.parseRange(value);
            default -> {}
        }
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        if (line.hasOption("iptables") && line.hasOption("netfilter")) {
            throw ExitException.invalid("The translator can only be hooked to one framework.");
        }
        Framework framework = line.hasOption("iptables") ? Framework.IPTABLES : Framework.NETFILTER;
        Optional<Ipv6Prefix> pool6 = Flags.last(line, mapt ? "dmr" : "pool6").map(Ipv6Prefix::parse);
        WorkerOptions workers = new WorkerOptions(
                queues(line),
                Flags.last(line, "reinject").map(Reinjection::parse).orElse(Reinjection.RAW),
                Flags.last(line, "cpu").map(Processors::parse).orElse(Processors.ANY));
        InstanceName name = InstanceNames.of(call, line.getArgList());
        return call.request(name, new Command.InstanceAdd(framework, pool6, workers));
    }

    private static Optional<QueueRange> queues(CommandLine line) {
        Optional<String> number = Flags.last(line, "queue-num");
        Optional<String> range = Flags.last(line, "queue-balance");
        if (number.isPresent() && range.isPresent()) {
            throw ExitException.invalid("Only one of --queue-num and --queue-balance is allowed.");
        }
        return number.map(QueueRange::parseNumber).or(() -> range.map(QueueRange::parseRange));
    }
}
