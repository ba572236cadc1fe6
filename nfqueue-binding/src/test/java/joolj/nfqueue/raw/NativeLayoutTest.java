// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a C program that prints what the headers say, and compares it with what this package says. */
@Tag("native")
class NativeLayoutTest {
    private static final String HEADERS = """
            #define _GNU_SOURCE
            #include <stddef.h>
            #include <stdio.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <poll.h>
            #include <sched.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/time.h>
            #include <netinet/in.h>
            #include <netinet/icmp6.h>
            #include <linux/icmp.h>
            #include <linux/filter.h>
            #include <linux/nsfs.h>
            #include <linux/sock_diag.h>
            #include <linux/netlink.h>
            #include <linux/netfilter.h>
            #include <linux/netfilter/nfnetlink.h>
            #include <linux/netfilter/nfnetlink_queue.h>
            #include <linux/rtnetlink.h>
            #include <linux/if_link.h>
            #include <linux/if_addr.h>
            #include <linux/ipv6.h>
            #include <linux/if.h>
            #include <linux/if_tun.h>
            #include <linux/sockios.h>
            #include <linux/virtio_net.h>
            """;

    /** What C calls the structures and members that {@link Layout} names. */
    private static final Map<String, String> EXPRESSIONS = Map.ofEntries(
            size("MMSGHDR", "mmsghdr"),
            offset("MMSGHDR_LEN", "mmsghdr, msg_len"),
            offset("MSGHDR_NAME", "msghdr, msg_name"),
            offset("MSGHDR_NAMELEN", "msghdr, msg_namelen"),
            offset("MSGHDR_IOV", "msghdr, msg_iov"),
            offset("MSGHDR_IOVLEN", "msghdr, msg_iovlen"),
            offset("MSGHDR_CONTROL", "msghdr, msg_control"),
            offset("MSGHDR_CONTROLLEN", "msghdr, msg_controllen"),
            offset("MSGHDR_FLAGS", "msghdr, msg_flags"),
            size("IOVEC", "iovec"),
            offset("IOVEC_BASE", "iovec, iov_base"),
            offset("IOVEC_LEN", "iovec, iov_len"),
            size("CMSGHDR", "cmsghdr"),
            offset("CMSGHDR_LEN", "cmsghdr, cmsg_len"),
            offset("CMSGHDR_LEVEL", "cmsghdr, cmsg_level"),
            offset("CMSGHDR_TYPE", "cmsghdr, cmsg_type"),
            Map.entry("CMSG_INT_LEN", "CMSG_LEN(sizeof(int))"),
            Map.entry("CMSG_INT_SPACE", "CMSG_SPACE(sizeof(int))"),
            size("SOCKADDR_IN", "sockaddr_in"),
            offset("SOCKADDR_IN_FAMILY", "sockaddr_in, sin_family"),
            offset("SOCKADDR_IN_ADDR", "sockaddr_in, sin_addr"),
            size("SOCKADDR_IN6", "sockaddr_in6"),
            offset("SOCKADDR_IN6_FAMILY", "sockaddr_in6, sin6_family"),
            offset("SOCKADDR_IN6_ADDR", "sockaddr_in6, sin6_addr"),
            size("SOCKADDR_NL", "sockaddr_nl"),
            offset("SOCKADDR_NL_FAMILY", "sockaddr_nl, nl_family"),
            offset("SOCKADDR_NL_GROUPS", "sockaddr_nl, nl_groups"),
            size("POLLFD", "pollfd"),
            offset("POLLFD_FD", "pollfd, fd"),
            offset("POLLFD_EVENTS", "pollfd, events"),
            offset("POLLFD_REVENTS", "pollfd, revents"),
            size("TIMEVAL", "timeval"),
            offset("TIMEVAL_SEC", "timeval, tv_sec"),
            offset("TIMEVAL_USEC", "timeval, tv_usec"),
            size("SOCK_FPROG", "sock_fprog"),
            offset("SOCK_FPROG_LEN", "sock_fprog, len"),
            offset("SOCK_FPROG_FILTER", "sock_fprog, filter"),
            size("SOCK_FILTER", "sock_filter"),
            offset("SOCK_FILTER_CODE", "sock_filter, code"),
            offset("SOCK_FILTER_K", "sock_filter, k"),
            size("IFREQ", "ifreq"),
            offset("IFREQ_FLAGS", "ifreq, ifr_flags"),
            offset("IFREQ_MTU", "ifreq, ifr_mtu"),
            size("VIRTIO_NET_HDR", "virtio_net_hdr"),
            offset("VIRTIO_NET_HDR_FLAGS", "virtio_net_hdr, flags"),
            offset("VIRTIO_NET_HDR_GSO_TYPE", "virtio_net_hdr, gso_type"),
            offset("VIRTIO_NET_HDR_HDR_LEN", "virtio_net_hdr, hdr_len"),
            offset("VIRTIO_NET_HDR_GSO_SIZE", "virtio_net_hdr, gso_size"),
            offset("VIRTIO_NET_HDR_CSUM_START", "virtio_net_hdr, csum_start"),
            offset("VIRTIO_NET_HDR_CSUM_OFFSET", "virtio_net_hdr, csum_offset"),
            size("STATX", "statx"),
            offset("STATX_INODE", "statx, stx_ino"),
            offset("STATX_DEV_MAJOR", "statx, stx_dev_major"),
            offset("STATX_DEV_MINOR", "statx, stx_dev_minor"),
            size("NLMSGHDR", "nlmsghdr"),
            offset("NLMSGHDR_LEN", "nlmsghdr, nlmsg_len"),
            offset("NLMSGHDR_TYPE", "nlmsghdr, nlmsg_type"),
            offset("NLMSGHDR_FLAGS", "nlmsghdr, nlmsg_flags"),
            offset("NLMSGHDR_SEQ", "nlmsghdr, nlmsg_seq"),
            size("NLATTR", "nlattr"),
            offset("NLATTR_LEN", "nlattr, nla_len"),
            offset("NLATTR_TYPE", "nlattr, nla_type"),
            offset("NLMSGERR_ERROR", "nlmsgerr, error"),
            size("NFGENMSG", "nfgenmsg"),
            offset("NFGENMSG_RES_ID", "nfgenmsg, res_id"),
            size("NFQNL_MSG_PACKET_HDR", "nfqnl_msg_packet_hdr"),
            size("NFQNL_MSG_PACKET_HW", "nfqnl_msg_packet_hw"),
            offset("NFQNL_MSG_PACKET_HDR_PACKET_ID", "nfqnl_msg_packet_hdr, packet_id"),
            offset("NFQNL_MSG_PACKET_HDR_HW_PROTOCOL", "nfqnl_msg_packet_hdr, hw_protocol"),
            offset("NFQNL_MSG_PACKET_HDR_HOOK", "nfqnl_msg_packet_hdr, hook"),
            size("NFQNL_MSG_VERDICT_HDR", "nfqnl_msg_verdict_hdr"),
            offset("NFQNL_MSG_VERDICT_HDR_VERDICT", "nfqnl_msg_verdict_hdr, verdict"),
            offset("NFQNL_MSG_VERDICT_HDR_ID", "nfqnl_msg_verdict_hdr, id"),
            size("RTMSG", "rtmsg"),
            offset("RTMSG_FAMILY", "rtmsg, rtm_family"),
            offset("RTMSG_DST_LEN", "rtmsg, rtm_dst_len"),
            offset("RTMSG_TYPE", "rtmsg, rtm_type"),
            size("IFINFOMSG", "ifinfomsg"),
            offset("IFINFOMSG_INDEX", "ifinfomsg, ifi_index"),
            size("IFADDRMSG", "ifaddrmsg"),
            offset("IFADDRMSG_FAMILY", "ifaddrmsg, ifa_family"),
            offset("IFADDRMSG_PREFIXLEN", "ifaddrmsg, ifa_prefixlen"),
            offset("IFADDRMSG_SCOPE", "ifaddrmsg, ifa_scope"),
            offset("IFADDRMSG_INDEX", "ifaddrmsg, ifa_index"));

