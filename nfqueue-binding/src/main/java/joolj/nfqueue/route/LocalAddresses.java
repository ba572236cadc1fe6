// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;
import joolj.nfqueue.raw.NetlinkAttributes;

/** The IPv4 addresses of a namespace's interfaces at one moment, in the kernel's order. Immutable. */
public final class LocalAddresses {
    private final List<Entry> entries;

    private LocalAddresses(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /** One of the addresses, big-endian. */
    public int address(int index) {
        return entries.get(index).address;
    }

    /** The length of the prefix that an address was configured with, 0 to 32. */
    public int prefixLength(int index) {
        return entries.get(index).prefixLength;
    }

    /** An address's scope: 0 universe, 200 site, 253 link, 254 host. */
    public int scope(int index) {
        return entries.get(index).scope;
    }

    /** Whether an address is of universe scope: valid everywhere. */
    public boolean isUniverse(int index) {
        return scope(index) == Linux.RT_SCOPE_UNIVERSE;
    }

    /** The index of the interface that has an address. */
    public int interfaceIndex(int index) {
        return entries.get(index).interfaceIndex;
    }

    /** An address's label, usually its interface's name; empty if it has none. */
    public String label(int index) {
        return entries.get(index).label;
    }

    /** Whether an address, big-endian, is one of these; allocates nothing. */
    public boolean contains(int address) {
        for (int index = 0; index < entries.size(); index++) {
            if (entries.get(index).address == address) {
                return true;
            }
        }
        return false;
    }

    private record Entry(int address, int prefixLength, int scope, int interfaceIndex, String label) {}

    /** Collects addresses from the messages of a dump. */
    static final class Collector {
        private static final int LABEL_MAX = 64;

        private final ByteBuffer host;
        private final ByteBuffer network;
        private final NetlinkAttributes attributes;
        private final List<Entry> entries = new ArrayList<>();

        Collector(NativeBuffer memory) {
            this.host = memory.host();
            this.network = memory.network();
            this.attributes = new NetlinkAttributes(host);
        }

        /**
         * Takes an address out of a message; without one, nothing happens.
         *
         * @param start index of the message's body
         * @param end index behind its last octet
         */
        void read(int start, int end) {
            if (end - start < Layout.IFADDRMSG_SIZE || host.get(start + Layout.IFADDRMSG_FAMILY) != Linux.AF_INET) {
                return;
            }
            boolean found = false;
            boolean ownEnd = false;
            int address = 0;
            String label = "";
            attributes.begin(start + Layout.IFADDRMSG_SIZE, end);
            while (attributes.next()) {
                int type = attributes.type();
                boolean isAddress = type == Linux.IFA_LOCAL || type == Linux.IFA_ADDRESS;
                if (isAddress && attributes.length() == Integer.BYTES && !ownEnd) {
                    // On a point-to-point link, IFA_ADDRESS is the other end.
                    ownEnd = type == Linux.IFA_LOCAL;
                    address = network.getInt(attributes.start());
                    found = true;
                } else if (type == Linux.IFA_LABEL) {
                    label = text(attributes.start(), attributes.end());
                }
            }
            if (found) {
                entries.add(new Entry(
                        address,
                        host.get(start + Layout.IFADDRMSG_PREFIXLEN) & 0xff,
                        host.get(start + Layout.IFADDRMSG_SCOPE) & 0xff,
                        host.getInt(start + Layout.IFADDRMSG_INDEX),
                        label));
            }
        }

        private String text(int start, int end) {
            int length = 0;
            while (length < LABEL_MAX && start + length < end && host.get(start + length) != 0) {
                length++;
            }
            byte[] octets = new byte[length];
            host.get(start, octets);
            return new String(octets, StandardCharsets.UTF_8);
        }

        void clear() {
            entries.clear();
        }

        LocalAddresses addresses() {
            return new LocalAddresses(entries);
        }
    }
}
