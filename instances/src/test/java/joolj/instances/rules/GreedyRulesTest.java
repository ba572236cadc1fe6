// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import joolj.config.QueueRange;
import org.junit.jupiter.api.Test;

class GreedyRulesTest {
    @Test
    void takesEverythingInPreroutingAndLetsItPassWithoutADaemon() {
        GreedyRules rules = new GreedyRules("example", new QueueRange(6400, 6400));

        assertEquals(
                "-t mangle -A PREROUTING ! -i jool-j+ -m comment --comment jool-j:example -j NFQUEUE --queue-num 6400 --queue-bypass",
                String.join(" ", rules.arguments("-A")));
    }

    @Test
    void balancesSeveralQueues() {
        GreedyRules rules = new GreedyRules("example", new QueueRange(6400, 6403));

        assertEquals(
                "-t mangle -D PREROUTING ! -i jool-j+ -m comment --comment jool-j:example -j NFQUEUE --queue-balance 6400:6403"
                        + " --queue-bypass",
                String.join(" ", rules.arguments("-D")));
    }
}
