// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights beyond the caches: several short panels at a time, sums kept from one block of taps to the next, for some channels and pixels at a time. */
@Tag("bits")
class LargeWeightsTest {
    /** 5184 taps, 611 channels: neither fills its last block or tile; the dilation puts taps into the padding. */
    private static final ConvCase CASE =
            ConvCase.parse("n1g1_ic576ih13iw14_oc611_kh3kw3_s1x1_p4x4_d4x4_zeros_b1_seed7");

    @Test
    void pixelsAndRegions() {
        if (!Platform.current().vectors()) {
            return;
        }
        Geometry g = CaseGeometry.of(CASE);
        int lanes = Platform.current().lanes();
        Tile tile = MicroKernels.TILE_8X2;
        assertEquals(256, PanelBlocks.taps(g.layer(), tile.vectors() * lanes));
        float[] expected = Oracle.forward(CASE);
        check("pixels", expected, PixelLanes.layout(g, tile, LaneAxis.PIXELS, lanes));
        check("regions", expected, RegionBlocks.layout(g, lanes));
        check("regions, staged", expected, RegionBlocks.stagedLayout(g, lanes));
    }

    /** Weights in streams: in halves, or taps in turns. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic801ih7iw7_oc655_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
                "n1g1_ic801ih13iw13_oc655_kh1kw1_s2x2_p0x0_d1x1_zeros_b1_seed5",
                "n1g1_ic100ih1iw14_oc241_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed6",
                "n1g1_ic801ih5iw5_oc655_kh1kw1_s1x1_p1x1_d1x1_zeros_b1_seed7",
                "n1g1_ic243ih1iw14_oc241_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed8",
                "n1g1_ic270ih1iw8_oc655_kh3kw1_s1x1_p1x0_d1x1_zeros_b1_seed9",
                "n1g1_ic243ih2iw7_oc241_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2",
                "n1g1_ic243ih2iw14_oc241_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed3",
                "n1g1_ic243ih3iw15_oc241_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed4",
            })
    void streams(String line) {
        ConvCase c = ConvCase.parse(line);
        GuardedRun.everyKernel(c);
        weightsThatAreNotFinite(c);
    }

    /** Taps that are beside the image for some pixels, and make NaN of the padding's zeros there. */
    private static void weightsThatAreNotFinite(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        float[] weight = c.weight().clone();
        int taps = g.layer().taps();
        for (int oc = 0; oc < 40; oc++) {
            weight[oc * taps + oc * 97 % taps] = Float.POSITIVE_INFINITY;
        }
        Weights weights = new Weights(g.layer(), weight, c.biasValues());
        float[] expected = null;
        for (Kernel kernel : List.of(new ScalarKernel(), TapKernel.GENERAL)) {
            if (!kernel.accepts(g, Platform.current())) {
                continue;
            }
            for (Layout layout : GuardedRun.layouts(kernel, g)) {
                float[] y = run(c, weights, kernel, layout);
                expected = expected == null ? y : expected;
                assertBits(c, "infinite, " + layout.axis() + " " + layout.tile(), expected, y);
            }
        }
    }

    private static void check(String what, float[] expected, Layout layout) {
        Weights weights = new Weights(CaseGeometry.of(CASE).layer(), CASE.weight(), CASE.biasValues());
        assertBits(CASE, what, expected, run(CASE, weights, TapKernel.GENERAL, layout));
    }

    private static float[] run(ConvCase c, Weights weights, Kernel kernel, Layout layout) {
        Geometry g = CaseGeometry.of(c);
        Plan plan = new Plan(g, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
        float[] y = new float[g.outImage()];
        Arrays.fill(y, Float.NaN);
        float[] staged = new float[layout.stagedFloats()];
        ImageCall call = new ImageCall(weights, c.input(), 0, y, 0, staged);
        Scratch scratch = new Scratch();
        scratch.reserve(layout.sliceFloats());
        if (layout.stagedFloats() > 0) {
            kernel.stage(plan, call, 0, g.layer().inChannels());
        }
        kernel.compute(plan, call, 0, layout.channelUnits(), 0, layout.pixelUnits(), scratch);
        return y;
    }
}
