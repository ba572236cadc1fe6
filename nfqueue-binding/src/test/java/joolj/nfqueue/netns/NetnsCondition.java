// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.netns;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for what tests in namespaces need: root, the programs, and rules with the target NFQUEUE. Asked once. */
final class NetnsCondition implements ExecutionCondition {
    private static final String MISSING = missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (MISSING.isEmpty()) {
            return ConditionEvaluationResult.enabled("namespaces and NFQUEUE work");
        }
        System.out.println("skipped " + context.getDisplayName() + ": " + MISSING);
        return ConditionEvaluationResult.disabled(MISSING);
    }

    private static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "needs root";
        }
        for (String program : new String[] {"ip", "iptables", "ip6tables", "ping"}) {
            if (!installed(program)) {
                return "needs the program " + program;
            }
        }
        if (!Files.exists(Path.of("/proc/self/net/netfilter/nfnetlink_queue"))) {
            return "needs a kernel with CONFIG_NETFILTER_NETLINK_QUEUE";
        }
        TestNetwork.removeStale();
        try (TestNetwork network = TestNetwork.single()) {
            network.in("a", "iptables -t mangle -A PREROUTING -p 253 -j NFQUEUE --queue-num 1");
            return "";
        } catch (IllegalStateException e) {
            return "needs namespaces with NFQUEUE rules: " + e.getMessage();
        }
    }

    private static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
