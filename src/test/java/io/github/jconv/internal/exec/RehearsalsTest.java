// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalsTest {
    private static final Geometry SMALL =
            CaseGeometry.of(ConvCase.parse("n1g1_ic4ih9iw10_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1"));

    /** It is the next forward's to fail; the rehearsals after it go on, and nothing is printed. */
    @Test
    void oneThatFailsIsOverAndTheNextOnesRun() throws InterruptedException {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.set(e));
        try {
            for (int i = 0; i < 3; i++) {
                Plan failing = plan(call -> {
                    throw new InternalError("for a test");
                });
                Plan next = plan(call -> {});
                Rehearsals.begin(failing, Platform.current());
                Rehearsals.begin(next, Platform.current());
                Rehearsals.await();
                assertTrue(Rehearsals.over(failing));
                assertTrue(Rehearsals.over(next));
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
        assertTrue(uncaught.get() == null, () -> "uncaught: " + uncaught.get());
    }

    private static Plan plan(IntConsumer beforeCompute) {
        FaultyKernel kernel = new FaultyKernel(Kernels.choose(SMALL, Platform.current()), call -> {}, beforeCompute);
        return Planner.plan(kernel, SMALL, Platform.current(), 1);
    }
}
