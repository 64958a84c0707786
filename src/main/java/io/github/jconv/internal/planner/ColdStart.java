// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.internal.exec.Rehearsals;
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
}
