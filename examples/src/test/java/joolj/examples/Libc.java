// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Out;

/** The few calls of the C library that the tests need and the JDK does not offer; C names, C argument order. */
public interface Libc {
    /** The library. */
    Libc LIBC = LibraryLoader.create(Libc.class).load("c");

    /** As open(2) has it. */
    int O_RDONLY = 0;

    /** As setns(2) has it. */
    int CLONE_NEWNET = 0x40000000;

    /** As packet(7) has it. */
    int AF_PACKET = 17;

    /** As socket(2) has it. */
    int SOCK_DGRAM = 2;

    /** As recv(2) has it. */
    int MSG_DONTWAIT = 0x40;

    /** As udp(7) has it. */
    int SOL_UDP = 17;

    /** As udp(7) has it. */
    int UDP_SEGMENT = 103;

    // int open(const char *pathname, int flags)
    int open(String pathname, int flags);

    // int close(int fd)
    int close(int fd);

    // int setns(int fd, int nstype)
    int setns(int fd, int nstype);

    // int socket(int domain, int type, int protocol)
    int socket(int domain, int type, int protocol);

    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)
    int setsockopt(int sockfd, int level, int optname, byte[] optval, int optlen);

    // unsigned int if_nametoindex(const char *ifname)
    int if_nametoindex(String ifname);

    // ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct sockaddr *addr, socklen_t alen)
    long sendto(int sockfd, byte[] buf, long len, int flags, byte[] addr, int alen);

    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    int bind(int sockfd, byte[] addr, int addrlen);

    // ssize_t recv(int sockfd, void *buf, size_t len, int flags)
    long recv(int sockfd, @Out byte[] buf, long len, int flags);
}
