// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares rows that {@code display --csv} printed.
 *
 * @param randomPorts whether the pool4 ports in them are a matter of chance
 */
record Tables(boolean randomPorts) {
    private static final int BIB_COLUMNS = 6;
    private static final int BIB_PORT = 4;
    private static final int SESSION_PORT = 6;
    private static final int SESSION_REMOTE_PORT = 8;
    private static final int SESSION_TIME = 9;

    /** By how much the time that a session has left may differ, seconds: the steps of a recording took some time. */
    private static final long TOLERANCE = 10;

    /** The differences, one line each. */
    List<String> difference(String what, List<String> recorded, List<String> here) {
        List<String> sortedRecorded = sorted(recorded);
        List<String> sortedHere = sorted(here);
        boolean same = sortedRecorded.size() == sortedHere.size();
        for (int i = 0; same && i < sortedHere.size(); i++) {
            same = isSame(
                    sortedRecorded.get(i).split(",", -1), sortedHere.get(i).split(",", -1));
        }
        return same ? List.of() : List.of(what + ": " + sortedHere + ", recorded " + sortedRecorded);
    }

    private static List<String> sorted(List<String> rows) {
        List<String> sorted = new ArrayList<>(rows);
        Collections.sort(sorted);
        return sorted;
    }

    private boolean isSame(String[] recorded, String[] here) {
        if (recorded.length != here.length) {
            return false;
        }
        for (int i = 0; i < recorded.length; i++) {
            boolean near = isTime(recorded, i) && Math.abs(seconds(recorded[i]) - seconds(here[i])) <= TOLERANCE;
            if (!near && !isChance(recorded, i) && !recorded[i].equals(here[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTime(String[] row, int column) {
        return row.length > BIB_COLUMNS && column == SESSION_TIME;
    }

    private boolean isChance(String[] row, int column) {
        if (!randomPorts) {
            return false;
        }
        if (row.length <= BIB_COLUMNS) {
            return column == BIB_PORT;
        }
        return column == SESSION_PORT || (column == SESSION_REMOTE_PORT && row[0].equals("ICMP"));
    }

    private static long seconds(String time) {
        long seconds = 0;
        int fraction = time.indexOf('.');
        String whole = fraction < 0 ? time : time.substring(0, fraction);
        for (String part : whole.split(":", -1)) {
            seconds = seconds * 60 + Long.parseLong(part);
        }
        return seconds;
    }
}
