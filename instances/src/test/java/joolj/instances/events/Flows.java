// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import joolj.address.IpText;
import joolj.address.L4Protocol;
import joolj.rfc6146.Flow;

/** Flows to take down. */
final class Flows {
    private Flows() {}

    /** The flow of the examples in Jool's documentation of its logs. */
    static Flow example(L4Protocol protocol) {
        Flow flow = new Flow();
        flow.protocol = protocol;
        long[] remote = IpText.parse6("2001:db8::5");
        flow.remote6High = remote[0];
        flow.remote6Low = remote[1];
        flow.remote6Port = 51234;
        long[] local = IpText.parse6("64:ff9b::cb00:7105");
        flow.local6High = local[0];
        flow.local6Low = local[1];
        flow.local6Port = 80;
        flow.local4 = IpText.parse4("198.51.100.8");
        flow.local4Port = 40001;
        flow.remote4 = IpText.parse4("203.0.113.5");
        flow.remote4Port = 80;
        return flow;
    }
}
