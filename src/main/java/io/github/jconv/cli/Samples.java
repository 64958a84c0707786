// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.Arrays;

/**
 * Times of single calls.
 *
 * @param median nanoseconds; unlike a mean it takes no notice of a core that is taken away for a while
 * @param best nanoseconds
 */
record Samples(double median, double best) {
    /** Reading the clock takes some tens of nanoseconds: shorter calls are timed several at once. */
    private static final long LEAST_NANOS = 20_000;

    /** Calls {@code work} for about {@code nanos}, at least once. */
    static Samples of(Runnable work, long nanos) {
        long start = System.nanoTime();
        int calls = 1;
        long time = time(work, calls);
        while (time < LEAST_NANOS) {
            calls *= 2;
            time = time(work, calls);
        }
        double[] times = new double[64];
        int count = 0;
        times[count++] = time;
        while (System.nanoTime() - start < nanos) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = time(work, calls);
        }
        Arrays.sort(times, 0, count);
        return new Samples(times[count / 2] / calls, times[0] / calls);
    }

    private static long time(Runnable work, int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            work.run();
        }
        return System.nanoTime() - start;
    }
}
