// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finds the highest rate of 64-byte datagrams that arrive with less than a thousandth lost.
//
//     datagrams FROM TO ADDRESS PORT [MILLISECONDS]
//
// FROM and TO are files of network namespaces: one sends to ADDRESS and PORT, the other listens on PORT. Prints packets
// per second. Senders are paced; a step lasts MILLISECONDS (400), and a dozen of them halve the distance between a rate
// that arrives and one that does not.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LENGTH = 64, BATCH = 64, STEPS = 8, TICK = 250000, SETTLE = 100 };

static atomic_long received;
static struct mmsghdr out[BATCH];
static struct sockaddr_in6 to;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void enter(const char *namespace)
{
	int fd = open(namespace, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		fail(namespace);
	close(fd);
}

static int open_socket(void)
{
	int fd = socket(AF_INET6, SOCK_DGRAM, 0), size = 64 << 20;
	if (fd < 0)
		fail("socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
	return fd;
}

static void *receive(void *argument)
{
	static char octets[BATCH][LENGTH];
	static struct iovec parts[BATCH];
	static struct mmsghdr in[BATCH];
	int fd = *(int *)argument;
	for (int i = 0; i < BATCH; i++) {
		parts[i] = (struct iovec){octets[i], LENGTH};
		in[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
	}
	for (;;) {
		int count = recvmmsg(fd, in, BATCH, MSG_WAITFORONE, NULL);
		if (count > 0)
			atomic_fetch_add(&received, count);
	}
	return NULL;
}

static long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void sleep_until(long moment)
{
	struct timespec time = {moment / 1000000000L, moment % 1000000000L};
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

// Sends at a rate for a while; returns how many were sent, and sets the rate to what it really was.
static long send_at(int fd, double *rate, long nanoseconds)
{
	long start = now(), sent = 0, time;
	for (long tick = start; (time = now()) - start < nanoseconds;) {
		long due = (time - start) * *rate / 1e9;
		while (sent < due) {
			int count = due - sent < BATCH ? due - sent : BATCH;
			int taken = sendmmsg(fd, out, count, 0);
			sent += taken > 0 ? taken : 0;
			if (now() - start >= nanoseconds)
				break;
		}
		tick += TICK;
		sleep_until(tick);
	}
	*rate = sent * 1e9 / (now() - start);
	return sent;
}

int main(int count, char **words)
{
	static char octets[LENGTH];
	static struct iovec part = {octets, LENGTH};
	long nanoseconds = (count == 6 ? atol(words[5]) : 400) * 1000000;
	double low = 0, high = 1.2e6, best = 0;
	pthread_t thread;
	if (count < 5 || nanoseconds <= 0 || inet_pton(AF_INET6, words[3], &to.sin6_addr) != 1) {
		fprintf(stderr, "usage: %s FROM TO ADDRESS PORT [MILLISECONDS]\n", words[0]);
		return 1;
	}
	to.sin6_family = AF_INET6;
	to.sin6_port = htons(atoi(words[4]));

	enter(words[2]);
	int in = open_socket();
	struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = to.sin6_port};
	if (bind(in, (struct sockaddr *)&any, sizeof any) < 0)
		fail("bind");
	pthread_create(&thread, NULL, receive, &in);

	enter(words[1]);
	int fd = open_socket();
	for (int i = 0; i < BATCH; i++)
		out[i].msg_hdr = (struct msghdr){
			.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &part, .msg_iovlen = 1};
	double warm = 1000;
	send_at(fd, &warm, 20 * 1000000L);
	usleep(SETTLE * 1000);
	for (int step = 0; step < STEPS; step++) {
		double rate = step == 0 ? 100000 : low == 0 ? high / 4 : high == 1.2e6 ? low * 2 : (low + high) / 2;
		double real = rate;
		atomic_store(&received, 0);
		long sent = send_at(fd, &real, nanoseconds);
		usleep(SETTLE * 1000);
		long arrived = atomic_load(&received);
		int good = sent > 0 && (sent - arrived) * 1000 < sent;
		if (good && real > best)
			best = real;
		if (good && real < rate * 0.95)
			break; // the sender is not faster
		if (good)
			low = rate;
		else
			high = rate;
	}
	printf("%.0f\n", best);
	return 0;
}
