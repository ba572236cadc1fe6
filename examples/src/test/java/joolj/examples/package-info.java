// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * End-to-end tests: the real launchers and jars, network namespaces, rules, sockets and packets.
 *
 * <p>{@link joolj.examples.Laboratory} makes and removes what a test needs: namespaces, cables, daemons, processes,
 * temporary files. A class whose name ends in {@code IT} runs in Maven's integration-test phase, when all jars exist;
 * those marked {@link joolj.examples.NetnsTest} need root and a kernel with NFQUEUE.
 */
package joolj.examples;
