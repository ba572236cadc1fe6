// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.socket;

import java.nio.ByteBuffer;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NativeException.Kind;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * A raw socket that only sends: packets with their IP header, or ICMP messages for which the kernel makes the IP header
 * and chooses the source address. What it sends passes the chains OUTPUT and POSTROUTING, never FORWARD.
 *
 * <p>Nothing is ever received: a filter drops all input, so that no datagram gathers in the kernel.
 *
 * <p>IP_RECVERR is not set. Packets that are too long are reported without it, and with it anybody could make single
 * sends fail by ICMP errors about protocol 255. In return, packets that the queueing discipline of the link drops are
 * not reported; the link counts them.
 *
 * <p>Confined to the thread that opened it.
 */
public final class RawSocket implements AutoCloseable {
    /** Octets of packets on their way to the link that the socket may hold, as the kernel counts them. */
    private static final int SEND_BUFFER_OCTETS = 8 << 20;

    /** The type of service of ICMPv4 errors, precedence 6; RFC 1812 § 4.3.2.5. */
    private static final int INTERNETWORK_CONTROL = 0xc0;

    private static final LibC C = Libraries.c();

    private final boolean ipv6;
    private int fd;

    private RawSocket(boolean ipv6, int fd) {
        this.ipv6 = ipv6;
        this.fd = fd;
    }

    /**
     * Opens a socket for IPv4 packets that have their header. The kernel sets the header's checksum and total length,
     * the identification if it is 0, and the source address if it is 0.0.0.0; fragments leave as they are.
     *
     * @throws NativeException if CAP_NET_RAW is missing ({@code PERMISSION})
     */
    public static RawSocket openIpv4() {
        RawSocket socket = open(false, Linux.IPPROTO_RAW, "IPPROTO_RAW");
        return socket.configure(() -> socket.setInt("IP_NODEFRAG", Linux.IPPROTO_IP, Linux.IP_NODEFRAG, 1));
    }

    /**
     * Opens a socket for IPv6 packets that have their header; the kernel sends it as it is.
     *
     * @throws NativeException if CAP_NET_RAW is missing ({@code PERMISSION}) or the kernel has no IPv6
     */
    public static RawSocket openIpv6() {
        RawSocket socket = open(true, Linux.IPPROTO_RAW, "IPPROTO_RAW");
        return socket.configure(() -> {});
    }

    /**
     * Opens a socket for ICMPv4 messages, from the ICMP header on, checksum included. They leave as the kernel's own
     * errors do: with the precedence of internetwork control (RFC 1812 § 4.3.2.5) and without DF.
     *
     * @throws NativeException if CAP_NET_RAW is missing ({@code PERMISSION})
     */
    public static RawSocket openIcmp4() {
        RawSocket socket = open(false, Linux.IPPROTO_ICMP, "IPPROTO_ICMP");
        return socket.configure(() -> {
            socket.setInt("ICMP_FILTER", Linux.SOL_RAW, Linux.ICMP_FILTER, -1);
            socket.setInt("IP_TOS", Linux.IPPROTO_IP, Linux.IP_TOS, INTERNETWORK_CONTROL);
            socket.setInt("IP_MTU_DISCOVER", Linux.IPPROTO_IP, Linux.IP_MTU_DISCOVER, Linux.IP_PMTUDISC_DONT);
        });
    }

    /**
     * Opens a socket for ICMPv6 messages, from the ICMP header on; the kernel computes the checksum.
     *
     * @throws NativeException if CAP_NET_RAW is missing ({@code PERMISSION}) or the kernel has no IPv6
     */
    public static RawSocket openIcmp6() {
        RawSocket socket = open(true, Linux.IPPROTO_ICMPV6, "IPPROTO_ICMPV6");
        return socket.configure(socket::blockIcmp6);
    }

