// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this machine can run the tests that need network namespaces and NFQUEUE. */
final class NetnsCondition implements ExecutionCondition {
    private static final String OBSTACLE = obstacle();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (OBSTACLE == null) {
            return ConditionEvaluationResult.enabled("network namespaces and NFQUEUE are there");
        }
        if ("required".equals(System.getProperty("joolj.netns"))) {
            throw new IllegalStateException("namespace tests are required, but: " + OBSTACLE);
        }
        System.out.println("Skipped because " + OBSTACLE + ": " + context.getDisplayName());
        return ConditionEvaluationResult.disabled(OBSTACLE);
    }

    /** What is missing, null if nothing is. */
    private static String obstacle() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "namespace tests need root";
        }
        for (String program : List.of("ip", "iptables", "ip6tables", "ping", "curl", "sysctl")) {
            if (!succeeds("sh", "-c", "command -v " + program)) {
                return "the command '" + program + "' is missing";
            }
        }
        succeeds("sh", "-c", "test -e /proc/net/netfilter/nfnetlink_queue || modprobe nfnetlink_queue");
        if (!Files.exists(Path.of("/proc/net/netfilter/nfnetlink_queue"))) {
            return "the kernel has no NFQUEUE (nfnetlink_queue)";
        }
        String name = "jjx-" + ProcessHandle.current().pid() + "-try";
        if (!succeeds("ip", "netns", "add", name)) {
            return "network namespaces cannot be made here";
        }
        try {
            String rule = " -t mangle -A PREROUTING -j NFQUEUE --queue-num 1";
            boolean both =
                    succeeds("ip", "netns", "exec", name, "sh", "-c", "iptables" + rule + " && ip6tables" + rule);
            return both ? null : "iptables has no target NFQUEUE here (xt_NFQUEUE)";
        } finally {
            succeeds("ip", "netns", "del", name);
        }
    }

    private static boolean succeeds(String... words) {
        return new Command(List.of(words), Map.of()).run().status() == 0;
    }
}
