// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static io.github.jconv.oracle.BitEquality.replay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.opentest4j.AssertionFailedError;

/**
 * Runs one case by every kernel and plan there is for it, on arrays that show a kernel that reads or writes what is not
 * its own: the input lies in an array of NaN, the output, filled with NaN, between bands that must not change; then
 * both have arrays that end where they end.
 */
final class GuardedRun {
    /** Odd, and more than a vector, so that nothing is aligned and a whole vector fits in. */
    private static final int MARGIN = 67;

    private static final float BAND = 1.2345e-30f;
    private static final int[] PARALLELISMS = {1, 2, 5};

    private final ConvCase c;
    private final Geometry geometry;
    private final Weights weights;
    private final float[] input;
    private final float[] surroundedInput;
    private final float[] residual;
    private final float[] expected;

    private GuardedRun(ConvCase c) {
        this.c = c;
        this.geometry = CaseGeometry.of(c);
        this.weights = new Weights(geometry.layer(), c.weight(), c.biasValues());
        this.input = c.input();
        this.surroundedInput = surrounded(input, Float.NaN);
        this.expected = Oracle.forward(c);
        this.residual = c.residualValues(expected.length);
    }

    /** Fails unless every registered kernel that accepts the case gives the oracle's bits, however it is planned. */
    static void everyKernel(ConvCase c) {
        GuardedRun run = new GuardedRun(c);
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(run.geometry, Platform.current())) {
                run.by(kernel);
            }
        }
    }

    /** The same of the kernel of that name, which must accept the case wherever there are vectors. */
    static void oneKernel(ConvCase c, String name) {
        GuardedRun run = new GuardedRun(c);
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.name().equals(name)) {
                boolean accepts = kernel.accepts(run.geometry, Platform.current());
                assertEquals(Platform.current().vectors() || name.equals("scalar"), accepts, () -> name + ": " + c);
                if (accepts) {
                    run.by(kernel);
                }
            }
        }
    }

    /** As {@link #everyKernel}, but in one layout only, which the case's seed decides: where there are many cases. */
    static void everyKernelOnce(ConvCase c) {
        GuardedRun run = new GuardedRun(c);
        SplittableRandom random = new SplittableRandom(c.seed());
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(run.geometry, Platform.current())) {
                List<Layout> layouts = layouts(kernel, run.geometry);
                run.asCut(kernel, layouts.get(random.nextInt(layouts.size())));
            }
        }
    }

    private void by(Kernel kernel) {
        asPlanned(kernel);
        for (Layout layout : layouts(kernel, geometry)) {
            asCut(kernel, layout);
        }
    }

    /** The layout that the kernel chooses, and those it would choose for other shapes and on other machines. */
    static List<Layout> layouts(Kernel kernel, Geometry g) {
        return layouts(kernel, g, Platform.current());
    }

    static List<Layout> layouts(Kernel kernel, Geometry g, Platform here) {
        if (!KernelLayouts.hasTiles(kernel)) {
            return KernelLayouts.of(kernel, g, here);
        }
        List<Layout> layouts = new ArrayList<>(KernelLayouts.of(kernel, g, here));
        for (Layout layout : List.copyOf(layouts)) {
            UnitSize unit = kernel.unitSize(g, layout, here.lanes());
            if (layout.planes().staged() && unit != null) {
                layouts.add(StagedBlocks.cut(g, layout, unit, 1 + layouts.size() % 3, here.lanes()));
            }
        }
        return layouts;
    }

    private void asPlanned(Kernel kernel) {
        for (int parallelism : PARALLELISMS) {
            insideLargerArrays(Planner.plan(kernel, geometry, Platform.current(), parallelism));
        }
    }

    private void asCut(Kernel kernel, Layout layout) {
        int lanes = Platform.current().lanes();
        Plan whole = new Plan(geometry, kernel, layout, lanes, 1, false, 1, 1);
        insideLargerArrays(whole);
        inArraysOfTheirOwn(whole);
        // As no planner would cut so small a case.
        SplittableRandom random = new SplittableRandom(c.seed());
        int threads = random.nextInt(2, 6);
        int channelSlices = random.nextInt(1, layout.channelUnits() + 1);
        int pixelSlices = random.nextInt(1, layout.pixelUnits() + 1);
        insideLargerArrays(new Plan(geometry, kernel, layout, lanes, threads, false, channelSlices, pixelSlices));
        if (c.n() > 1) {
            insideLargerArrays(new Plan(geometry, kernel, layout, lanes, threads, true, 1, 1));
        }
    }

    private void insideLargerArrays(Plan plan) {
        float[] y = surrounded(nans(expected.length), BAND);
        if (residual == null) {
            Executor.run(plan, weights, surroundedInput, MARGIN, y, MARGIN);
            check(plan, "", y);
            return;
        }
        float[] surroundedResidual = surrounded(residual, Float.NaN);
        Executor.run(plan, weights, surroundedInput, MARGIN, surroundedResidual, MARGIN, y, MARGIN);
        check(plan, "", y);
        if (!Arrays.equals(surrounded(residual, Float.NaN), surroundedResidual)) {
            throw new AssertionFailedError(c + " (" + describe(plan) + "): changed its residual" + replay(c));
        }
        y = surrounded(residual, BAND);
        Executor.run(plan, weights, surroundedInput, MARGIN, y, MARGIN, y, MARGIN);
        check(plan, ", adding in place", y);
    }

    private void check(Plan plan, String how, float[] y) {
        if (!Arrays.equals(surrounded(input, Float.NaN), surroundedInput)) {
            throw new AssertionFailedError(c + " (" + describe(plan) + "): changed its input" + replay(c));
        }
        assertBands(plan, y);
        assertBits(c, describe(plan) + how, expected, Arrays.copyOfRange(y, MARGIN, MARGIN + expected.length));
    }

    private void inArraysOfTheirOwn(Plan plan) {
        float[] y = nans(expected.length);
        float[] added = residual == null ? null : residual.clone();
        Executor.run(plan, weights, input.clone(), 0, added, 0, y, 0);
        assertBits(c, describe(plan) + ", nothing behind the input", expected, y);
    }

    private void assertBands(Plan plan, float[] y) {
        for (int i = 0; i < y.length; i++) {
            boolean band = i < MARGIN || i >= y.length - MARGIN;
            if (band && y[i] != BAND) {
                throw new AssertionFailedError(String.format(
                        "%s (%s): wrote %s at index %d of an output of %d%s",
                        c, describe(plan), y[i], i - MARGIN, expected.length, replay(c)));
            }
        }
    }

    private static float[] surrounded(float[] values, float by) {
        float[] larger = new float[values.length + 2 * MARGIN];
        Arrays.fill(larger, by);
        System.arraycopy(values, 0, larger, MARGIN, values.length);
        return larger;
    }

    private static float[] nans(int length) {
        float[] nans = new float[length];
        Arrays.fill(nans, Float.NaN);
        return nans;
    }

    private static String describe(Plan plan) {
        return String.format(
                "kernel %s, tile %s of %d lanes along %s, %d threads%s, %d x %d slices",
                plan.kernel().name(),
                plan.tile(),
                plan.lanes(),
                plan.layout().axis(),
                plan.threads(),
                plan.acrossImages() ? " across images" : "",
                plan.channelSlices(),
                plan.pixelSlices());
    }
}