    private static RawSocket open(boolean ipv6, int protocol, String protocolName) {
        String call = "socket(" + (ipv6 ? "AF_INET6" : "AF_INET") + ", SOCK_RAW, " + protocolName + ")";
        int fd = C.socket(ipv6 ? Linux.AF_INET6 : Linux.AF_INET, Linux.SOCK_RAW | Linux.SOCK_CLOEXEC, protocol);
        if (fd >= 0) {
            return new RawSocket(ipv6, fd);
        }
        int errno = Libraries.errno();
        throw switch (errno) {
            case Linux.EPERM, Linux.EACCES ->
                NativeException.of(call, errno, Kind.PERMISSION, "needs CAP_NET_RAW (run as root)");
            case Linux.EAFNOSUPPORT ->
                NativeException.of(
                        call,
                        errno,
                        Kind.MISSING_KERNEL_SUPPORT,
                        "the kernel has no " + (ipv6 ? "IPv6 (is it started with ipv6.disable=1?)" : "IPv4"));
            default -> NativeException.of(call, errno);
        };
    }

    private RawSocket configure(Runnable ofKind) {
        try {
            dropInput();
            ofKind.run();
            setSendBuffer();
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Whether destinations are IPv6 addresses. */
    public boolean ipv6() {
        return ipv6;
    }

    /** The descriptor, -1 once closed. */
    public int fd() {
        return fd;
    }

    /** Closes the socket; closing twice is harmless. */
    @Override
    public void close() {
        if (fd >= 0) {
            int unused = C.close(fd);
            fd = -1;
        }
    }

    /** Attaches a filter program of one instruction: take no octet of any datagram. */
    private void dropInput() {
        NativeBuffer memory = new NativeBuffer(Layout.SOCK_FPROG_SIZE + Layout.SOCK_FILTER_SIZE);
        ByteBuffer host = memory.host();
        host.putShort(Layout.SOCK_FPROG_LEN, (short) 1);
        host.putLong(Layout.SOCK_FPROG_FILTER, memory.address() + Layout.SOCK_FPROG_SIZE);
        host.putShort(Layout.SOCK_FPROG_SIZE + Layout.SOCK_FILTER_CODE, (short) (Linux.BPF_RET | Linux.BPF_K));
        host.putInt(Layout.SOCK_FPROG_SIZE + Layout.SOCK_FILTER_K, 0);
        set("SO_ATTACH_FILTER", Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, memory, Layout.SOCK_FPROG_SIZE);
    }

    /** Spares the kernel the copy of each ICMPv6 message that the filter would drop: a set bit blocks a type. */
    private void blockIcmp6() {
        NativeBuffer types = new NativeBuffer(256 / Byte.SIZE);
        for (int at = 0; at < types.length(); at += Long.BYTES) {
            types.host().putLong(at, -1L);
        }
        set("ICMP6_FILTER", Linux.IPPROTO_ICMPV6, Linux.ICMP6_FILTER, types, types.length());
    }

    private void setSendBuffer() {
        NativeBuffer octets = new NativeBuffer(Integer.BYTES);
        octets.host().putInt(0, SEND_BUFFER_OCTETS);
        int forced = C.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_SNDBUFFORCE, octets.address(), Integer.BYTES);
        if (forced < 0) {
            // Without CAP_NET_ADMIN the system's limit holds.
            set("SO_SNDBUF", Linux.SOL_SOCKET, Linux.SO_SNDBUF, octets, Integer.BYTES);
        }
        octets.keep();
    }

    private void setInt(String name, int level, int option, int value) {
        NativeBuffer memory = new NativeBuffer(Integer.BYTES);
        memory.host().putInt(0, value);
        set(name, level, option, memory, Integer.BYTES);
    }

    private void set(String name, int level, int option, NativeBuffer value, int length) {
        int result = C.setsockopt(fd, level, option, value.address(), length);
        int errno = result < 0 ? Libraries.errno() : 0;
        value.keep();
        if (result < 0) {
            throw NativeException.of("setsockopt(" + name + ")", errno);
        }
    }
}
