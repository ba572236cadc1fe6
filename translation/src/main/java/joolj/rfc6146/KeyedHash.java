// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

import java.util.Objects;

/**
 * SipHash-1-3 over three words: a hash whose results nobody can predict or make collide without the key. It places
 * entries in the tables and offsets the port selection. Immutable; allocates nothing when used.
 */
final class KeyedHash {
    /** Octets of secret that are needed at least. */
    static final int SECRET_LENGTH = 16;

    private final long key0;
    private final long key1;

    private KeyedHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * A hash with a key of its own.
     *
     * @param secret at least 16 octets that nobody else knows; all of them count
     * @param purpose tells apart the keys drawn from one secret
     */
    static KeyedHash of(byte[] secret, int purpose) {
        Objects.requireNonNull(secret, "secret");
        if (secret.length < SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "secret has " + secret.length + " octets, at least " + SECRET_LENGTH + " are needed");
        }
        KeyedHash chain = new KeyedHash(word(secret, 0), word(secret, 8));
        for (int at = 0; at < secret.length; at += 8) {
            chain = new KeyedHash(chain.hash(word(secret, at), at, 0), chain.hash(word(secret, at), at, 1));
        }
        return new KeyedHash(chain.hash(purpose, 0, 2), chain.hash(purpose, 1, 2));
    }

    private static long word(byte[] octets, int at) {
        long word = 0;
        for (int i = at; i < Math.min(at + 8, octets.length); i++) {
            word = word << 8 | (octets[i] & 0xff);
        }
        return word;
    }

    /** 64 bits that depend on the key and on every bit of the three words. */
    long hash(long a, long b, long c) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int round = 0; round < 6; round++) {
            long message = round == 0 ? a : round == 1 ? b : round == 2 ? c : 0;
            v2 ^= round == 3 ? 0xff : 0;
            v3 ^= message;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= message;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The upper half of {@link #hash}, for table indexes. */
    int hash32(long a, long b, long c) {
        return (int) (hash(a, b, c) >>> 32);
    }
}
