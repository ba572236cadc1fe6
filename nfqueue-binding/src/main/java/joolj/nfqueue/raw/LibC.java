// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

/**
 * The functions of the C library that this module calls, as they are declared in C.
 *
 * <p>Parameters are {@code int} and {@code long} only and at most six, so that a call costs some nanoseconds and
 * allocates nothing; {@code long} stands for pointers, {@code size_t}, {@code ssize_t} and {@code unsigned long}. A
 * negative result means failure; {@link Libraries#errno} then tells why, if asked before any other call.
 */
@SuppressWarnings("MethodName")
public interface LibC {
    /* int bind(int fd, const struct sockaddr *address, socklen_t length) */
    int bind(int fd, long address, int length);

    /* int close(int fd) */
    int close(int fd);

    /* int connect(int fd, const struct sockaddr *address, socklen_t length) */
    int connect(int fd, long address, int length);

    /* int getsockopt(int fd, int level, int name, void *value, socklen_t *length) */
    int getsockopt(int fd, int level, int name, long value, long length);

    /* int ioctl(int fd, unsigned long request, void *argument) */
    int ioctl(int fd, long request, long argument);

    /* int open(const char *path, int flags) */
    int open(long path, int flags);

    /* int poll(struct pollfd *fds, nfds_t count, int timeout) */
    int poll(long fds, long count, int timeout);

    /* ssize_t recv(int fd, void *buffer, size_t length, int flags) */
    long recv(int fd, long buffer, long length, int flags);

    /* int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags, struct timespec *timeout) */
    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    /* ssize_t send(int fd, const void *buffer, size_t length, int flags) */
    long send(int fd, long buffer, long length, int flags);

    /* int sched_getaffinity(pid_t thread, size_t octets, cpu_set_t *set) */
    int sched_getaffinity(int thread, long octets, long set);

    /* int sched_setaffinity(pid_t thread, size_t octets, const cpu_set_t *set) */
    int sched_setaffinity(int thread, long octets, long set);

    /* int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) */
    int sendmmsg(int fd, long messages, int count, int flags);

    /* int setns(int fd, int type) */
    int setns(int fd, int type);

    /* int setsockopt(int fd, int level, int name, const void *value, socklen_t length) */
    int setsockopt(int fd, int level, int name, long value, int length);

    /* int socket(int domain, int type, int protocol) */
    int socket(int domain, int type, int protocol);

    /* int statx(int directory, const char *path, int flags, unsigned int mask, struct statx *result) */
    int statx(int directory, long path, int flags, int mask, long result);

    /* int unshare(int flags) */
    int unshare(int flags);

    /* ssize_t writev(int fd, const struct iovec *parts, int count) */
    long writev(int fd, long parts, int count);
}
