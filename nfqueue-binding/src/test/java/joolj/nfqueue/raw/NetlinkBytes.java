// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import java.nio.ByteBuffer;

/** Writes netlink messages by hand, in the layout of the kernel's manual, for tests that read them. */
public final class NetlinkBytes {
    private static final int NONE = -1;

    private final NativeBuffer memory;
    private final ByteBuffer host;
    private int at;
    private int message = NONE;
    private int nest;

    /** Starts to write at an index of a memory; what comes before {@link #message} stands alone. */
    public NetlinkBytes(NativeBuffer memory, int start) {
        this.memory = memory;
        this.host = memory.host();
        this.at = start;
    }

    /** Starts a message. */
    public NetlinkBytes message(int type, int flags, int sequence) {
        message = at;
        host.putShort(at + 4, (short) type);
        host.putShort(at + 6, (short) flags);
        host.putInt(at + 8, sequence);
        host.putInt(at + 12, 0);
        at += 16;
        return lengthsDone();
    }

    /** Appends octets as they are, padded to four. */
    public NetlinkBytes octets(int... octets) {
        for (int octet : octets) {
            memory.network().put(at++, (byte) octet);
        }
        pad();
        return lengthsDone();
    }

    /** Appends an int in host order. */
    public NetlinkBytes hostInt(int value) {
        host.putInt(at, value);
        at += 4;
        return lengthsDone();
    }

    /** Appends an attribute. */
    public NetlinkBytes attribute(int type, int... octets) {
        host.putShort(at, (short) (4 + octets.length));
        host.putShort(at + 2, (short) type);
        at += 4;
        return octets(octets);
    }

    /** Appends an attribute that is one big-endian int. */
    public NetlinkBytes attributeInt(int type, int value) {
        return attribute(type, value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff);
    }

    /** Appends an attribute that is one int in host order. */
    public NetlinkBytes attributeHostInt(int type, int value) {
        host.putShort(at, (short) 8);
        host.putShort(at + 2, (short) type);
        at += 4;
        return hostInt(value);
    }

    /** Starts an attribute of attributes; it ends where {@link #endNest} says. Not deeper than one. */
    public NetlinkBytes nest(int type) {
        nest = at;
        host.putShort(at + 2, (short) type);
        at += 4;
        return this;
    }

    /** Ends the attribute of attributes. */
    public NetlinkBytes endNest() {
        host.putShort(nest, (short) (at - nest));
        return lengthsDone();
    }

    /** Index behind what was written. */
    public int end() {
        return at;
    }

    private void pad() {
        while (at % 4 != 0) {
            memory.network().put(at++, (byte) 0);
        }
    }

    private NetlinkBytes lengthsDone() {
        if (message != NONE) {
            host.putInt(message, at - message);
        }
        return this;
    }
}
