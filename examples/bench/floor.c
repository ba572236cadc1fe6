// SPDX-License-Identifier: GPL-2.0-or-later
//
// The least that a translator of this shape can do, as something to compare jool-j with: IPv6 packets come by one
// queue, IPv4 packets by another, a thread each; addresses are translated by a fixed rule; what comes out leaves through
// raw sockets or by a TUN device. No sessions, no tables, no fragments, no errors; of ICMP only echo messages.
//
//     floor raw|tun QUEUE6 QUEUE4 PREFIX6 NODE6 NODE4
//
// PREFIX6 (a /96) stands for IPv4, and NODE4 for NODE6. With "tun" the device is called floor0.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <linux/virtio_net.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BATCH = 64, SLOT = 1057 * 64, SENDS = 256, HEADERS = 128, MTU = 1500, COPY = 65531 };

struct worker {
	int queue, ipv6, netlink, raw, sends;
	uint8_t *slots;
	struct mmsghdr in[BATCH], out[SENDS];
	struct iovec in_part[BATCH], out_part[SENDS][2];
	union {
		struct sockaddr_in to4;
		struct sockaddr_in6 to6;
	} to[SENDS];
	uint8_t headers[SENDS][HEADERS];
};

static struct in6_addr prefix6, node6;
static struct in_addr node4;
static int tun = -1;

static void check(int status, const char *what)
{
	if (status < 0) {
		perror(what);
		exit(1);
	}
}

// ---- Checksums: sums are of 16-bit words in memory order, and folded at the end.

static uint64_t sum(const void *data, size_t length)
{
	const uint8_t *at = data;
	uint64_t total = 0, word;
	uint32_t half;
	for (; length >= 8; at += 8, length -= 8) {
		memcpy(&word, at, 8);
		total += (word & 0xffffffff) + (word >> 32);
	}
	for (; length >= 4; at += 4, length -= 4) {
		memcpy(&half, at, 4);
		total += half;
	}
	if (length > 0) {
		uint8_t rest[4] = {0};
		memcpy(rest, at, length);
		memcpy(&half, rest, 4);
		total += half;
	}
	return total;
}

static uint16_t fold(uint64_t total)
{
	total = (total >> 32) + (total & 0xffffffff);
	total = (total >> 32) + (total & 0xffffffff);
	total = (total >> 16) + (total & 0xffff);
	total = (total >> 16) + (total & 0xffff);
	return (total >> 16) + (total & 0xffff);
}

static uint64_t addresses(const void *packet, int ipv6)
{
	return ipv6 ? sum(packet + 8, 32) : sum(packet + 12, 8);
}

// ---- The queue

static void configure(int netlink, int queue, int type, const void *value, size_t length)
{
	struct {
		struct nlmsghdr message;
		struct nfgenmsg queue;
		struct nlattr attribute;
		uint8_t value[16];
	} request = {0};
	request.message.nlmsg_len = sizeof request - sizeof request.value + length;
	request.message.nlmsg_type = NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_CONFIG;
	request.message.nlmsg_flags = NLM_F_REQUEST;
	request.queue.res_id = htons(queue);
	request.attribute.nla_len = sizeof request.attribute + length;
	request.attribute.nla_type = type;
	memcpy(request.value, value, length);
	check(send(netlink, &request, NLMSG_ALIGN(request.message.nlmsg_len), 0), "queue");
}

