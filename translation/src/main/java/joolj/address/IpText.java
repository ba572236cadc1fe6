// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

/**
 * Text forms of IP addresses: reads exactly what POSIX {@code inet_pton} accepts and writes what glibc's
 * {@code inet_ntop} writes, which is the canonical form of RFC 5952. Never asks a resolver; knows no zones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952 § 4</a>
 */
public final class IpText {
    private static final int MAX_LENGTH4 = 15;
    private static final int MAX_LENGTH6 = 45;
    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * Reads an IPv4 address: four decimal numbers, 0 to 255, without leading zeros, such as {@code 192.0.2.33}.
     *
     * @return the address, big-endian
     * @throws AddressFormatException if the text is anything else
     */
    public static int parse4(String text) {
        if (text.length() > MAX_LENGTH4 || !Dotted.isValid(text, 0, text.length())) {
            throw AddressFormatException.notAnAddress(text, 4);
        }
        return Dotted.value(text, 0);
    }

    /**
     * Reads an IPv6 address, such as {@code 2001:db8::1} or {@code 64:ff9b::192.0.2.33}.
     *
     * @return two elements, the high and the low half, big-endian
     * @throws AddressFormatException if the text is anything else
     */
    public static long[] parse6(String text) {
        int[] groups = new int[GROUPS];
        if (text.length() > MAX_LENGTH6 || !new Groups(text, groups).read()) {
            throw AddressFormatException.notAnAddress(text, 6);
        }
        return new long[] {join(groups, 0), join(groups, GROUPS / 2)};
    }

    /** Writes an IPv4 address: {@code 0xC0000221} as {@code 192.0.2.33}. */
    public static String format4(int address) {
        return append4(new StringBuilder(MAX_LENGTH4), address).toString();
    }

    /**
     * Writes an IPv6 address in lower case, the first of the longest runs of two or more zero groups as {@code ::}.
     * IPv4-mapped and IPv4-compatible addresses end in dotted decimal.
     *
     * @param high the first eight octets, big-endian
     * @param low the last eight octets, big-endian
     */
    public static String format6(long high, long low) {
        return append6(new StringBuilder(MAX_LENGTH6), high, low).toString();
    }

    /** Appends what {@link #format4} returns. */
    public static StringBuilder append4(StringBuilder out, int address) {
        return out.append(address >>> 24)
                .append('.')
                .append(address >>> 16 & 0xff)
                .append('.')
                .append(address >>> 8 & 0xff)
                .append('.')
                .append(address & 0xff);
    }

    /** Appends what {@link #format6} returns. */
    public static StringBuilder append6(StringBuilder out, long high, long low) {
        int zeros = longestZeroRun(high, low);
        int zerosStart = zeros >>> 8;
        int zerosEnd = zerosStart + (zeros & 0xff);
        boolean dotted = zerosStart == 0 && (zerosEnd == 6 || (zerosEnd == 5 && group(high, low, 5) == 0xffff));
        int end = dotted ? 6 : GROUPS;
        for (int i = 0; i < end; i++) {
            if (i >= zerosStart && i < zerosEnd) {
                out.append(i == zerosStart ? ":" : "");
            } else {
                out.append(i == 0 ? "" : ":").append(Integer.toHexString(group(high, low, i)));
            }
        }
        if (zerosEnd == GROUPS) {
            out.append(':');
        }
        return dotted ? append4(out.append(':'), (int) low) : out;
    }

    /** The first of the longest runs of two or more zero groups: start shifted left by 8, and length; 0 if none. */
    private static int longestZeroRun(long high, long low) {
        int best = 0;
        int start = 0;
        for (int i = 0; i <= GROUPS; i++) {
            if (i < GROUPS && group(high, low, i) == 0) {
                continue;
            }
            int length = i - start;
            if (length >= 2 && length > (best & 0xff)) {
                best = start << 8 | length;
            }
            start = i + 1;
        }
        return best;
    }

    private static int group(long high, long low, int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (48 - (index & 3) * 16)) & 0xffff;
    }

    private static long join(int[] groups, int first) {
        return (long) groups[first] << 48
                | (long) groups[first + 1] << 32
                | (long) groups[first + 2] << 16
                | groups[first + 3];
    }

    /** Dotted decimal, alone or as the end of an IPv6 address. */
    private static final class Dotted {
        static boolean isValid(String text, int start, int end) {
            int numbers = 0;
            int from = start;
            while (from <= end) {
                int to = from;
                int value = 0;
                while (to < end && isDigit(text.charAt(to)) && value <= 255) {
                    value = value * 10 + text.charAt(to) - '0';
                    to++;
                }
                boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
                if (to == from || leadingZero || value > 255 || (to < end && text.charAt(to) != '.')) {
                    return false;
                }
                numbers++;
                from = to + 1;
            }
            return numbers == 4;
        }

        static int value(String text, int start) {
            int address = 0;
            int number = 0;
            for (int i = start; i < text.length(); i++) {
                if (text.charAt(i) == '.') {
                    address = address << 8 | number;
                    number = 0;
                } else {
                    number = number * 10 + text.charAt(i) - '0';
                }
            }
            return address << 8 | number;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    /** Reads the groups of an IPv6 address from left to right. */
    private static final class Groups {
        private final String text;
        private final int[] groups;
        private int count;
        private int gap = -1;

        Groups(String text, int[] groups) {
            this.text = text;
            this.groups = groups;
        }

        boolean read() {
            int at = 0;
            if (text.startsWith("::")) {
                gap = 0;
                at = 2;
            }
            while (at < text.length()) {
                int end = endOfToken(at);
                if (text.indexOf('.', at) == end && end < text.length()) {
                    return readDotted(at) && closeGap();
                }
                if (!readGroup(at, end)) {
                    return false;
                }
                at = end;
                if (at == text.length()) {
                    break;
                }
                at = afterSeparator(at);
                if (at < 0) {
                    return false;
                }
            }
            return closeGap();
        }

        private int endOfToken(int at) {
            int end = at;
            while (end < text.length() && hexDigit(text.charAt(end)) >= 0) {
                end++;
            }
            return end;
        }

        /** ASCII only, unlike {@link Character#digit}. */
        private static int hexDigit(char c) {
            return c < 0x80 ? Character.digit(c, 16) : -1;
        }

        private boolean readGroup(int at, int end) {
            if (end == at || end - at > 4 || count == GROUPS) {
                return false;
            }
            groups[count++] = Integer.parseInt(text, at, end, 16);
            return true;
        }

        private boolean readDotted(int at) {
            if (count > GROUPS - 2 || !Dotted.isValid(text, at, text.length())) {
                return false;
            }
            int address = Dotted.value(text, at);
            groups[count++] = address >>> 16;
            groups[count++] = address & 0xffff;
            return true;
        }

        /** Steps over {@code :} or the one {@code ::}; negative if neither is there or nothing follows a single one. */
        private int afterSeparator(int at) {
            if (text.charAt(at) != ':') {
                return -1;
            }
            if (text.startsWith("::", at)) {
                if (gap >= 0) {
                    return -1;
                }
                gap = count;
                return at + 2;
            }
            return at + 1 < text.length() ? at + 1 : -1;
        }

        /** Moves what follows {@code ::} to the end; {@code ::} stands for at least one group. */
        private boolean closeGap() {
            if (gap < 0) {
                return count == GROUPS;
            }
            if (count == GROUPS) {
                return false;
            }
            int shift = GROUPS - count;
            for (int i = count - 1; i >= gap; i--) {
                groups[i + shift] = groups[i];
                groups[i] = 0;
            }
            return true;
        }
    }
}
