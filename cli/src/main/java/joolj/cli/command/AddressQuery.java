// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import joolj.cli.grammar.Call;
import joolj.cli.grammar.Program;
import joolj.cli.grammar.Verb;
import joolj.cli.render.AddressReport;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.IpAddress;
import joolj.control.MalformedMessageException;
import joolj.control.MalformedMessageException.Defect;
import joolj.control.Reply;
import joolj.control.Row;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code address query}. */
public final class AddressQuery implements Verb {
    @Override
    public String keyword() {
        return "query";
    }

    @Override
    public String summary() {
        return "Show what an address is translated to.";
    }

    @Override
    public String positionals() {
        return "<IP Address>";
    }

    @Override
    public Options options(Program program) {
        return new Options().addOption("v", "verbose", false, "Show how the result comes about, too");
    }

    @Override
    public int run(Call call, CommandLine line) throws IOException {
        IpAddress query = address(call, line.getArgList());
        Answer answer = new Answer();
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(client, new Command.AddressQuery(query), answer);
            if (end.isSuccess()) {
                AddressReport report = new AddressReport(query, answer.only());
                call.console().print(line.hasOption("verbose") ? report.whole() : report.result());
            }
            return call.conclude(end);
        }
    }

    private static IpAddress address(Call call, List<String> positionals) {
        Optional<IpAddress> address = Optional.empty();
        for (String word : positionals) {
            if (word.indexOf(':') < 0 && word.indexOf('.') < 0) {
                throw call.tooManyArguments();
            }
            address = Optional.of(IpAddress.parse(word));
        }
        return address.orElseThrow(() -> Flags.missing(List.of("an IP address")));
    }

    /** Keeps the row that the daemon sends. */
    private static final class Answer implements Call.RowSink {
        private Optional<Row.TranslatedAddress> row = Optional.empty();

        @Override
        public void row(List<?> cells) throws MalformedMessageException {
            row = Optional.of(Row.TranslatedAddress.of(cells));
        }

        Row.TranslatedAddress only() throws MalformedMessageException {
            return row.orElseThrow(
                    () -> new MalformedMessageException(Defect.MALFORMED, "The daemon sent no result of the query."));
        }
    }
}
