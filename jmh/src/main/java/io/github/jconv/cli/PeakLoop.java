// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

/** {@link FmaLoop} for the benchmarks, so that they and {@code jconv bench} measure one peak. */
public final class PeakLoop {
    /** Operations of a {@link #run}. */
    public static final double OPERATIONS = FmaLoop.OPERATIONS;

    private PeakLoop() {}

    /** Some tens of microseconds of multiply-adds. The result has no meaning; to use it keeps the work from being dropped. */
    public static float run() {
        return FmaLoop.run();
    }
}
