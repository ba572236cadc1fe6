// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.route;

import joolj.nfqueue.NativeException;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/** A socket of the kernel's routing tables. Confined to one thread. */
final class NetlinkSocket implements AutoCloseable {
    private static final LibC C = Libraries.c();
    private static final int TIMEOUT_MICROS = 100_000;

    private int fd;

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket in the calling thread's namespace.
     *
     * @param groups what to hear of, bits RTMGRP_*; 0 for answers only
     * @throws NativeException if it cannot be opened
     */
    static NetlinkSocket open(int groups) {
        int fd = C.socket(Linux.AF_NETLINK, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, Linux.NETLINK_ROUTE);
        if (fd < 0) {
            throw NativeException.of("socket(NETLINK_ROUTE)", Libraries.errno());
        }
        NetlinkSocket socket = new NetlinkSocket(fd);
        try {
            socket.bind(groups);
            socket.limitWaiting();
            return socket;
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private void bind(int groups) {
        NativeBuffer address = new NativeBuffer(Layout.SOCKADDR_NL_SIZE);
        address.host().putShort(Layout.SOCKADDR_NL_FAMILY, (short) Linux.AF_NETLINK);
        address.host().putInt(Layout.SOCKADDR_NL_GROUPS, groups);
        if (C.bind(fd, address.address(), Layout.SOCKADDR_NL_SIZE) < 0) {
            throw NativeException.of("bind(NETLINK_ROUTE)", Libraries.errno());
        }
        address.keep();
    }

    private void limitWaiting() {
        NativeBuffer time = new NativeBuffer(Layout.TIMEVAL_SIZE);
        time.host().putLong(Layout.TIMEVAL_USEC, TIMEOUT_MICROS);
        int result = C.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_RCVTIMEO, time.address(), Layout.TIMEVAL_SIZE);
        if (result < 0) {
            throw NativeException.of("setsockopt(SO_RCVTIMEO)", Libraries.errno());
        }
        time.keep();
    }

    /**
     * Sends a request.
     *
     * @return 0, or the errno
     */
    int send(NativeBuffer request, int length) {
        return C.send(openFd(), request.address(), length, 0) < 0 ? Libraries.errno() : 0;
    }

    /**
     * Receives a datagram, waiting 100 ms at most.
     *
     * @return octets received, or a negated errno
     */
    int receive(NativeBuffer answer) {
        return result(C.recv(openFd(), answer.address(), answer.length(), 0));
    }

    /**
     * Receives a datagram that is there already.
     *
     * @return octets received, or a negated errno
     */
    int receiveNow(NativeBuffer answer) {
        return result(C.recv(openFd(), answer.address(), answer.length(), Linux.MSG_DONTWAIT));
    }

    private static int result(long received) {
        return received < 0 ? -Libraries.errno() : (int) received;
    }

    private int openFd() {
        if (fd < 0) {
            throw new IllegalStateException("the routing socket is closed");
        }
        return fd;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            int unused = C.close(fd);
            fd = -1;
        }
    }
}
