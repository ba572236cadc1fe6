// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import joolj.address.IpText;
import joolj.rfc6146.Flow;
import joolj.rfc6146.StateObserver;

/** Which entries and sessions there are by what an observer has been told: it is told of each beginning and end once. */
final class Ledger implements StateObserver {
    final Set<String> bibs = new TreeSet<>();
    final Set<String> sessions = new TreeSet<>();
    boolean exhausted;

    static String bib(Object protocol, Endpoint node, Endpoint mask) {
        return protocol + " " + node + " " + mask;
    }

    static String session(Object protocol, Endpoint node, Endpoint mask, Endpoint remote4) {
        return bib(protocol, node, mask) + " " + remote4;
    }

    private static String bib(Flow flow) {
        return bib(
                flow.protocol,
                new Endpoint(IpText.format6(flow.remote6High, flow.remote6Low), flow.remote6Port),
                new Endpoint(IpText.format4(flow.local4), flow.local4Port));
    }

    private static String session(Flow flow) {
        return bib(flow) + " " + new Endpoint(IpText.format4(flow.remote4), flow.remote4Port);
    }

    @Override
    public void bibCreated(Flow flow) {
        assertTrue(bibs.add(bib(flow)), () -> "made twice: " + bib(flow));
    }

    @Override
    public void bibForgotten(Flow flow) {
        assertTrue(bibs.remove(bib(flow)), () -> "forgotten, but never made: " + bib(flow));
    }

    @Override
    public void sessionCreated(Flow flow) {
        assertTrue(sessions.add(session(flow)), () -> "made twice: " + session(flow));
    }

    @Override
    public void sessionForgotten(Flow flow) {
        assertTrue(sessions.remove(session(flow)), () -> "forgotten, but never made: " + session(flow));
    }

    @Override
    public void pool4Exhausted(Flow flow) {
        exhausted = true;
    }
}
