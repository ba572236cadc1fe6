// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.nio.ByteBuffer;
import joolj.address.IpText;
import joolj.translation.Outcome;
import joolj.translation.OutgoingTuple;
import joolj.translation.Translation;
import joolj.translation.Translator;

/**
 * logging-debug: translates as another translator does and writes a line about each packet and what was decided. Slow, and
 * allocates; it is in the packets' way only while it is wanted. Safe for several threads.
 */
public final class DebugTranslator implements Translator {
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;

    private final Translator translator;
    private final DebugLog log;

    /**
     * @param translator what decides
     * @param log where lines go
     */
    public DebugTranslator(Translator translator, DebugLog log) {
        this.translator = translator;
        this.log = log;
    }

    @Override
    public Outcome translate(Translation t) {
        String packet = describe(t.packet().buffer, t.packet().start, t.packet().end - t.packet().start);
        Outcome outcome = translator.translate(t);
        log.line(packet + ", mark " + Integer.toUnsignedLong(t.mark()) + ": " + decision(outcome, t));
        return outcome;
    }

    /** Addresses, protocol (IPv6: first next header) and length, as far as the octets go. */
    static String describe(ByteBuffer packet, int start, int length) {
        int version = length == 0 ? 0 : packet.get(start) >>> 4 & 0xf;
        if (version == 4 && length >= IPV4_LENGTH) {
            return "IPv4 " + IpText.format4(packet.getInt(start + 12)) + " to "
                    + IpText.format4(packet.getInt(start + 16)) + ", protocol " + (packet.get(start + 9) & 0xff) + ", "
                    + length + " octets";
        }
        if (version == 6 && length >= IPV6_LENGTH) {
            return "IPv6 " + address6(packet, start + 8) + " to " + address6(packet, start + 24) + ", next header "
                    + (packet.get(start + 6) & 0xff) + ", " + length + " octets";
        }
        return "a packet without a whole IP header, " + length + " octets";
    }

    private static String address6(ByteBuffer packet, int at) {
        return IpText.format6(packet.getLong(at), packet.getLong(at + Long.BYTES));
    }

    private static String decision(Outcome outcome, Translation t) {
        return switch (outcome) {
            case TRANSLATED ->
                "translated to " + tuple(t.outgoing(), t.out6()) + (t.hairpinning() ? ", hairpinned" : "");
            case ACCEPT -> "handed back: " + t.reason().label();
            case DROP -> "dropped: " + t.reason().label() + (t.hasReply() ? ", answered" : "");
            case CONTINUE -> "unfinished";
        };
    }

    private static String tuple(OutgoingTuple to, boolean ipv6) {
        String source = ipv6 ? IpText.format6(to.source6High, to.source6Low) : IpText.format4(to.source4);
        String destination =
                ipv6 ? IpText.format6(to.destination6High, to.destination6Low) : IpText.format4(to.destination4);
        return source + "#" + to.sourcePort + " to " + destination + "#" + to.destinationPort;
    }
}
