// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.util.List;
import java.util.Optional;
import joolj.address.IpText;
import joolj.address.Ipv6Prefix;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.cli.render.MapReport;
import joolj.config.MappingRuleText;
import joolj.config.SyntaxException;
import joolj.config.UnsignedText;
import joolj.rfc7597.CustomerEdge;
import joolj.rfc7597.MappingRule;
import joolj.rfc7597.PortSet;
import joolj.translation.RefusedException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code mapt calc}: everything that follows from a mapping rule for one customer edge. Needs no daemon. */
public final class MapCalculator implements Verb {
    /** The word for it. */
    public static final String KEYWORD = "calc";

    private static final int WORDS = 4;
    private static final String PREFIX = "end-user-ipv6-prefix";
    private static final String ADDRESS = "address";
    private static final String PSID_LENGTH = "psid-length";
    private static final String PSID = "psid";

    @Override
    public String keyword() {
        return KEYWORD;
    }

    @Override
    public String summary() {
        return "Show what follows from a mapping rule for one customer edge.";
    }

    @Override
    public String positionals() {
        return "<IPv6 Prefix> <IPv4 prefix> <EA-bits length> [<a>]";
    }

    @Override
    public Options options(Program program) {
        Options options = new Options();
        options.addOption(Flags.of("e", PREFIX, "<IPv6 Prefix>", "The prefix delegated to the customer edge"));
        options.addOption(Flags.of(
                "4",
                ADDRESS,
                "<IPv4 address>[#<port>]",
                "Instead, an address of the customer edge and one of its ports"));
        options.addOption(
                Flags.of(null, PSID_LENGTH, "<integer>", "Bits of a PSID that is not in the prefix (with --psid)"));
        options.addOption(Flags.of(null, PSID, "<integer>", "A PSID that is not in the prefix; 0x... is hexadecimal"));
        options.addOption(Flags.of("json", "Print one JSON object"));
        return options;
    }

    @Override
    public int run(Call call, CommandLine line) {
        List<String> words = line.getArgList();
        if (words.size() > WORDS) {
            throw call.tooManyArguments();
        }
        MappingRule rule = MappingRuleText.parse(words);
        CustomerEdge edge;
        try {
            edge = edge(rule.requireValid(), line);
        } catch (RefusedException | IllegalArgumentException e) {
            throw ExitException.invalid(e.getMessage());
        }
        new MapReport(call.console(), edge).print(line.hasOption("json"));
        return 0;
    }

    private static CustomerEdge edge(MappingRule rule, CommandLine line) {
        Optional<String> prefix = Flags.last(line, PREFIX);
        Optional<String> address = Flags.last(line, ADDRESS);
        if (prefix.isPresent() == address.isPresent()) {
            throw ExitException.invalid("Either --" + PREFIX + " or --" + ADDRESS + " is needed.");
        }
        CustomerEdge edge = prefix.map(text -> new CustomerEdge(rule, Ipv6Prefix.parse(text)))
                .orElseGet(() -> edgeOf(rule, address.orElseThrow()));
        Optional<String> length = Flags.last(line, PSID_LENGTH);
        Optional<String> psid = Flags.last(line, PSID);
        if (length.isPresent() != psid.isPresent()) {
            throw ExitException.invalid("--" + PSID_LENGTH + " and --" + PSID + " are needed together.");
        }
        return length.isEmpty()
                ? edge
                : edge.withPsid((int) UnsignedText.parse(length.get(), PortSet.PORT_BITS), number(psid.orElseThrow()));
    }

    private static CustomerEdge edgeOf(MappingRule rule, String text) {
        int hash = text.indexOf('#');
        if (hash < 0 && rule.psidLength() > 0) {
            throw ExitException.invalid("Addresses of this rule are shared: --" + ADDRESS
                    + " needs a port (format: <IPv4 address>#<port> (eg. 203.0.113.8#80)).");
        }
        int port = hash < 0 ? 0 : (int) UnsignedText.parse(text.substring(hash + 1), UnsignedText.U16);
        CustomerEdge edge = CustomerEdge.of(rule, IpText.parse4(hash < 0 ? text : text.substring(0, hash)), port);
        if (!edge.ports().contains(port)) {
            throw ExitException.invalid(
                    "Port " + port + " belongs to nobody: its first " + rule.offsetBits() + " bits (a) are zero.");
        }
        return edge;
    }

    private static int number(String text) {
        if (!text.startsWith("0x")) {
            return (int) UnsignedText.parse(text, UnsignedText.U16);
        }
        try {
            int value = Integer.parseInt(text.substring(2), 16);
            if (value >= 0 && value <= UnsignedText.U16) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new SyntaxException("'" + text + "' is not a hexadecimal integer.");
        }
        throw new SyntaxException("'" + text + "' is out of bounds (0x0-0xffff).");
    }
}
