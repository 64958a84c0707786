// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Arrays;

/**
 * When the forwards of a new process have reached the speed they keep. That is the median of those from the time on when the
 * medians of 50 forwards each stayed within 10 % of each other for a second: a fixed time would take for steady what a slow
 * machine is still at work on.
 */
final class WarmUp {
    /** Who is not steady by then will not be. */
    static final long MOST_NANOS = 20_000_000_000L;

    private static final int FORWARDS = 50;
    private static final long STEADY_NANOS = 1_000_000_000L;
    private static final double NEAR = 1.1;

    /** Forwards in a row whose median must be near the steady one. */
    private static final int WINDOW = 5;

    private long[] ends = new long[1 << 12];
    private int count;

    /** The first forward that may be of the steady ones, and the least and largest median since. */
    private int since;

    private double least = Double.POSITIVE_INFINITY;
    private double most;
    private boolean steady;

    /** After a first forward that ended so many nanoseconds from the start. */
    WarmUp(long first) {
        ends[count++] = first;
    }

    /** One more forward, which began where the last one ended. */
    void add(long end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = end;
        if (forwards() % FORWARDS == 0) {
            look(forwards() - FORWARDS);
        }
    }

    private void look(int from) {
        double median = median(from, forwards());
        least = Math.min(least, median);
        most = Math.max(most, median);
        if (most > NEAR * least) {
            since = from;
            least = median;
            most = median;
        }
        // From the end of the first of the medians on: one alone, however long, has not stayed.
        steady = since < from && ends[forwards()] - ends[since + FORWARDS] >= STEADY_NANOS;
    }

    boolean isSteady() {
        return steady;
    }

    /** Nanoseconds from the start to the end of the latest forward. */
    long elapsed() {
        return ends[count - 1];
    }

    /** The same of the first. */
    long first() {
        return ends[0];
    }

    /** Nanoseconds of a steady forward; NaN if there are none. */
    double steady() {
        return steady ? median(since, forwards()) : Double.NaN;
    }

    /** Nanoseconds from the start to where forwards are near the steady ones; NaN if there are none. */
    double reached() {
        if (!steady) {
            return Double.NaN;
        }
        double near = NEAR * steady();
        int i = 0;
        while (i + WINDOW < forwards() && median(i, i + WINDOW) > near) {
            i++;
        }
        return ends[i];
    }

    /** Forwards after the first. */
    private int forwards() {
        return count - 1;
    }

    private double median(int from, int to) {
        double[] sorted = new double[to - from];
        Arrays.setAll(sorted, i -> ends[from + i + 1] - ends[from + i]);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