static int open_queue(int queue)
{
	int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
	int one = 1, buffer = 32 << 20;
	struct nfqnl_msg_config_cmd bind = {.command = NFQNL_CFG_CMD_BIND};
	struct nfqnl_msg_config_params copy = {.copy_range = htonl(COPY), .copy_mode = NFQNL_COPY_PACKET};
	uint32_t length = htonl(16384);
	struct {
		struct nlmsghdr message;
		struct nfgenmsg queue;
		struct nlattr mask_attribute;
		uint32_t mask;
		struct nlattr flags_attribute;
		uint32_t flags;
	} gso = {
		{sizeof gso, NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_CONFIG, NLM_F_REQUEST, 0, 0},
		{.res_id = htons(queue)},
		{8, NFQA_CFG_MASK},
		htonl(NFQA_CFG_F_GSO),
		{8, NFQA_CFG_FLAGS},
		htonl(NFQA_CFG_F_GSO),
	};
	check(netlink, "netlink");
	setsockopt(netlink, SOL_NETLINK, NETLINK_NO_ENOBUFS, &one, sizeof one);
	setsockopt(netlink, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
	configure(netlink, queue, NFQA_CFG_CMD, &bind, sizeof bind);
	configure(netlink, queue, NFQA_CFG_QUEUE_MAXLEN, &length, sizeof length);
	check(send(netlink, &gso, sizeof gso, 0), "GSO");
	configure(netlink, queue, NFQA_CFG_PARAMS, &copy, sizeof copy);
	return netlink;
}

static void verdict(struct worker *w, int type, uint32_t value, uint32_t id)
{
	struct {
		struct nlmsghdr message;
		struct nfgenmsg queue;
		struct nlattr attribute;
		struct nfqnl_msg_verdict_hdr verdict;
	} request = {
		{sizeof request, NFNL_SUBSYS_QUEUE << 8 | type, NLM_F_REQUEST, 0, 0},
		{.res_id = htons(w->queue)},
		{sizeof(struct nlattr) + sizeof(struct nfqnl_msg_verdict_hdr), NFQA_VERDICT_HDR},
		{htonl(value), htonl(id)},
	};
	send(w->netlink, &request, sizeof request, 0);
}

// ---- The exit

static void flush(struct worker *w)
{
	for (int done = 0; done < w->sends;) {
		int sent = sendmmsg(w->raw, w->out + done, w->sends - done, 0);
		done += sent > 0 ? sent : 1;
	}
	w->sends = 0;
}

// Where the next packet's headers belong.
static uint8_t *next(struct worker *w)
{
	if (w->sends == SENDS)
		flush(w);
	return w->headers[w->sends];
}

static void add(struct worker *w, int header_length, const uint8_t *payload, int length)
{
	int at = w->sends++;
	w->out_part[at][0] = (struct iovec){w->headers[at], header_length};
	w->out_part[at][1] = (struct iovec){(void *)payload, length};
	if (w->ipv6)
		memcpy(&w->to[at].to4.sin_addr, w->headers[at] + 16, 4);
	else
		memcpy(&w->to[at].to6.sin6_addr, w->headers[at] + 24, 16);
}

static void put(const uint8_t *headers, int header_length, const uint8_t *payload, int length,
		const struct virtio_net_hdr *left)
{
	struct iovec parts[] = {
		{(void *)left, sizeof *left}, {(void *)headers, header_length}, {(void *)payload, length}};
	if (writev(tun, parts, 3) < 0 && errno != EAGAIN)
		perror("tun");
}

// ---- Translation

static int write_ip(struct worker *w, const uint8_t *in, uint8_t *out, int octets)
{
	if (w->ipv6) {
		const struct ip6_hdr *from = (const void *)in;
		struct iphdr *to = (void *)out;
		int icmp = from->ip6_nxt == IPPROTO_ICMPV6;
		*to = (struct iphdr){.version = 4, .ihl = 5, .tot_len = htons(20 + octets), .frag_off = htons(IP_DF),
				     .ttl = from->ip6_hlim - 1, .protocol = icmp ? IPPROTO_ICMP : from->ip6_nxt,
				     .saddr = node4.s_addr};
		memcpy(&to->daddr, in + 36, 4);
		to->check = ~fold(sum(to, 20));
		return 20;
	}
	const struct iphdr *from = (const void *)in;
	struct ip6_hdr *to = (void *)out;
	to->ip6_flow = htonl(6u << 28);
	to->ip6_plen = htons(octets);
	to->ip6_nxt = from->protocol == IPPROTO_ICMP ? IPPROTO_ICMPV6 : from->protocol;
	to->ip6_hlim = from->ttl - 1;
	to->ip6_src = prefix6;
	memcpy(&to->ip6_src.s6_addr[12], &from->saddr, 4);
	to->ip6_dst = node6;
	return 40;
}

static void set_length(uint8_t *out, int ip, int octets)
{
	if (ip == 20) {
		struct iphdr *header = (void *)out;
		header->tot_len = htons(20 + octets);
		header->check = 0;
		header->check = ~fold(sum(header, 20));
	} else {
		((struct ip6_hdr *)out)->ip6_plen = htons(octets);
	}
}

static void segment(struct worker *w, const uint8_t *in, int ip_in, int header, int octets)
{
	int limit = w->ipv6 ? MTU - 20 : MTU;
	int ip_out = w->ipv6 ? 20 : 40, size = limit - ip_out - header, total = octets - header;
	for (int from = 0; from < total; from += size) {
		int length = total - from < size ? total - from : size;
		uint8_t *out = next(w);
		write_ip(w, in, out, header + length);
		struct tcphdr *tcp = (void *)(out + ip_out);
		memcpy(tcp, in + ip_in, header);
		tcp->seq = htonl(ntohl(tcp->seq) + from);
		if (from + length < total)
			tcp->fin = tcp->psh = 0;
		tcp->check = 0;
		const uint8_t *payload = in + ip_in + header + from;
		tcp->check = ~fold(addresses(out, !w->ipv6) + htons(IPPROTO_TCP) + htons(header + length) +
				   sum(tcp, header) + sum(payload, length));
		set_length(out, ip_out, header + length);
		add(w, ip_out + header, payload, length);
	}
}

// Returns whether the packet was taken.
static int translate(struct worker *w, const uint8_t *in, int length, uint32_t info)
{
	int ip_in = w->ipv6 ? 40 : 20, ip_out = 60 - ip_in, octets = length - ip_in;
	int protocol = w->ipv6 ? in[6] : in[9];
	int header = protocol == IPPROTO_TCP ? ((const struct tcphdr *)(in + ip_in))->doff * 4 : 8;
	int check_at = protocol == IPPROTO_TCP ? 16 : protocol == IPPROTO_UDP ? 6 : 2;
	if (octets < header || (w->ipv6 && memcmp(in + 24, &prefix6, 12)) || (!w->ipv6 && memcmp(in + 16, &node4, 4)))
		return 0;
	if (info & NFQA_SKB_GSO && protocol == IPPROTO_TCP && tun < 0) {
		segment(w, in, ip_in, header, octets);
		return 1;
	}
	struct virtio_net_hdr left = {.hdr_len = ip_out + header};
	uint8_t *out = next(w), *transport = out + ip_out;
	uint16_t *checksum = (uint16_t *)(transport + check_at);
	write_ip(w, in, out, octets);
	memcpy(transport, in + ip_in, header);
	uint64_t removed = addresses(in, w->ipv6), added = addresses(out, !w->ipv6);
	const uint8_t *payload = in + ip_in + header;
	if (protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6) {
		transport[0] = in[ip_in] == ICMP6_ECHO_REQUEST ? ICMP_ECHO
			: in[ip_in] == ICMP6_ECHO_REPLY        ? ICMP_ECHOREPLY
			: in[ip_in] == ICMP_ECHO               ? ICMP6_ECHO_REQUEST
							       : ICMP6_ECHO_REPLY;
		*checksum = 0;
		uint64_t pseudo = w->ipv6 ? 0 : added + htons(IPPROTO_ICMPV6) + htons(octets);
		*checksum = ~fold(pseudo + sum(transport, header) + sum(payload, octets - header));
	} else if (!(info & NFQA_SKB_CSUMNOTREADY)) {
		*checksum = ~fold((uint16_t)~*checksum + (uint64_t)(uint16_t)~fold(removed) + added);
	} else if (tun >= 0) {
		*checksum = fold(added + htons(protocol) + htons(octets));
		left.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		left.csum_start = ip_out;
		left.csum_offset = check_at;
	} else {
		*checksum = 0;
		*checksum = ~fold(added + htons(protocol) + htons(octets) + sum(transport, header) +
				  sum(payload, octets - header));
	}
	if (tun < 0) {
		add(w, ip_out + header, payload, octets - header);
		return 1;
	}
	if (info & NFQA_SKB_GSO) {
		left.gso_type = w->ipv6 ? VIRTIO_NET_HDR_GSO_TCPV4 : VIRTIO_NET_HDR_GSO_TCPV6;
		left.gso_size = (w->ipv6 ? MTU - 20 : MTU) - ip_out - header;
	}
	put(out, ip_out + header, payload, octets - header, &left);
	return 1;
}

static void handle(struct worker *w, const uint8_t *message, int length, uint32_t *last, int *taken)
{
	const struct nlmsghdr *header = (const void *)message;
	int at = NLMSG_HDRLEN + sizeof(struct nfgenmsg), octets = 0;
	uint32_t id = 0, info = 0;
	const uint8_t *payload = NULL;
	if (header->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET))
		return;
	while (at + (int)sizeof(struct nlattr) <= length) {
		const struct nlattr *attribute = (const void *)(message + at);
		const uint8_t *value = message + at + sizeof *attribute;
		switch (attribute->nla_type & NLA_TYPE_MASK) {
		case NFQA_PACKET_HDR:
			id = ntohl(((const struct nfqnl_msg_packet_hdr *)value)->packet_id);
			break;
		case NFQA_SKB_INFO:
			info = ntohl(*(const uint32_t *)value);
			break;
		case NFQA_PAYLOAD:
			payload = value;
			octets = attribute->nla_len - sizeof *attribute;
			break;
		}
		at += NLA_ALIGN(attribute->nla_len);
	}
	if (payload && octets >= 28 && translate(w, payload, octets, info)) {
		*last = id;
		*taken = 1;
	} else {
		verdict(w, NFQNL_MSG_VERDICT, NF_ACCEPT, id);
	}
}

