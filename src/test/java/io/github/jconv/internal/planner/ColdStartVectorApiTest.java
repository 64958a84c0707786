// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.exec.FaultyKernel;
import io.github.jconv.internal.exec.Rehearsals;
import io.github.jconv.internal.exec.Rehearsed;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Test;

/** Which plan serves, with register tiles that no other test of this process uses. */
class ColdStartVectorApiTest {
    private static final Platform HERE = Platform.current();
    private static final Platform OTHER =
            new Platform(true, HERE.lanes(), HERE.registers() == 16 ? 32 : 16, 1, true, 25);

    @Test
    void theScalarKernelUntilTheVectorKernelIsCompiled() throws InterruptedException {
        // More than 2^24 multiply-adds: enough for a rehearsal.
        Plan plan = newPlan("n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0", 3);
        assertFalse(Rehearsed.over(plan));
        Plan serving = ColdStart.serving(plan, HERE);
        assertEquals("scalar", serving.kernel().name());
        assertEquals(2, serving.threads());

        Rehearsals.await();
        assertTrue(Rehearsed.compiled(plan));
        assertSame(plan, ColdStart.serving(plan, HERE));
    }

    @Test
    void awaitReturnsWhenItIsCompiled() throws InterruptedException {
        Plan plan = newPlan("n1g1_ic256ih1iw1_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0", 1);
        assertFalse(Rehearsed.over(plan));
        ColdStart.await(plan, HERE);
        assertTrue(Rehearsed.compiled(plan));
        assertSame(plan, ColdStart.serving(plan, HERE));
    }

    @Test
    void thePlanItselfIfItIsScalar() throws InterruptedException {
        Plan plan = plan("n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0", HERE.scalar(), 2);
        assertSame(plan, ColdStart.serving(plan, HERE.scalar()));
        ColdStart.await(plan, HERE.scalar());
        assertFalse(Rehearsed.over(plan));
    }

    @Test
    void thePlanItselfIfTheScalarKernelHasOtherBits() {
        Geometry exact = geometry("n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0");
        LayerSpec s = exact.layer();
        LayerSpec fast = new LayerSpec(
                s.inChannels(),
                s.outChannels(),
                s.kh(),
                s.kw(),
                s.sh(),
                s.sw(),
                s.padding(),
                s.dh(),
                s.dw(),
                s.groups(),
                Accuracy.FAST);
        Plan plan = Planner.plan(Geometry.of(fast, 1, 56, 56), OTHER, 2);
        assertEquals("winograd", plan.kernel().name());
        assertSame(plan, ColdStart.serving(plan, OTHER));
    }

    /** Of a kernel that no other test of this JVM has rehearsed. */
    private static Plan newPlan(String line, int parallelism) {
        Geometry g = geometry(line);
        Kernel kernel = new FaultyKernel(Kernels.choose(g, HERE), call -> {}, call -> {});
        return Planner.plan(kernel, g, HERE, parallelism);
    }

    private static Plan plan(String line, Platform platform, int parallelism) {
        return Planner.plan(geometry(line), platform, parallelism);
    }

    private static Geometry geometry(String line) {
        return CaseGeometry.of(ConvCase.parse(line));
    }
}
