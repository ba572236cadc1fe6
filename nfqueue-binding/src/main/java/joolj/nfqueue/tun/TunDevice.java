// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.tun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import joolj.nfqueue.NativeException;
import joolj.nfqueue.NativeException.Kind;
import joolj.nfqueue.raw.Layout;
import joolj.nfqueue.raw.LibC;
import joolj.nfqueue.raw.Libraries;
import joolj.nfqueue.raw.Linux;
import joolj.nfqueue.raw.NativeBuffer;

/**
 * A TUN device, named {@code jool-j0}, {@code jool-j1} and so on: IP packets that {@link TunWriter}s put into it are
 * routed like packets from any link, through the chains PREROUTING, FORWARD and POSTROUTING. What the kernel routes
 * into the device is never read; there are no routes to it.
 *
 * <p>It is up, and set so that packets may come in whose source is an address of the node itself. It ends with this
 * object, or with the process.
 *
 * <p>Any thread may use it.
 */
public final class TunDevice implements AutoCloseable {
    /** What the names of all devices start with. */
    public static final String NAME_PREFIX = "jool-j";

    /** The largest MTU that a TUN device takes, octets: the device is to hold up no packet. */
    private static final int MTU = 65535;

    private static final LibC C = Libraries.c();
    private static final String FILE = "/dev/net/tun";

    private final String name;
    private int fd;

    private TunDevice(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /**
     * Makes a device in the calling thread's network namespace.
     *
     * @throws NativeException if the kernel has no TUN devices ({@code MISSING_KERNEL_SUPPORT}), CAP_NET_ADMIN is
     *     missing ({@code PERMISSION}) or a setting cannot be written; nothing is left behind
     */
    public static TunDevice open() {
        int fd = openFile();
        TunDevice device = null;
        try {
            device = new TunDevice(create(fd), fd);
            device.configure4();
            device.configure6();
            device.start();
            return device;
        } catch (RuntimeException | Error e) {
            int unused = C.close(fd);
            throw e;
        }
    }

    private static int openFile() {
        NativeBuffer path = NativeBuffer.ofString(FILE);
        int fd = C.open(path.address(), Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC);
        int errno = fd < 0 ? Libraries.errno() : 0;
        path.keep();
        if (fd < 0) {
            boolean missing = errno == Linux.ENOENT || errno == Linux.ENODEV;
            throw missing
                    ? NativeException.of(
                            "open(" + FILE + ")", errno, Kind.MISSING_KERNEL_SUPPORT, "load the kernel's module tun")
                    : NativeException.of("open(" + FILE + ")", errno);
        }
        return fd;
    }

    /** Has the kernel make the device, with the first free number. */
    private static String create(int fd) {
        NativeBuffer request = new NativeBuffer(Layout.IFREQ_SIZE);
        request.network().put(0, (NAME_PREFIX + "%d").getBytes(StandardCharsets.US_ASCII));
        int flags = Linux.IFF_TUN | Linux.IFF_NO_PI | Linux.IFF_VNET_HDR;
        request.host().putShort(Layout.IFREQ_FLAGS, (short) flags);
        control(fd, "TUNSETIFF", Linux.TUNSETIFF, request);
        int length = 0;
        while (request.network().get(length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        request.network().get(0, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** Lets packets in whose source is an address of the node, or one whose way back is another link. */
    private void configure4() {
        Sysctl.write("ipv4/conf/" + name + "/accept_local", 1);
        Sysctl.write("ipv4/conf/" + name + "/rp_filter", 0);
        Sysctl.write("ipv4/conf/" + name + "/forwarding", 1);
    }

    /** Lets packets in, and keeps the kernel from talking into the device: no link-local address, no solicitations. */
    private void configure6() {
        String settings = "ipv6/conf/" + name + "/";
        if (!Sysctl.exists(settings)) {
            return;
        }
        Sysctl.write(settings + "addr_gen_mode", 1);
        Sysctl.write(settings + "accept_ra", 0);
        Sysctl.write(settings + "disable_ipv6", 0);
        Sysctl.write(settings + "forwarding", 1);
    }

    private void start() {
        int socket = C.socket(Linux.AF_INET, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw NativeException.of("socket(AF_INET, SOCK_DGRAM)", Libraries.errno());
        }
        try {
            NativeBuffer request = new NativeBuffer(Layout.IFREQ_SIZE);
            ByteBuffer host = request.host();
            request.network().put(0, name.getBytes(StandardCharsets.US_ASCII));
            host.putInt(Layout.IFREQ_MTU, MTU);
            control(socket, "SIOCSIFMTU", Linux.SIOCSIFMTU, request);
            control(socket, "SIOCGIFFLAGS", Linux.SIOCGIFFLAGS, request);
            host.putShort(Layout.IFREQ_FLAGS, (short) (host.getShort(Layout.IFREQ_FLAGS) | Linux.IFF_UP));
            control(socket, "SIOCSIFFLAGS", Linux.SIOCSIFFLAGS, request);
        } finally {
            int unused = C.close(socket);
        }
    }

    private static void control(int fd, String call, int request, NativeBuffer argument) {
        int status = C.ioctl(fd, request, argument.address());
        int errno = status < 0 ? Libraries.errno() : 0;
        argument.keep();
        if (status < 0) {
            throw errno == Linux.EPERM
                    ? NativeException.of("ioctl(" + call + ")", errno, Kind.PERMISSION, "needs CAP_NET_ADMIN")
                    : NativeException.of("ioctl(" + call + ")", errno);
        }
    }

    /** The interface's name. */
    public String name() {
        return name;
    }

    /** The descriptor, -1 once closed. */
    synchronized int fd() {
        return fd;
    }

    /** Removes the device; closing twice is harmless. */
    @Override
    public synchronized void close() {
        if (fd >= 0) {
            int unused = C.close(fd);
            fd = -1;
        }
    }
}