static void *serve(void *argument)
{
	struct worker *w = argument;
	for (;;) {
		int count = recvmmsg(w->netlink, w->in, BATCH, MSG_WAITFORONE, NULL), taken = 0;
		uint32_t last = 0;
		for (int i = 0; i < count; i++)
			handle(w, w->slots + (size_t)i * SLOT, w->in[i].msg_len, &last, &taken);
		flush(w);
		if (taken)
			verdict(w, NFQNL_MSG_VERDICT_BATCH, NF_DROP, last);
	}
	return NULL;
}

static void start(struct worker *w, int queue, int ipv6, pthread_t *thread)
{
	int buffer = 8 << 20;
	w->queue = queue;
	w->ipv6 = ipv6;
	w->slots = calloc(BATCH, SLOT);
	w->netlink = open_queue(queue);
	w->raw = socket(ipv6 ? AF_INET : AF_INET6, SOCK_RAW, IPPROTO_RAW);
	check(w->raw, "raw socket");
	setsockopt(w->raw, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
	for (int i = 0; i < BATCH; i++) {
		w->in_part[i] = (struct iovec){w->slots + (size_t)i * SLOT, SLOT};
		w->in[i].msg_hdr = (struct msghdr){.msg_iov = &w->in_part[i], .msg_iovlen = 1};
	}
	for (int i = 0; i < SENDS; i++) {
		w->to[i].to4.sin_family = ipv6 ? AF_INET : AF_INET6;
		w->out[i].msg_hdr = (struct msghdr){.msg_name = &w->to[i],
						    .msg_namelen = ipv6 ? sizeof w->to[i].to4 : sizeof w->to[i].to6,
						    .msg_iov = w->out_part[i],
						    .msg_iovlen = 2};
	}
	check(-pthread_create(thread, NULL, serve, w), "thread");
}

static struct worker workers[2];

int main(int count, char **words)
{
	pthread_t threads[2];
	if (count != 7 || inet_pton(AF_INET6, words[4], &prefix6) != 1 || inet_pton(AF_INET6, words[5], &node6) != 1 ||
	    inet_pton(AF_INET, words[6], &node4) != 1) {
		fprintf(stderr, "usage: %s raw|tun QUEUE6 QUEUE4 PREFIX6 NODE6 NODE4\n", words[0]);
		return 1;
	}
	if (strcmp(words[1], "tun") == 0) {
		struct ifreq request = {.ifr_name = "floor0", .ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR};
		tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
		check(tun, "/dev/net/tun");
		check(ioctl(tun, TUNSETIFF, &request), "TUNSETIFF");
	}
	start(&workers[0], atoi(words[2]), 1, &threads[0]);
	start(&workers[1], atoi(words[3]), 0, &threads[1]);
	puts("ready");
	fflush(stdout);
	pthread_join(threads[0], NULL);
	return 0;
}
