// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.internal.exec.Rehearsals;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which plan serves while the JVM has not compiled a vector kernel yet? The scalar kernel's: it gives the same bits, and C2
 * is done with its loop in milliseconds. Meanwhile {@link Rehearsals} have the vector kernel compiled in the background;
 * not before there is enough to compute, so that a process with a few small forwards never pays for it.
 */
public final class ColdStart {
    /** Multiply-adds by the scalar kernel after which vectors are worth their compilation. */
    private static final long WORTHWHILE = 1 << 24;

    /** Without a gain, of a twentieth of a forward's time, for so long, forwards are settled. */
    private static final long QUIET_NANOS = 250_000_000;

    /** Slower than compiled vectors they are waited for so long: C2 may be at work, on the same core. */
    private static final long PATIENT_NANOS = 10_000_000_000L;

    /** What compiled code keeps: nanoseconds of a vector of multiply-adds, of a vector of outputs, and of a call. */
    private static final long VECTOR_NANOS = 5;

    private static final long STORE_NANOS = 80;
    private static final long CALL_NANOS = 20_000;

    private static final AtomicLong MULTIPLY_ADDS = new AtomicLong();

    private ColdStart() {}

    /** The plan itself once its code is compiled, before that the scalar kernel's. */
    public static Plan serving(Plan plan, Platform platform) {
        // In place of a kernel that is not exact, the scalar one would give other bits than later forwards.
        if (plan.lanes() == 1 || !plan.kernel().exact() || Rehearsals.serves(plan)) {
            return plan;
        }
        if (MULTIPLY_ADDS.addAndGet(plan.geometry().multiplyAdds()) >= WORTHWHILE) {
            Rehearsals.begin(plan, platform);
        }
        // The rehearsal, too, needs a core.
        Plan scalar = Planner.plan(plan.geometry(), platform.scalar(), Math.max(1, plan.threads() - 1));
        return scalar.with(plan.access());
    }

    /** Has the code of a plan compiled, and returns when it is. */
    public static void await(Plan plan, Platform platform) throws InterruptedException {
        if (plan.lanes() > 1) {
            Rehearsals.begin(plan, platform);
            Rehearsals.await();
        }
    }

    /** Repeats forwards of a plan until the JVM makes them no faster. */
    public static void settle(Plan plan, Runnable forward) throws InterruptedException {
        Geometry g = plan.geometry();
        long vectors = VECTOR_NANOS * g.multiplyAdds() + STORE_NANOS * g.n() * g.outImage();
        long enough = plan.lanes() == 1 ? Long.MAX_VALUE : CALL_NANOS + vectors / plan.lanes();
        long fastest = Long.MAX_VALUE;
        long start = System.nanoTime();
        long gained = start;
        long end = start;
        while (fastest < enough ? end - gained <= QUIET_NANOS : end - start <= PATIENT_NANOS) {
            long begin = System.nanoTime();
            forward.run();
            end = System.nanoTime();
            long nanos = end - begin;
            if (nanos < fastest - fastest / 20) {
                fastest = nanos;
                gained = end;
            }
            if (nanos >= enough) {
                // C2 may need this core.
                Thread.sleep(nanos / 1_000_000);
            }
        }
    }
}
