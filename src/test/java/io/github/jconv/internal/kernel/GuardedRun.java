package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static io.github.jconv.oracle.BitEquality.replay;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private static final int RANDOM_PLANS = 2;

    private final ConvCase c;
    private final Geometry geometry;
    private final Weights weights;
    private final float[] input;
    private final float[] expected;

    private GuardedRun(ConvCase c) {
        this.c = c;
        this.geometry = c.geometry();
        this.weights = new Weights(geometry.layer(), c.weight(), c.biasValues());
        this.input = c.input();
        this.expected = Oracle.forward(c);
    }

    /** Fails unless every registered kernel that accepts the case gives the oracle's bits, however it is planned. */
    static void everyKernel(ConvCase c) {
        GuardedRun run = new GuardedRun(c);
        for (Platform platform : platforms()) {
            for (Kernel kernel : Kernels.ALL) {
                if (kernel.accepts(run.geometry, platform)) {
                    run.everyPlan(kernel, platform);
                }
            }
        }
    }

    /** This machine, and others that would choose other tiles of the same vectors. */
    static Set<Platform> platforms() {
        Platform here = Platform.current();
        Set<Platform> platforms = new LinkedHashSet<>(Set.of(here));
        if (here.vectors()) {
            platforms.add(new Platform(true, here.lanes(), 16, true, 17));
            platforms.add(new Platform(true, here.lanes(), 16, true, 25));
            platforms.add(new Platform(true, here.lanes(), 32, true, 25));
        }
        return platforms;
    }

    private void everyPlan(Kernel kernel, Platform platform) {
        List<Plan> plans = new ArrayList<>();
        for (int parallelism : PARALLELISMS) {
            plans.add(Planner.plan(kernel, geometry, platform, parallelism));
        }
        plans.addAll(randomPlans(plans.get(0)));
        insideLargerArrays(plans);
        for (Plan plan : plans.subList(0, 1)) {
            inArraysOfTheirOwn(plan);
        }
    }

    /** As no planner would cut so small a case. */
    private List<Plan> randomPlans(Plan p) {
        List<Plan> plans = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(c.seed());
        for (int i = 0; i < RANDOM_PLANS; i++) {
            plans.add(new Plan(
                    geometry,
                    p.kernel(),
                    p.layout(),
                    p.lanes(),
                    random.nextInt(2, 6),
                    false,
                    random.nextInt(1, p.layout().channelUnits() + 1),
                    random.nextInt(1, p.layout().pixelUnits() + 1)));
        }
        if (c.n() > 1) {
            plans.add(new Plan(geometry, p.kernel(), p.layout(), p.lanes(), random.nextInt(2, 6), true, 1, 1));
        }
        return plans;
    }

    private void insideLargerArrays(List<Plan> plans) {
        float[] x = surrounded(input, Float.NaN);
        float[] before = x.clone();
        for (Plan plan : plans) {
            float[] y = surrounded(nans(expected.length), BAND);
            Executor.run(plan, weights, x, MARGIN, y, MARGIN);
            if (!Arrays.equals(before, x)) {
                throw new AssertionFailedError(c + " (" + describe(plan) + "): changed its input" + replay(c));
            }
            assertBands(plan, y);
            assertBits(c, describe(plan), expected, Arrays.copyOfRange(y, MARGIN, MARGIN + expected.length));
        }
    }

    private void inArraysOfTheirOwn(Plan plan) {
        float[] y = nans(expected.length);
        Executor.run(plan, weights, input.clone(), 0, y, 0);
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
                "kernel %s, tile %s of %d lanes, %d threads%s, %d x %d slices",
                plan.kernel().name(),
                plan.tile(),
                plan.lanes(),
                plan.threads(),
                plan.acrossImages() ? " across images" : "",
                plan.channelSlices(),
                plan.pixelSlices());
    }
}
