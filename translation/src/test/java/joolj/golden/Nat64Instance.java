// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import joolj.address.IpText;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.nat64.Nat64Settings;
import joolj.nat64.Nat64Translator;
import joolj.rfc6052.Pool6;
import joolj.rfc6146.BibAddition;
import joolj.rfc6146.BibRow;
import joolj.rfc6146.ExpiryObserver;
import joolj.rfc6146.Nat64State;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.SessionRow;
import joolj.rfc6146.StateSettings;
import joolj.translation.Routes;
import joolj.translation.Translator;

/** A stateful translator. */
final class Nat64Instance implements Instance {
    private static final int ENTRIES = 1 << 10;
    private static final int PAGE = 100;

    private final Routes routes;
    private final Globals globals = new Globals();
    private final Nat64Settings defaults;
    private final Nat64State state;
    private final Nat64Translator translator;

    /**
     * @param pool6 the prefix
     * @param routes of the machine it runs on
     */
    Nat64Instance(String pool6, Routes routes) {
        this.routes = routes;
        this.defaults = Nat64Settings.defaults(Pool6.parse(pool6));
        this.state = new Nat64State(stateSettings(), Pool4.EMPTY, new byte[32]);
        this.translator = new Nat64Translator(state, defaults);
    }

    @Override
    public Translator translator() {
        return translator;
    }

    @Override
    public boolean apply(List<String> command) {
        Arguments arguments = Arguments.of(command);
        switch (command.get(0) + " " + command.get(1)) {
            case "pool4 add" -> addPool4(arguments);
            case "pool4 remove" -> removePool4(arguments);
            case "pool4 flush" -> flushPool4(arguments);
            case "bib add" -> {
                return addBib(arguments);
            }
            case "bib remove" -> {
                return removeBib(arguments);
            }
            case "global update" -> {
                globals.update(command);
                state.settings(stateSettings());
                translator.settings(settings());
            }
            default -> throw new IllegalStateException("not known here: " + command);
        }
        return true;
    }

    private void addPool4(Arguments arguments) {
        Ipv4Prefix prefix = arguments.prefix4();
        int[] ports = arguments.ports();
        state.pool4(state.pool4()
                .add(
                        arguments.mark(),
                        arguments.protocol(),
                        prefix.address(),
                        prefix.length(),
                        ports[0],
                        ports[1],
                        arguments.maxIterations()));
    }

    private void removePool4(Arguments arguments) {
        Ipv4Prefix prefix = arguments.prefix4();
        int[] ports = arguments.ports();
        L4Protocol protocol = arguments.protocol();
        state.pool4(state.pool4()
                .remove(arguments.mark(), protocol, prefix.address(), prefix.length(), ports[0], ports[1]));
        if (!arguments.has("--quick")) {
            state.bibControl().removeRange(protocol, prefix.address(), prefix.length(), ports[0], ports[1]);
        }
    }

    private void flushPool4(Arguments arguments) {
        state.pool4(state.pool4().flush());
        if (!arguments.has("--quick")) {
            state.bibControl().flush();
        }
    }

    private boolean addBib(Arguments arguments) {
        TransportAddress6 six = arguments.address6();
        TransportAddress4 four = arguments.address4();
        return state.bibControl()
                        .addStatic(
                                arguments.protocol(),
                                six.high(),
                                six.low(),
                                six.port(),
                                four.address(),
                                four.port(),
                                routes)
                        .result()
                == BibAddition.Result.ADDED;
    }

    private boolean removeBib(Arguments arguments) {
        TransportAddress6 six = arguments.address6();
        TransportAddress4 four = arguments.address4();
        L4Protocol protocol = arguments.protocol();
        if (six == null) {
            return state.bibControl().remove4(protocol, four.address(), four.port());
        }
        return state.bibControl().remove(protocol, six.high(), six.low(), six.port(), four.address(), four.port());
    }

    private Nat64Settings settings() {
        return new Nat64Settings(
                globals.flag("manually-enabled", true),
                defaults.pool6(),
                globals.headers(defaults.headers()),
                globals.flag("drop-icmpv6-info", defaults.dropIcmpv6Info()),
                globals.flag("source-icmpv6-errors-better", defaults.sourceIcmpv6ErrorsBetter()));
    }

    private StateSettings stateSettings() {
        StateSettings otherwise = StateSettings.DEFAULT;
        return new StateSettings(
                globals.flag("address-dependent-filtering", otherwise.addressDependentFiltering()),
                globals.flag("drop-externally-initiated-tcp", otherwise.dropExternallyInitiatedTcp()),
                globals.flag("handle-rst-during-fin-rcv", otherwise.handleRstDuringFinRcv()),
                globals.number("f-args", otherwise.fArgs()),
                globals.milliseconds("tcp-est-timeout", otherwise.tcpEstTimeout()),
                globals.milliseconds("tcp-trans-timeout", otherwise.tcpTransTimeout()),
                globals.milliseconds("udp-timeout", otherwise.udpTimeout()),
                globals.milliseconds("icmp-timeout", otherwise.icmpTimeout()),
                globals.number("maximum-simultaneous-opens", (int) otherwise.maximumSimultaneousOpens()),
                ENTRIES,
                ENTRIES);
    }

    @Override
    public boolean reassembles() {
        return true;
    }

    @Override
    public void expire(long now, ExpiryObserver observer) {
        state.expire(now, ENTRIES, observer);
    }

    @Override
    public List<String> bib(String protocol) {
        var reader = state.bibs(L4Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)));
        List<String> rows = new ArrayList<>();
        for (var page = reader.next(PAGE); !page.isEmpty(); page = reader.next(PAGE)) {
            page.forEach(row -> rows.add(text(row)));
        }
        return rows;
    }

    private static String text(BibRow row) {
        return String.join(
                ",",
                row.protocol().toString(),
                IpText.format6(row.remote6High(), row.remote6Low()),
                Integer.toString(row.remote6Port()),
                IpText.format4(row.local4()),
                Integer.toString(row.local4Port()),
                row.isStatic() ? "1" : "0");
    }

    @Override
    public List<String> sessions(String protocol, long now) {
        var reader = state.sessions(L4Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)));
        List<String> rows = new ArrayList<>();
        for (var page = reader.next(PAGE, now); !page.isEmpty(); page = reader.next(PAGE, now)) {
            page.forEach(row -> rows.add(text(row)));
        }
        return rows;
    }

    private static String text(SessionRow row) {
        String addresses = String.join(
                ",",
                row.protocol().toString(),
                IpText.format6(row.remote6High(), row.remote6Low()),
                Integer.toString(row.remote6Port()),
                IpText.format6(row.local6High(), row.local6Low()),
                Integer.toString(row.local6Port()),
                IpText.format4(row.local4()),
                Integer.toString(row.local4Port()),
                IpText.format4(row.remote4()),
                Integer.toString(row.remote4Port()));
        long left = row.expiresIn();
        String time = String.format(
                Locale.ROOT, "%d:%02d:%02d.%03d", left / 3_600_000, left / 60_000 % 60, left / 1000 % 60, left % 1000);
        return addresses + "," + time + (row.state() == null ? "" : "," + row.state());
    }
}
