// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

/**
 * Sizes of C structures and offsets of their members, octets, on 64-bit Linux. Names are STRUCTURE_MEMBER; a test
 * compares each of them with the headers.
 */
public final class Layout {
    public static final int MMSGHDR_SIZE = 64;
    public static final int MMSGHDR_LEN = 56;
    public static final int MSGHDR_NAME = 0;
    public static final int MSGHDR_NAMELEN = 8;
    public static final int MSGHDR_IOV = 16;
    public static final int MSGHDR_IOVLEN = 24;
    public static final int MSGHDR_CONTROL = 32;
    public static final int MSGHDR_CONTROLLEN = 40;
    public static final int MSGHDR_FLAGS = 48;

    public static final int IOVEC_SIZE = 16;
    public static final int IOVEC_BASE = 0;
    public static final int IOVEC_LEN = 8;

    public static final int CMSGHDR_SIZE = 16;
    public static final int CMSGHDR_LEN = 0;
    public static final int CMSGHDR_LEVEL = 8;
    public static final int CMSGHDR_TYPE = 12;

    /** CMSG_LEN(4): the length that a control message of one int says it has. */
    public static final int CMSG_INT_LEN = 20;

    /** CMSG_SPACE(4): the room that a control message of one int takes. */
    public static final int CMSG_INT_SPACE = 24;

    public static final int SOCKADDR_IN_SIZE = 16;
    public static final int SOCKADDR_IN_FAMILY = 0;
    public static final int SOCKADDR_IN_ADDR = 4;
    public static final int SOCKADDR_IN6_SIZE = 28;
    public static final int SOCKADDR_IN6_FAMILY = 0;
    public static final int SOCKADDR_IN6_ADDR = 8;
    public static final int SOCKADDR_NL_SIZE = 12;
    public static final int SOCKADDR_NL_FAMILY = 0;
    public static final int SOCKADDR_NL_GROUPS = 8;

    public static final int POLLFD_SIZE = 8;
    public static final int POLLFD_FD = 0;
    public static final int POLLFD_EVENTS = 4;
    public static final int POLLFD_REVENTS = 6;

    public static final int TIMEVAL_SIZE = 16;
    public static final int TIMEVAL_SEC = 0;
    public static final int TIMEVAL_USEC = 8;

    public static final int SOCK_FPROG_SIZE = 16;
    public static final int SOCK_FPROG_LEN = 0;
    public static final int SOCK_FPROG_FILTER = 8;
    public static final int SOCK_FILTER_SIZE = 8;
    public static final int SOCK_FILTER_CODE = 0;
    public static final int SOCK_FILTER_K = 4;

    public static final int IFREQ_SIZE = 40;
    public static final int IFREQ_FLAGS = 16;
    public static final int IFREQ_MTU = 16;

    public static final int VIRTIO_NET_HDR_SIZE = 10;
    public static final int VIRTIO_NET_HDR_FLAGS = 0;
    public static final int VIRTIO_NET_HDR_GSO_TYPE = 1;
    public static final int VIRTIO_NET_HDR_HDR_LEN = 2;
    public static final int VIRTIO_NET_HDR_GSO_SIZE = 4;
    public static final int VIRTIO_NET_HDR_CSUM_START = 6;
    public static final int VIRTIO_NET_HDR_CSUM_OFFSET = 8;

    public static final int STATX_SIZE = 256;
    public static final int STATX_INODE = 32;
    public static final int STATX_DEV_MAJOR = 136;
    public static final int STATX_DEV_MINOR = 140;

    public static final int NLMSGHDR_SIZE = 16;
    public static final int NLMSGHDR_LEN = 0;
    public static final int NLMSGHDR_TYPE = 4;
    public static final int NLMSGHDR_FLAGS = 6;
    public static final int NLMSGHDR_SEQ = 8;
    public static final int NLATTR_SIZE = 4;
    public static final int NLATTR_LEN = 0;
    public static final int NLATTR_TYPE = 2;
    public static final int NLMSGERR_ERROR = 0;

    public static final int NFGENMSG_SIZE = 4;
    public static final int NFGENMSG_RES_ID = 2;
    public static final int NFQNL_MSG_PACKET_HDR_SIZE = 7;
    public static final int NFQNL_MSG_PACKET_HDR_PACKET_ID = 0;
    public static final int NFQNL_MSG_PACKET_HDR_HW_PROTOCOL = 4;
    public static final int NFQNL_MSG_PACKET_HDR_HOOK = 6;
    public static final int NFQNL_MSG_PACKET_HW_SIZE = 12;
    public static final int NFQNL_MSG_VERDICT_HDR_SIZE = 8;
    public static final int NFQNL_MSG_VERDICT_HDR_VERDICT = 0;
    public static final int NFQNL_MSG_VERDICT_HDR_ID = 4;

    public static final int RTMSG_SIZE = 12;
    public static final int RTMSG_FAMILY = 0;
    public static final int RTMSG_DST_LEN = 1;
    public static final int RTMSG_TYPE = 7;
    public static final int IFINFOMSG_SIZE = 16;
    public static final int IFINFOMSG_INDEX = 4;
    public static final int IFADDRMSG_SIZE = 8;
    public static final int IFADDRMSG_FAMILY = 0;
    public static final int IFADDRMSG_PREFIXLEN = 1;
    public static final int IFADDRMSG_SCOPE = 3;
    public static final int IFADDRMSG_INDEX = 4;

    private Layout() {}
}
