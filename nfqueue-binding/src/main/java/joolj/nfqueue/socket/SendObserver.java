// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import joolj.nfqueue.raw.Linux;

/** Learns which messages of a batch could not be sent. */
@FunctionalInterface
public interface SendObserver {
    /**
     * The message is longer than the MTU of the link, or than that of the path and may not be fragmented. Known before
     * anything was sent.
     */
    int EMSGSIZE = Linux.EMSGSIZE;

    /** A rule of the OUTPUT or POSTROUTING chains dropped the packet. */
    int EPERM = Linux.EPERM;

    /** There is no route to the destination's network. */
    int ENETUNREACH = Linux.ENETUNREACH;

    /** There is no way to the destination. */
    int EHOSTUNREACH = Linux.EHOSTUNREACH;

    /** The socket's send buffer stayed full for longer than a flush waits. */
    int EAGAIN = Linux.EAGAIN;

    /** The kernel has no memory for the packet. */
    int ENOBUFS = Linux.ENOBUFS;

    /**
     * Called by {@link SendBatch#flush} for each message that was not sent; it must not add messages to the batch. What
     * the batch tells of its messages is still valid.
     *
     * @param index the message's position in the batch, 0 for the first
     * @param errno why
     */
    void failed(int index, int errno);
}
