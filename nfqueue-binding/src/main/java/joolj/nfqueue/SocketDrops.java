// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue;

import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/** Reads how much a socket lost because its receive buffer was full: the SO_MEMINFO option, Linux 4.12 or later. */
final class SocketDrops {
    private static final int COUNTER = Linux.SK_MEMINFO_DROPS * Integer.BYTES;
    private static final int OCTETS = COUNTER + Integer.BYTES;

    private SocketDrops() {}

    /**
     * Asks a socket.
     *
     * @param fd the socket
     * @return datagrams, modulo 2^32; 0 if the kernel does not tell
     */
    static long of(int fd) {
        NativeBuffer memory = new NativeBuffer(OCTETS + Integer.BYTES);
        memory.host().putInt(OCTETS, OCTETS);
        int result = Libraries.c()
                .getsockopt(fd, Linux.SOL_SOCKET, Linux.SO_MEMINFO, memory.address(), memory.address() + OCTETS);
        memory.keep();
        boolean told = result == 0 && memory.host().getInt(OCTETS) >= OCTETS;
        return told ? Integer.toUnsignedLong(memory.host().getInt(COUNTER)) : 0;
    }
}
