// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every plan, of every kernel on every platform. */
class PlanPropertiesTest {
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void threadsAndSlicesStayInTheirLimits(
            @ForAll(supplier = ConvCases.Large.class) ConvCase c,
            @ForAll @IntRange(min = 1, max = 3) int enlarged,
            @ForAll("platforms") Platform platform,
            @ForAll @IntRange(min = 1, max = 40) int parallelism) {
        Geometry g = CaseGeometry.of(larger(c, enlarged));
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(g, platform)) {
                check(Planner.plan(kernel, g, platform, parallelism), parallelism);
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void plansAreAFunctionOfTheirArguments(
            @ForAll(supplier = ConvCases.Large.class) ConvCase c,
            @ForAll("platforms") Platform platform,
            @ForAll @IntRange(min = 1, max = 40) int parallelism) {
        Plan one = Planner.plan(CaseGeometry.of(c), platform, parallelism);
        Plan other = Planner.plan(CaseGeometry.of(c), platform, parallelism);
        assertEquals(describe(one), describe(other), c::toString);
    }

    @Provide
    Arbitrary<Platform> platforms() {
        Arbitrary<Platform> vectors = Combinators.combine(
                        Arbitraries.of(4, 8, 16),
                        Arbitraries.of(16, 32),
                        Arbitraries.of(1, 2),
                        Arbitraries.of(17, 21, 25))
                .as((lanes, registers, fmas, java) -> new Platform(true, lanes, registers, fmas, true, java));
        return Arbitraries.oneOf(vectors, Arbitraries.just(new Platform(false, 1, 16, 2, false, 17)));
    }

    private static void check(Plan plan, int parallelism) {
        Geometry g = plan.geometry();
        int pieces = plan.acrossImages() ? g.n() : plan.slices();
        assertTrue(plan.threads() >= 1, () -> describe(plan));
        assertTrue(plan.threads() <= Math.min(parallelism, Math.max(1, pieces)), () -> describe(plan));
        assertTrue(plan.channelSlices() >= 1, () -> describe(plan));
        assertTrue(plan.pixelSlices() >= 1, () -> describe(plan));
        assertTrue(plan.channelSlices() <= plan.layout().channelUnits(), () -> describe(plan));
        assertTrue(plan.pixelSlices() <= plan.layout().pixelUnits(), () -> describe(plan));
        assertTrue(!plan.acrossImages() || plan.slices() == 1, () -> describe(plan));
        assertTrue(parallelism > 1 || plan.slices() == 1, () -> describe(plan));
    }

    /** More channels of the same images: a plan costs nothing to make. */
    private static ConvCase larger(ConvCase c, int times) {
        return new ConvCase(
                c.n(),
                c.batched(),
                c.groups(),
                c.ic() * times,
                c.ih() * times,
                c.iw(),
                c.oc() * times * times,
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                c.padding(),
                c.ph(),
                c.pw(),
                c.dh(),
                c.dw(),
                c.mode(),
                c.extension(),
                c.bias(),
                c.data(),
                c.seed());
    }

    private static String describe(Plan p) {
        return String.format(
                "%s: kernel %s, tile %s, %d lanes, %d threads, across images %b, %d of %d x %d of %d slices",
                p.geometry(),
                p.kernel().name(),
                p.tile(),
                p.lanes(),
                p.threads(),
                p.acrossImages(),
                p.channelSlices(),
                p.layout().channelUnits(),
                p.pixelSlices(),
                p.layout().pixelUnits());
    }
}
