// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

/** Repeats a call until the JVM makes it no faster. */
public final class Settling {
    private static final long LEAST_NANOS = 200_000_000;
    private static final long MOST_NANOS = 1_000_000_000;

    /** Calls of a round, of which the fastest counts. */
    private static final int CALLS = 10;

    /** A round that gains less than this part is the last. */
    private static final double LEAST_GAIN = 0.05;

    private Settling() {}

    /** Returns when the fastest of some calls is no faster than those before, or after a second. */
    public static void of(Runnable call) {
        long start = System.nanoTime();
        long fastest = Long.MAX_VALUE;
        while (true) {
            long before = fastest;
            for (int i = 0; i < CALLS; i++) {
                long begin = System.nanoTime();
                call.run();
                long end = System.nanoTime();
                fastest = Math.min(fastest, end - begin);
                if (end - start > MOST_NANOS) {
                    return;
                }
            }
            if (System.nanoTime() - start > LEAST_NANOS && fastest > (1 - LEAST_GAIN) * before) {
                return;
            }
        }
    }
}
