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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

    private static void check(String what, float[] expected, Layout layout) {
        Geometry g = CaseGeometry.of(CASE);
        Kernel kernel = TapKernel.GENERAL;
        Plan plan = new Plan(g, kernel, layout, Platform.current().lanes(), 1, false, 1, 1);
        float[] y = new float[g.outImage()];
        Arrays.fill(y, Float.NaN);
        float[] staged = new float[layout.stagedFloats()];
        Weights weights = new Weights(g.layer(), CASE.weight(), CASE.biasValues());
        ImageCall call = new ImageCall(weights, CASE.input(), 0, y, 0, staged);
        Scratch scratch = new Scratch();
        scratch.reserve(layout.sliceFloats());
        if (layout.stagedFloats() > 0) {
            kernel.stage(plan, call, 0, g.layer().inChannels());
        }
        kernel.compute(plan, call, 0, layout.channelUnits(), 0, layout.pixelUnits(), scratch);
        assertBits(CASE, what, expected, y);
    }
}
