// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import joolj.address.L4Protocol;
import joolj.cli.console.ExitException;
import joolj.cli.grammar.Call;
import joolj.config.InstanceName;
import joolj.config.definition.BibEntry;
import joolj.config.definition.EamEntry;
import joolj.config.definition.FmrEntry;
import joolj.config.definition.InstanceDefinition;
import joolj.config.definition.Pool4Entries;
import joolj.control.Command;
import joolj.control.ControlClient;
import joolj.control.NamespaceId;
import joolj.control.Operation;
import joolj.control.Reply;
import joolj.control.Row;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.Pool4Row;
import joolj.rfc7597.MappingRule;

/** Asks the daemon for everything that a running instance is made of. */
final class RunningInstance {
    private final Call call;
    private final NamespaceId namespace;
    private final InstanceName name;

    /**
     * @param call of the instance's product
     * @param namespace where the instance is
     */
    RunningInstance(Call call, NamespaceId namespace, InstanceName name) {
        this.call = call;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * The line of {@code instance display} about the instance, or nothing if it does not exist.
     *
     * @throws IOException if the daemon cannot be asked
     */
    Optional<Row.Instance> row() throws IOException {
        // As NamespaceKey writes it: the inode's low 32 bits.
        String label = String.format("%08x", (int) namespace.inode());
        List<Row.Instance> rows = new ArrayList<>();
        ask(new Command.Plain(Operation.INSTANCE_DISPLAY), cells -> {
            Row.Instance row = Row.Instance.of(cells);
            if (row.namespace().equals(label) && row.name().equals(name.text())) {
                rows.add(row);
            }
        });
        return rows.stream().findFirst();
    }

    /**
     * The definition that would make such an instance.
     *
     * @param row what {@link #row} has found
     * @throws IOException if the daemon cannot be asked
     */
    InstanceDefinition definition(Row.Instance row) throws IOException {
        InstanceDefinition.Builder builder = new InstanceDefinition.Builder();
        ask(new Command.Plain(Operation.GLOBAL_DISPLAY), cells -> {
            Row.Global global = Row.Global.of(cells);
            builder.global(global.key(), global.value());
        });
        switch (call.product()) {
            case NAT64 -> {
                builder.bibSection();
                for (L4Protocol protocol : L4Protocol.values()) {
                    readState(protocol, builder);
                }
            }
            case SIIT -> readMappings(builder);
            case MAPT -> readRules(builder);
        }
        return builder.build(call.product(), name, row.framework());
    }

    private void readState(L4Protocol protocol, InstanceDefinition.Builder builder) throws IOException {
        List<Pool4Row> rows = new ArrayList<>();
        ask(new Command.TableDisplay(Operation.POOL4_DISPLAY, protocol), cells -> rows.add(row(Row.Pool4.of(cells))));
        Pool4Entries.of(rows.iterator()).forEach(builder::pool4);
        ask(new Command.TableDisplay(Operation.BIB_DISPLAY, protocol), cells -> {
            Row.Bib bib = Row.Bib.of(cells);
            if (bib.isStatic()) {
                builder.bib(new BibEntry(bib.protocol(), bib.address6(), bib.address4()));
            }
        });
    }

    private static Pool4Row row(Row.Pool4 row) {
        return new Pool4Row(
                (int) row.mark(),
                row.protocol(),
                row.iterations() == Row.Pool4.INFINITE ? Pool4.INFINITY : row.iterations(),
                row.fixed(),
                row.address(),
                row.minPort(),
                row.maxPort());
    }

    private void readMappings(InstanceDefinition.Builder builder) throws IOException {
        List<EamEntry> newestFirst = new ArrayList<>();
        ask(new Command.Plain(Operation.EAMT_DISPLAY), cells -> {
            Row.Eam eam = Row.Eam.of(cells);
            newestFirst.add(new EamEntry(eam.prefix6(), eam.prefix4()));
        });
        Collections.reverse(newestFirst);
        newestFirst.forEach(builder::eam);
        ask(
                new Command.Plain(Operation.DENYLIST4_DISPLAY),
                cells -> builder.denied4(Row.Denied4.of(cells).prefix4()));
    }

    private void readRules(InstanceDefinition.Builder builder) throws IOException {
        ask(new Command.Plain(Operation.FMRT_DISPLAY), cells -> {
            MappingRule rule = Row.Fmr.of(cells).rule();
            builder.fmr(new FmrEntry(rule.prefix6(), rule.prefix4(), rule.eaBits(), rule.offsetBits()));
        });
    }

    private void ask(Command command, Call.RowSink sink) throws IOException {
        try (ControlClient client = call.connect()) {
            Reply.End end = call.exchange(client, namespace, name, command, sink);
            if (!end.isSuccess()) {
                throw new ExitException(
                        end.status(), "Error: The daemon returned error " + end.status() + ": " + end.error());
            }
        }
    }

    /** The refusal of an operation on an instance that does not exist. */
    ExitException absent() {
        return new ExitException(3, "Error: This namespace lacks an instance named '" + name + "'.");
    }
}
