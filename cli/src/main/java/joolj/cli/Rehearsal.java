// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.cli.console.Console;
import joolj.cli.grammar.Program;
import joolj.config.Framework;
import joolj.config.Global;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.config.QueueRange;
import joolj.control.IpAddress;
import joolj.control.LineReader;
import joolj.control.Operation;
import joolj.control.Protocol;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import joolj.control.Row;
import joolj.rfc7597.MappingRule;
import joolj.translation.Reason;

/**
 * Goes through what users do often, so that a class archive made at exit holds all classes of it. The answers come from
 * a thread of this process that speaks the control protocol; nothing is printed.
 */
final class Rehearsal {
    private static final Ipv6Prefix PREFIX6 = new Ipv6Prefix(1, 0, 120);
    private static final Ipv4Prefix PREFIX4 = new Ipv4Prefix(0, 24);

    private static final List<List<String>> COMMANDS = List.of(
            List.of(),
            List.of("instance", "display"),
            List.of("instance", "display", "--csv"),
            List.of("instance", "display", "--json"),
            List.of("instance", "add", "a", "--iptables", "--pool6", "64:ff9b::/96"),
            List.of("instance", "status"),
            List.of("stats", "display", "--all"),
            List.of("stats", "display", "--explain"),
            List.of("global", "display"),
            List.of("global", "update", "tos", "7"),
            List.of("pool4", "display"),
            List.of("pool4", "add", "--tcp", "192.0.2.1", "1-2"),
            List.of("bib", "display", "--numeric"),
            List.of("session", "display", "--numeric"),
            List.of("session", "display", "--csv", "--numeric"),
            List.of("daemon", "--status"),
            List.of("instance", "--nonsense"),
            List.of("pool4", "add", "nonsense"));

    private static final List<List<String>> SIIT_COMMANDS = List.of(
            List.of("eamt", "display"),
            List.of("eamt", "add", "2001:db8::/120", "192.0.2.0/24"),
            List.of("denylist4", "display"),
            List.of("denylist4", "add", "192.0.2.0/24"),
            List.of("address", "query", "192.0.2.1", "--verbose"));

    private Rehearsal() {}

    /** Runs all commands. Returns the exit status of the virtual machine: 0, or 1 if sockets cannot be used. */
    static int run() {
        try {
            runAll();
            return 0;
        } catch (IOException e) {
            return 1;
        }
    }

    private static void runAll() throws IOException {
        Path directory = Files.createTempDirectory("jool-j");
        Path socket = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread daemon = new Thread(() -> serve(server), "rehearsal");
            daemon.setDaemon(true);
            daemon.start();
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            Console console = new Console(OutputStream.nullOutputStream(), nowhere);
            Map<String, String> environment = Map.of(Protocol.SOCKET_VARIABLE, socket.toString());
            for (String name : List.of(Program.OWN_NAME, Product.NAT64.program())) {
                runAll(COMMANDS, new Client(Program.named(name), environment, console));
            }
            runAll(SIIT_COMMANDS, new Client(Program.named(Product.SIIT.program()), environment, console));
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        }
    }

    private static void runAll(List<List<String>> commands, Client client) {
        for (List<String> command : commands) {
            client.run(command);
        }
    }

    private static void serve(ServerSocketChannel server) {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                answer(channel);
            } catch (IOException e) {
                return; // The rehearsal is over.
            }
        }
    }

    private static void answer(SocketChannel channel) throws IOException {
        Operation operation =
                Request.decode(new LineReader(channel).read()).command().operation();
        ReplyWriter reply = new ReplyWriter(channel);
        TransportAddress6 six = new TransportAddress6(1, 1, 1);
        TransportAddress4 four = new TransportAddress4(1, 1);
        switch (operation) {
            case INSTANCE_DISPLAY ->
                reply.row(new Row.Instance("1", "a", Framework.IPTABLES, Optional.of(new QueueRange(1, 2))));
            case STATS_DISPLAY -> reply.row(new Row.Stat(Reason.SUCCESS.label(), 1));
            case GLOBAL_DISPLAY -> globals(reply);
            case POOL4_DISPLAY -> reply.row(new Row.Pool4(0, L4Protocol.TCP, 1, 1, 2, Row.Pool4.INFINITE, true));
            case BIB_DISPLAY -> reply.row(new Row.Bib(L4Protocol.TCP, six, four, true));
            case SESSION_DISPLAY ->
                reply.row(new Row.Session(L4Protocol.TCP, six, six, four, four, 1, Optional.of("TRANS")));
            case SESSION_FOLLOW -> {}
            case DAEMON_STATUS -> reply.row(new Row.Daemon("", 1, 1, 1));
            case GLOBAL_UPDATE -> reply.warning("");
            case INSTANCE_ADD, INSTANCE_REMOVE, INSTANCE_FLUSH, INSTANCE_STATUS, INSTANCE_RULES, DAEMON_STOP -> {}
            case FILE_HANDLE, DAEMON_RELOAD -> {}
            case POOL4_ADD, POOL4_REMOVE, POOL4_FLUSH, BIB_ADD, BIB_REMOVE -> {}
            case EAMT_DISPLAY -> reply.row(new Row.Eam(PREFIX6, PREFIX4));
            case DENYLIST4_DISPLAY -> reply.row(new Row.Denied4(PREFIX4));
            case ADDRESS_QUERY -> reply.row(Row.TranslatedAddress.byEam(new IpAddress.Six(1, 1), PREFIX6, PREFIX4));
            case FMRT_DISPLAY -> reply.row(new Row.Fmr(new MappingRule(PREFIX6, PREFIX4, 8, 6)));
            case FMRT_ADD, FMRT_REMOVE, FMRT_FLUSH -> {}
            case EAMT_ADD, EAMT_REMOVE, EAMT_FLUSH, DENYLIST4_ADD, DENYLIST4_REMOVE, DENYLIST4_FLUSH -> {}
        }
        reply.succeed();
    }

    private static void globals(ReplyWriter reply) throws IOException {
        Globals defaults = Globals.defaults(Product.NAT64);
        for (Global<?> global : GlobalKeys.of(Product.NAT64)) {
            reply.row(new Row.Global(global.name(), defaults.json(global)));
        }
    }
}
