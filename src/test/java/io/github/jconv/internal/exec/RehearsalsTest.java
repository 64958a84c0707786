// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                assertEquals(Rehearsal.UNREHEARSED, Rehearsals.end(failing));
                assertTrue(Rehearsals.serves(failing));
                assertEquals(Rehearsal.COMPILED, Rehearsals.end(next));
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
        assertTrue(uncaught.get() == null, () -> "uncaught: " + uncaught.get());
    }

    /** As where C2 cannot compile a kernel: the scalar one is faster then, and goes on serving until a later rehearsal ends well. */
    @Test
    void oneWhoseTimeIsOverIsNotCompiled() {
        AtomicBoolean slow = new AtomicBoolean(true);
        Plan plan = plan(call -> {
            if (slow.get()) {
                LockSupport.parkNanos(10_000_000);
            }
        });
        Rehearsal rehearsal = new Rehearsal(plan, Platform.current());
        rehearsal.run(1);
        assertEquals(Rehearsal.SLOWER, rehearsal.end());

        slow.set(false);
        rehearsal.run(Rehearsal.MOST_NANOS);
        assertEquals(Rehearsal.COMPILED, rehearsal.end());
        assertFalse(rehearsal.isDue());
    }

    /** With 32 registers the layer is one run over the padding between its rows, of which few would be shorter than a tile. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic64ih13iw12_oc64_kh2kw2_s1x1_p1,1,0,0_d1x1_zeros_b0_seed0",
                "n1g1_ic64ih30iw12_oc64_kh2kw2_s1x1_p1,1,0,0_d1x1_zeros_b0_seed0",
                "n1g1_ic64ih13iw11_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0",
                "n1g4_ic4ih30iw30_oc4_kh3kw3_s1x1_p1x1_d1x1_circular_b0_seed0",
                "n1g4_ic4ih30iw30_oc4_kh3kw3_s2x2_p1x1_d1x1_reflect_b0_seed0",
            })
    void smallerLayersDoNotFail(String line) {
        Geometry g = CaseGeometry.of(ConvCase.parse(line));
        Platform here = Platform.current();
        int lanes = here.vectors() ? here.lanes() : 16;
        for (Platform platform :
                List.of(here, new Platform(here.vectors(), lanes, 32, 1, here.fastFma(), here.javaFeature()))) {
            Plan plan = Planner.plan(g, platform, 1);
            assertDoesNotThrow(
                    () -> new Rehearsal(plan, platform).untilCompiled(Rehearsal.MOST_NANOS),
                    () -> line + " " + platform);
        }
    }

    @Test
    void loopsOfOtherPaddingAreOthers() {
        Plan zeros = planned("n1g4_ic4ih30iw30_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0");
        Plan reflect = planned("n1g4_ic4ih30iw30_oc4_kh3kw3_s1x1_p1x1_d1x1_reflect_b0_seed0");
        Plan larger = planned("n1g4_ic4ih50iw40_oc4_kh3kw3_s1x1_p1x1_d1x1_circular_b0_seed0");
        boolean vectors = Platform.current().vectors();
        assertEquals(!vectors, new Rehearsal(zeros, Platform.current()).isOf(reflect));
        assertTrue(new Rehearsal(reflect, Platform.current()).isOf(larger));
    }

    @Test
    void loopsOfTapsInThreesAreOthers() {
        Plan three = planned("n1g1_ic64ih28iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_reflect_b0_seed0");
        Plan five = planned("n1g1_ic64ih28iw28_oc64_kh5kw5_s1x1_p2x2_d1x1_reflect_b0_seed0");
        Plan higher = planned("n1g1_ic32ih56iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_reflect_b0_seed0");
        boolean vectors = Platform.current().vectors();
        assertEquals(!vectors, new Rehearsal(three, Platform.current()).isOf(five));
        assertTrue(new Rehearsal(three, Platform.current()).isOf(higher));
    }

    private static Plan planned(String line) {
        return Planner.plan(CaseGeometry.of(ConvCase.parse(line)), Platform.current(), 1);
    }

    private static Plan plan(IntConsumer beforeCompute) {
        FaultyKernel kernel = new FaultyKernel(Kernels.choose(SMALL, Platform.current()), call -> {}, beforeCompute);
        return Planner.plan(kernel, SMALL, Platform.current(), 1);
    }
}
