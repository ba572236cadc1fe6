// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The headers that are translated, as views over octets (flyweights), and the Internet checksum. A view is wrapped
 * around a header in a direct, big-endian {@link java.nio.ByteBuffer} and reads and writes it by absolute index; it
 * checks nothing, so its user makes sure first that the header is there. Unsigned numbers leave masked. Views belong
 * to one thread and are used again for every packet.
 */
package joolj.wire;
