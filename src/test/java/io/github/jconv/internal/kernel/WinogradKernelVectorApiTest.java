// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.After;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.Oracle;
import io.github.jconv.oracle.WinogradBound;
import io.github.jconv.oracle.WinogradCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** Winograd's outputs lie within the bound, and have the same bits whatever tile, slices, threads and batch. */
@Tag("bits")
class WinogradKernelVectorApiTest {
    private static final int MARGIN = 67;
    private static final float BAND = 1.2345e-30f;
    private static final int[] PARALLELISMS = {1, 2, 5};
    private static final Kernel KERNEL = new WinogradKernel();

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void smallCases(@ForAll(supplier = WinogradCases.Small.class) ConvCase c) {
        checkKernel(c);
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void casesOfPaddingThatPyTorchHasNot(@ForAll(supplier = ExtendedCases.Winograd.class) ConvCase c) {
        checkKernel(c);
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void casesOfManyWeights(@ForAll(supplier = WinogradCases.Wide.class) ConvCase c) {
        checkKernel(c);
    }

    /** Rows of several segments, with a channel tile that is full and with one that is not; weights that come from memory. */
    @Example
    void casesThatAreCutOtherwise() {
        for (String line : List.of(
                "n1g1_ic5ih9iw470_oc17_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed1",
                "n1g1_ic9ih6iw225_oc33_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic5ih5iw227_oc17_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed1",
                "n1g1_ic5ih9iw470_oc17_kh3kw3_s1x1_p2x2_d2x2_circular_b1_seed1",
                "n1g1_ic3ih5iw233_oc9_kh5kw5_s1x1_p2x6_d1x3_zeros_b1_seed1",
                "n1g1_ic3ih40iw70_oc9_kh3kw3_s1x1_p16x16_d16x16_reflect_b1_seed1",
                "n1g1_ic3ih70iw40_oc9_kh5kw5_s1x1_p32x32_d16x16_zeros_b1_seed1",
                "n2g1_ic420ih30iw9_oc420_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2")) {
            checkKernel(ConvCase.parse(line));
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void layers(@ForAll(supplier = WinogradCases.Worthwhile.class) ConvCase c) {
        WinogradBound bound = new WinogradBound(c);
        float[] first = null;
        for (int parallelism : PARALLELISMS) {
            Conv2d conv =
                    c.builder().accuracy(Accuracy.FAST).parallelism(parallelism).build();
            if (first == null) {
                first = conv.forward(c.input(), c.shape());
                bound.check("FAST", first);
                Statistics.label("kernel")
                        .collect(conv.plan(c.shape()).kernel())
                        .coverage(kernels -> kernels.check("winograd").percentage(share -> share >= 50));
            }
            float[] x = surrounded(c.input(), Float.NaN);
            float[] y = surrounded(nans(first.length), BAND);
            for (int call = 0; call < 2; call++) {
                conv.forward(x, MARGIN, y, MARGIN, c.shape());
                assertBits(c, "FAST, parallelism " + parallelism + ", call " + call, surrounded(first, BAND), y);
            }
            assertArrayEquals(surrounded(c.input(), Float.NaN), x, c::toString);
            assertBits(c, "FAST, image by image", first, imageByImage(c, conv));
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void fromAndToAnyEnds(@ForAll(supplier = WinogradCases.Small.class) ConvCase c) {
        EndsRun.oneKernel(c, KERNEL, fast(c));
    }

    /** What follows is computed of the kernel's own sums, to the bit, whatever tile and slices. */
    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void whatFollows(@ForAll(supplier = WinogradCases.Fused.class) ConvCase c) {
        ConvCase plain = c.with(false, After.NOTHING);
        Geometry g = fast(c);
        List<Layout> layouts = layouts(g);
        int lanes = Platform.current().lanes();
        Weights sums = new Weights(fast(plain).layer(), c.weight(), c.biasValues());
        Weights weights = new Weights(g.layer(), c.weight(), c.biasValues());
        float[] expected = run(new Plan(fast(plain), KERNEL, layouts.get(0), lanes, 1, false, 1, 1), sums, plain);
        float[] residual = c.residualValues(expected.length);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = c.after().apply(residual == null ? expected[i] : expected[i] + residual[i]);
        }
        SplittableRandom random = new SplittableRandom(c.seed());
        Layout layout = layouts.get(random.nextInt(layouts.size()));
        int channelSlices = random.nextInt(1, layout.channelUnits() + 1);
        int pixelSlices = random.nextInt(1, layout.pixelUnits() + 1);
        Plan[] plans = {
            new Plan(g, KERNEL, layout, lanes, 1, false, 1, 1),
            new Plan(g, KERNEL, layout, lanes, 3, false, channelSlices, pixelSlices)
        };
        for (Plan plan : plans) {
            float[] y = surrounded(residual == null ? nans(expected.length) : residual, BAND);
            float[] added = residual == null ? null : y;
            Executor.run(plan, weights, c.input(), 0, added, MARGIN, y, MARGIN);
            assertBits(c, "winograd, " + layout.axis(), surrounded(expected, BAND), y);
            if (residual != null) {
                y = nans(expected.length);
                Executor.run(plan, weights, c.input(), 0, residual, 0, y, 0);
                assertBits(c, "winograd, residual apart", expected, y);
            }
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void otherLayersAreExact(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Conv2d conv = c.builder().accuracy(Accuracy.FAST).build();
        assertNotEquals("winograd", conv.plan(c.shape()).kernel(), c::toString);
        assertBits(c, "FAST", Oracle.forward(c), conv.forward(c.input(), c.shape()));
    }

    /** Each image on its own, unbatched. */
    private static float[] imageByImage(ConvCase c, Conv2d conv) {
        int in = c.inputLength() / c.n();
        int[] shape = {c.ic(), c.ih(), c.iw()};
        int out = Arrays.stream(conv.outputShape(shape)).reduce(1, (a, b) -> a * b);
        float[] y = new float[c.n() * out];
        for (int image = 0; image < c.n(); image++) {
            conv.forward(c.input(), image * in, y, image * out, shape);
        }
        return y;
    }

    /** With the register tiles of every machine and both lane axes, worthwhile or not. */
    static void checkKernel(ConvCase c) {
        Geometry g = fast(c);
        Weights weights = new Weights(g.layer(), c.weight(), c.biasValues());
        int lanes = Platform.current().lanes();
        float[] first = null;
        for (Layout layout : layouts(g)) {
            Plan whole = new Plan(g, KERNEL, layout, lanes, 1, false, 1, 1);
            if (first == null) {
                first = run(whole, weights, c);
                new WinogradBound(c).check("winograd", first);
            }
            assertBits(c, "winograd, " + layout.axis() + ", tile " + whole.tile(), first, run(whole, weights, c));
            assertBits(c, "winograd, poisoned", Arrays.copyOf(first, g.outImage()), poisoned(whole, weights, c));
            SplittableRandom random = new SplittableRandom(c.seed());
            int threads = random.nextInt(2, 6);
            int channelSlices = random.nextInt(1, layout.channelUnits() + 1);
            int pixelSlices = random.nextInt(1, layout.pixelUnits() + 1);
            Plan cut = new Plan(g, KERNEL, layout, lanes, threads, false, channelSlices, pixelSlices);
            String what = "winograd, %s, tile %s, %d x %d slices"
                    .formatted(layout.axis(), cut.tile(), channelSlices, pixelSlices);
            assertBits(c, what, first, run(cut, weights, c));
            Plan images = new Plan(g, KERNEL, layout, lanes, threads, true, 1, 1);
            assertBits(c, "winograd, across images", first, run(images, weights, c));
        }
    }

    private static List<Layout> layouts(Geometry g) {
        int lanes = Platform.current().lanes();
        List<Layout> layouts = new ArrayList<>();
        for (Tile tile : MicroKernels.TILES) {
            layouts.add(WinogradSlice.layout(g, tile, lanes));
        }
        for (Tile tile : RowKernels.IMAGE_TILES) {
            layouts.add(WinogradChannelSlice.layout(g, new WinogradBlock(g, tile, lanes), lanes));
        }
        return layouts;
    }

    /** The outputs of a forward between bands that must not change. */
    private static float[] run(Plan plan, Weights weights, ConvCase c) {
        int length = c.n() * plan.geometry().outImage();
        float[] y = surrounded(nans(length), BAND);
        Executor.run(plan, weights, surrounded(c.input(), Float.NaN), MARGIN, y, MARGIN);
        float[] outputs = Arrays.copyOfRange(y, MARGIN, MARGIN + length);
        assertArrayEquals(surrounded(outputs, BAND), y, () -> c + ": wrote beyond its output");
        return outputs;
    }

    /** The first image, unit by unit, from scratch and staged copies full of NaN. */
    private static float[] poisoned(Plan plan, Weights weights, ConvCase c) {
        float[] y = nans(plan.geometry().outImage());
        float[] staged = nans(plan.layout().stagedFloats());
        ImageCall call = new ImageCall(weights, c.input(), 0, y, 0, staged);
        for (int plane = c.ic() - 1; plane >= 0; plane--) {
            KERNEL.stage(plan, call, plane, plane + 1);
        }
        for (int unit = plan.layout().channelUnits() - 1; unit >= 0; unit--) {
            Scratch scratch = new Scratch();
            scratch.reserve(plan.layout().sliceFloats());
            Arrays.fill(scratch.floats(), Float.NaN);
            KERNEL.compute(plan, call, unit, unit + 1, 0, plan.layout().pixelUnits(), scratch);
        }
        return y;
    }

    /** As {@link ConvCase#geometry}, of a layer that asks for FAST. */
    private static Geometry fast(ConvCase c) {
        return Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
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
}
