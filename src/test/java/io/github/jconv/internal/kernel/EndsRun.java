// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static io.github.jconv.oracle.BitEquality.replay;

import io.github.jconv.Activation;
import io.github.jconv.DataLayout;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.DataOrder;
import io.github.jconv.oracle.Oracle;
import java.util.SplittableRandom;
import org.opentest4j.AssertionFailedError;

/**
 * Runs one case by every kernel and plan on every kind of ends there are: arrays and direct buffers, NCHW and NHWC. Both
 * lie in {@link GuardedFloats}, as in {@link GuardedRun}.
 */
final class EndsRun {
    private final ConvCase c;
    private final Geometry geometry;
    private final Weights weights;
    private final float[] expected;
    private final SplittableRandom random;

    private EndsRun(ConvCase c, Geometry geometry) {
        this.c = c;
        this.geometry = geometry;
        this.weights = new Weights(geometry.layer(), c.weight(), c.biasValues());
        this.expected = Oracle.forward(c);
        this.random = new SplittableRandom(c.seed());
    }

    /** Fails unless every registered kernel that accepts the case gives the oracle's bits from and to any ends. */
    static void everyKernel(ConvCase c) {
        new EndsRun(c, CaseGeometry.of(c)).everyKernel();
    }

    private void everyKernel() {
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(geometry, Platform.current())) {
                planned(Planner.plan(kernel, geometry, Platform.current(), random.nextInt(1, 6)));
                for (Layout layout : GuardedRun.layouts(kernel, geometry)) {
                    cut(kernel, layout);
                }
            }
        }
    }

    /** The same of a layer with an activation, which gives from and to any ends what the scalar kernel gives in place. */
    static void everyKernelActivating(ConvCase c, Activation activation) {
        Geometry plain = CaseGeometry.of(c);
        Geometry g = Geometry.of(plain.layer().with(activation), c.n(), c.ih(), c.iw());
        EndsRun run = new EndsRun(c, g);
        Plan scalar = Planner.plan(
                Kernels.ALL.get(Kernels.ALL.size() - 1), g, Platform.current().scalar(), 1);
        Executor.run(scalar, run.weights, c.input(), 0, run.expected, 0);
        run.everyKernel();
    }

    /** Fails unless a kernel of FAST, whose bits are its own, gives from and to any ends those it gives in place. */
    static void oneKernel(ConvCase c, Kernel kernel, Geometry fast) {
        EndsRun run = new EndsRun(c, fast);
        Layout layout = kernel.layout(fast, Platform.current());
        Plan inPlace = new Plan(fast, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
        Executor.run(inPlace, run.weights, c.input(), 0, run.expected, 0);
        run.planned(inPlace);
        run.cut(kernel, layout);
    }

    private void planned(Plan plan) {
        for (boolean fromBuffer : new boolean[] {false, true}) {
            for (boolean toBuffer : new boolean[] {false, true}) {
                check(plan.with(Access.NCHW), fromBuffer, toBuffer);
                check(plan.with(Access.NHWC), fromBuffer, toBuffer);
            }
        }
    }

    private void cut(Kernel kernel, Layout layout) {
        int lanes = Platform.current().lanes();
        int threads = random.nextInt(2, 6);
        int channelSlices = random.nextInt(1, layout.channelUnits() + 1);
        int pixelSlices = random.nextInt(1, layout.pixelUnits() + 1);
        Plan whole = new Plan(geometry, kernel, layout, lanes, 1, false, 1, 1);
        Plan slices = new Plan(geometry, kernel, layout, lanes, threads, false, channelSlices, pixelSlices);
        check(whole.with(Access.NCHW, windowFloats()), random.nextBoolean(), random.nextBoolean());
        check(whole.with(Access.NHWC, windowFloats()), random.nextBoolean(), random.nextBoolean());
        check(slices.with(Access.NCHW, windowFloats()), random.nextBoolean(), random.nextBoolean());
        check(slices.with(Access.NHWC, windowFloats()), random.nextBoolean(), random.nextBoolean());
    }

    /** From windows of a few outputs to those that hold the whole of a small case. */
    private int windowFloats() {
        return 1 << random.nextInt(2, 18);
    }

    private void check(Plan plan, boolean fromBuffer, boolean toBuffer) {
        DataLayout order = plan.access().dataLayout();
        float[] input = DataOrder.of(order, c.input(), c.n(), c.ic());
        GuardedFloats x = GuardedFloats.of(input, fromBuffer);
        GuardedFloats y = GuardedFloats.ofNaN(expected.length, toBuffer);
        Executor.run(plan, weights, x.array(), x.buffer(), x.first(), null, 0, y.array(), y.buffer(), y.first());
        String what = String.format(
                "kernel %s, tile %s along %s, %d threads, %d x %d slices, %s from %s to %s",
                plan.kernel().name(),
                plan.tile(),
                plan.layout().axis(),
                plan.threads(),
                plan.channelSlices(),
                plan.pixelSlices(),
                order,
                fromBuffer ? "a buffer" : "an array",
                toBuffer ? "a buffer" : "an array");
        assertBits(c, what, DataOrder.of(order, expected, c.n(), c.oc()), y.floats());
        assertBits(c, what + ", its input", input, x.floats());
        if (!x.isGuarded() || !y.isGuarded()) {
            throw new AssertionFailedError(c + " (" + what + "): wrote beyond its output" + replay(c));
        }
    }
}
