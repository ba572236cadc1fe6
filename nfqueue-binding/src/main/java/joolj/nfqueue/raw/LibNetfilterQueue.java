// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nfqueue.raw;

/**
 * The functions of libnetfilter_queue that set a queue up, as they are declared in C. Pointers are {@code long}s.
 *
 * <p>The functions that receive packets and give verdicts are not here: both are done in batches on the descriptor.
 */
@SuppressWarnings("MethodName")
public interface LibNetfilterQueue {
    /* int nfq_close(struct nfq_handle *h) */
    int nfq_close(long h);

    /* struct nfq_q_handle *nfq_create_queue(struct nfq_handle *h, uint16_t num, nfq_callback *cb, void *data) */
    long nfq_create_queue(long h, int num, long cb, long data);

    /* int nfq_destroy_queue(struct nfq_q_handle *qh) */
    int nfq_destroy_queue(long qh);

    /* int nfq_fd(struct nfq_handle *h) */
    int nfq_fd(long h);

    /* void nfq_nlmsg_cfg_put_params(struct nlmsghdr *nlh, uint8_t mode, int range) */
    void nfq_nlmsg_cfg_put_params(long nlh, int mode, int range);

    /* struct nlmsghdr *nfq_nlmsg_put(char *buf, int type, uint32_t queue_num) */
    long nfq_nlmsg_put(long buf, int type, int queue_num);

    /* struct nfq_handle *nfq_open(void) */
    long nfq_open();

    /* int nfq_set_queue_flags(struct nfq_q_handle *qh, uint32_t mask, uint32_t flags) */
    int nfq_set_queue_flags(long qh, int mask, int flags);

    /* int nfq_set_queue_maxlen(struct nfq_q_handle *qh, uint32_t queuelen) */
    int nfq_set_queue_maxlen(long qh, int queuelen);
}