    private static Map.Entry<String, String> size(String name, String structure) {
        return Map.entry(name + "_SIZE", "sizeof(struct " + structure + ")");
    }

    private static Map.Entry<String, String> offset(String name, String structureAndMember) {
        return Map.entry(name, "offsetof(struct " + structureAndMember + ")");
    }

    @TempDir
    private Path directory;

    @Test
    void constantsAndOffsetsAreThoseOfTheHeaders() throws Exception {
        assumeTrue(compilerExists(), "needs gcc");
        Map<String, Long> ours = new TreeMap<>();
        StringBuilder program = new StringBuilder(HEADERS).append("int main(void) {\n");
        for (Field constant : Linux.class.getFields()) {
            ours.put(constant.getName(), Integer.toUnsignedLong(constant.getInt(null)));
            append(program, constant.getName(), constant.getName());
        }
        for (Field offset : Layout.class.getFields()) {
            ours.put("Layout." + offset.getName(), Integer.toUnsignedLong(offset.getInt(null)));
            append(program, "Layout." + offset.getName(), EXPRESSIONS.get(offset.getName()));
        }
        program.append("return 0;\n}\n");

        Map<String, Long> theirs = run(program.toString());

        assertEquals(ours.keySet(), theirs.keySet());
        ours.entrySet().removeAll(theirs.entrySet());
        assertEquals(Map.of(), ours, "differ from the headers");
    }

    private static void append(StringBuilder program, String name, String expression) {
        program.append(
                "printf(\"%s %llu\\n\", \"" + name + "\", (unsigned long long)(unsigned int)(" + expression + "));\n");
    }

    private Map<String, Long> run(String program) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("layout.c"), program);
        Path binary = directory.resolve("layout");
        execute("gcc", "-o", binary.toString(), source.toString());
        Map<String, Long> values = new TreeMap<>();
        for (String line : execute(binary.toString()).lines().toList()) {
            int space = line.indexOf(' ');
            values.put(line.substring(0, space), Long.parseUnsignedLong(line.substring(space + 1)));
        }
        return values;
    }

    private static String execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        assertEquals(0, ended ? process.exitValue() : -1, output);
        return output;
    }

    private static boolean compilerExists() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "gcc")));
    }
}
