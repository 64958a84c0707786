// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static io.github.jconv.oracle.BitEquality.replay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** A slice writes its own outputs and no others, whatever its scratch and staged copy held before. */
@Tag("bits")
class SliceTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void slicesCoverAnImageOnce(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        check(c);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void andDoWhatFollows(@ForAll(supplier = ConvCases.Fused.class) ConvCase c) {
        check(c);
    }

    private static void check(ConvCase c) {
        Assume.that(c.n() > 0);
        Geometry g = CaseGeometry.of(c);
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(g, Platform.current())) {
                for (Layout layout : GuardedRun.layouts(kernel, g)) {
                    new Image(c, kernel, layout).check();
                }
            }
        }
    }

    /** The first image of a case, computed unit range by unit range. */
    private static final class Image {
        private final ConvCase c;
        private final Geometry g;
        private final Plan plan;
        private final Weights weights;
        private final int outputs;
        private final float[] expected;
        private final float[] whole;
        private final float[] staged;

        Image(ConvCase c, Kernel kernel, Layout layout) {
            this.c = c;
            this.g = CaseGeometry.of(c);
            this.plan = new Plan(g, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
            this.weights = new Weights(g.layer(), c.weight(), c.biasValues());
            float[] all = Oracle.forward(c);
            this.outputs = all.length;
            this.expected = Arrays.copyOf(all, g.outImage());
            this.whole = nans(g.outImage());
            this.staged = nans(plan.layout().stagedFloats());
        }

        void check() {
            stage();
            int channels = plan.layout().channelUnits();
            int pixels = plan.layout().pixelUnits();
            SplittableRandom random = new SplittableRandom(c.seed());
            int c0 = random.nextInt(channels);
            int p0 = random.nextInt(pixels);
            boolean[] written = new boolean[expected.length];
            add(written, 0, c0, 0, pixels);
            add(written, c0, channels, 0, p0);
            add(written, c0, channels, p0, p0 + 1);
            add(written, c0, channels, p0 + 1, pixels);
            assertBits(c, plan.kernel().name() + " slice by slice", expected, whole);
        }

        /** Planes one by one, the last first: they must not depend on each other. */
        private void stage() {
            if (staged.length > 0) {
                for (int plane = g.layer().inChannels() - 1; plane >= 0; plane--) {
                    plan.kernel().stage(plan, call(null), plane, plane + 1);
                }
            }
        }

        private void add(boolean[] written, int c0, int c1, int p0, int p1) {
            if (c0 == c1 || p0 == p1) {
                return;
            }
            float[] once = compute(c0, c1, p0, p1, 1.5f);
            float[] again = compute(c0, c1, p0, p1, -2.5f);
            for (int i = 0; i < written.length; i++) {
                boolean here = once[i] != 1.5f || again[i] != -2.5f;
                if (here) {
                    assertEquals(
                            false,
                            written[i],
                            () -> c + " (" + plan.kernel().name() + "): two slices write one output" + replay(c));
                    written[i] = true;
                    whole[i] = once[i];
                }
            }
        }

        private float[] compute(int c0, int c1, int p0, int p1, float untouched) {
            float[] y = new float[expected.length];
            Arrays.fill(y, untouched);
            Scratch scratch = new Scratch();
            scratch.reserve(plan.layout().sliceFloats());
            Arrays.fill(scratch.floats(), Float.NaN);
            plan.kernel().compute(plan, call(y), c0, c1, p0, p1, scratch);
            return y;
        }

        private ImageCall call(float[] y) {
            float[] planes = staged.length == 0 ? null : staged;
            return new ImageCall(weights, c.input(), 0, c.residualValues(outputs), 0, y, 0, planes);
        }

        private static float[] nans(int length) {
            float[] nans = new float[length];
            Arrays.fill(nans, Float.NaN);
            return nans;
        }
    }
}
