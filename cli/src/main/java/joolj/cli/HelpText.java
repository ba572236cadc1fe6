// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import joolj.cli.grammar.Keywords;
import joolj.cli.grammar.Program;
import joolj.config.Product;
import joolj.control.Protocol;

/** What the program prints about itself. */
final class HelpText {
    private HelpText() {}

    /** The help for a program and the product it was called for. */
    static String of(Program program, Product product) {
        String name = program.name();
        StringBuilder text = new StringBuilder();
        text.append("Usage\n=====\n").append(name).append(" (\n");
        if (program.dropIn()) {
            text.append("        [<ARGP1>] <MODE> <OPERATION> [<ARGP2>]\n");
        } else {
            text.append("        [nat64|siit|mapt] [<ARGP1>] <MODE> <OPERATION> [<ARGP2>]\n")
                    .append("        | daemon [--detach|--stop|--status]\n")
                    .append("        | demo\n")
                    .append("        | reload\n");
        }
        text.append("        | [-h|--help]\n        | (-V|--version)\n        | --usage\n)\n\n");
        text.append("<ARGP1>\n=======\n")
                .append("Either (--instance|-i) <INSTANCE> or (--file|-f) <FILE>.\n")
                .append("- <INSTANCE> is the instance name\n")
                .append("- <FILE> is a path to a JSON file that contains the instance name\n");
        if (!program.dropIn()) {
            text.append("Also --socket <PATH>: where the daemon listens (default: $")
                    .append(Protocol.SOCKET_VARIABLE)
                    .append(", else ")
                    .append(Protocol.DEFAULT_SOCKET)
                    .append(").\n");
        }
        text.append("\n<MODE>s -> <OPERATION>s");
        text.append(program.dropIn() ? "" : " of " + product.label());
        text.append("\n=======================\n");
        Modes modes = new Modes(program, product);
        for (String mode : modes.modes()) {
            text.append("- ")
                    .append(mode)
                    .append(" -> ")
                    .append(Keywords.list(modes.operations(mode)))
                    .append('\n');
        }
        if (modes.calculating()) {
            text.append("- calc: what follows from a mapping rule; needs no daemon\n");
        }
        text.append("\n<ARGP2>\n=======\n")
                .append("Depends on <MODE> and <OPERATION>. See `")
                .append(name)
                .append(" <MODE> <OPERATION> --help`.\n\n")
                .append("Report bugs to the maintainers of jool-j.\n");
        return text.toString();
    }
}
