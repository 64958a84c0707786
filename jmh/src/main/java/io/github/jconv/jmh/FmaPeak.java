// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.cli.PeakLoop;
import java.util.Arrays;

/** The fastest this core multiplies and adds: independent FMAs that touch no memory. */
final class FmaPeak {
    private static final int RUNS = 10;

    private FmaPeak() {}

    /** GFLOP/s of one thread: the median of {@code bursts} bursts of about half a millisecond. */
    static double gflops(int bursts) {
        double[] rates = new double[bursts];
        for (int i = 0; i < bursts; i++) {
            long start = System.nanoTime();
            float result = 0;
            for (int run = 0; run < RUNS; run++) {
                result += PeakLoop.run();
            }
            long nanos = System.nanoTime() - start;
            rates[i] = Float.isNaN(result) ? 0 : RUNS * PeakLoop.OPERATIONS / nanos;
        }
        Arrays.sort(rates);
        return rates[bursts / 2];
    }
}
