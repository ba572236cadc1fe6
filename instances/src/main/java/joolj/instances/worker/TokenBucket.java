// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.worker;

/**
 * Limits how often something is done: on average at a rate, with bursts up to a size; RFC 4443 § 2.4 (f).
 *
 * <p>Confined to one thread.
 */
final class TokenBucket {
    private static final long MILLIS_PER_SECOND = 1000;

    private final long perSecond;
    private final long capacity;

    /** In thousandths of a token, so that a short time adds its share. */
    private long tokens;

    private long filled;

    /**
     * @param perSecond how often on average, at least 1
     * @param burst how often at once, at least 1
     * @param now milliseconds of a clock that never goes back
     */
    TokenBucket(int perSecond, int burst, long now) {
        this.perSecond = perSecond;
        this.capacity = burst * MILLIS_PER_SECOND;
        this.tokens = capacity;
        this.filled = now;
    }

    /** Whether it may be done once more now. */
    boolean take(long now) {
        long elapsed = Math.min(now - filled, capacity);
        tokens = Math.min(capacity, tokens + elapsed * perSecond);
        filled = now;
        if (tokens < MILLIS_PER_SECOND) {
            return false;
        }
        tokens -= MILLIS_PER_SECOND;
        return true;
    }
}
