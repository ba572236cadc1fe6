// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import joolj.config.PortRange;
import joolj.config.QueueRange;
import joolj.nfqueue.tun.TunDevice;

/** Rules in the language of iptables: the words of one rule, and how they are quoted. */
final class IptablesText {
    /** Either more fragments follow, or this is not the first one: RFC 791's flags and fragment offset. */
    private static final String FRAGMENT = "4&0x3FFF=0x1:0x3FFF";

    private IptablesText() {}

    /** The words that match packets by their destination, or by their source. */
    static List<String> match(Match match, boolean bySource) {
        List<String> words = new ArrayList<>();
        switch (match.address()) {
            case PREFIX, FRAGMENTS_OF_PREFIX -> words.addAll(List.of(bySource ? "-s" : "-d", match.prefix()));
            case LOCAL, FRAGMENTS_OF_LOCAL -> words.addAll(List.of("-m", "addrtype", type(bySource), "LOCAL"));
            case NOT_UNICAST -> words.addAll(List.of("-m", "addrtype", "!", type(bySource), "UNICAST"));
            case ANY -> {}
        }
        if (match.isAboutFragments()) {
            words.addAll(List.of("-m", "u32", "--u32", FRAGMENT));
        }
        match.protocol().ifPresent(protocol -> {
            words.addAll(List.of("-p", protocol.name().toLowerCase(Locale.ROOT)));
            if (!match.ports().equals(PortRange.ALL)) {
                words.addAll(List.of(bySource ? "--sport" : "--dport", ports(match.ports())));
            }
        });
        return words;
    }

    private static String type(boolean bySource) {
        return bySource ? "--src-type" : "--dst-type";
    }

    private static String ports(PortRange ports) {
        return ports.first() == ports.last() ? Integer.toString(ports.first()) : ports.first() + ":" + ports.last();
    }

    /** The words that leave out what an instance has translated already, and lets in by its TUN device. */
    static List<String> notTranslated() {
        return List.of("!", "-i", TunDevice.NAME_PREFIX + "+");
    }

    /** The words that mark a rule as one of an instance's. */
    static List<String> comment(String instance) {
        return List.of("-m", "comment", "--comment", RuleSet.comment(instance));
    }

    /** The words that send packets to queues, or on if nobody listens there. */
    static List<String> queue(QueueRange queues) {
        boolean one = queues.size() == 1;
        return List.of("-j", "NFQUEUE", one ? "--queue-num" : "--queue-balance", queues.toString(), "--queue-bypass");
    }

    /** Words as a shell reads them. */
    static String shell(List<String> words) {
        return words.stream().map(IptablesText::shellWord).collect(Collectors.joining(" "));
    }

    private static String shellWord(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.,:/=+@%".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Words as iptables-restore reads them. */
    static String restore(List<String> words) {
        return words.stream().map(IptablesText::restoreWord).collect(Collectors.joining(" "));
    }

    private static String restoreWord(String word) {
        boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\'' || c == '\\');
        return plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
