// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;

/** Repeats a plan's forwards until the JVM makes them no faster. */
public final class Settling {
    /** Without a gain for so long, forwards are settled. */
    private static final long QUIET_NANOS = 250_000_000;

    /** Slower than vectors are once compiled, they are still waited for: C2 may be at work for so long on one core. */
    private static final long PATIENT_NANOS = 10_000_000_000L;

    /** Part of its time that a forward must save to gain. */
    private static final double GAIN = 0.05;

    /** Nanoseconds of a vector of multiply-adds, of a vector that is read or written, and of a call, which compiled code keeps. */
    private static final double VECTOR_NANOS = 5;

    private static final double MEMORY_NANOS = 20;
    private static final double CALL_NANOS = 20_000;

    private static final long LONGEST_PAUSE = 100;

    private Settling() {}

    /** Returns when the calls, each a forward of the plan, are no faster than those before. */
    public static void of(Runnable call, Plan plan) throws InterruptedException {
        double enough = enough(plan);
        double fastest = Double.MAX_VALUE;
        long gained = System.nanoTime();
        long end = gained;
        while (end - gained <= (fastest < enough ? QUIET_NANOS : PATIENT_NANOS)) {
            long begin = System.nanoTime();
            call.run();
            end = System.nanoTime();
            long nanos = end - begin;
            if (nanos < (1 - GAIN) * fastest) {
                fastest = nanos;
                gained = end;
            }
            if (nanos >= enough) {
                // C2 may need this core.
                Thread.sleep(Math.min(nanos / 1_000_000, LONGEST_PAUSE));
            }
        }
    }

    private static double enough(Plan plan) {
        if (plan.lanes() == 1) {
            return Double.POSITIVE_INFINITY;
        }
        Geometry g = plan.geometry();
        double memory = (double) g.n() * (g.inImage() + g.outImage());
        return CALL_NANOS + (VECTOR_NANOS * g.multiplyAdds() + MEMORY_NANOS * memory) / plan.lanes();
    }
}
