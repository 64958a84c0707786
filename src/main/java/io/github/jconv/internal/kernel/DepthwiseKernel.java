// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * Depthwise: each output channel reads one input channel (groups == in_channels, any multiplier).
 *
 * <p>Few taps an output leave no time to gather panels; loads and memory set the limit. So each plane goes block of rows
 * by block of rows, read where it is by {@link DenseSlice}, or through a small staged copy, a {@link StripLayout} that
 * stays in the L1 cache, to whose rows {@link DepthwiseRows} adds the taps. A channel unit is an output channel, a pixel unit a block of a strip.
 */
final class DepthwiseKernel implements Kernel {
    @Override
    public String name() {
        return "depthwise";
    }

    @Override
    public boolean accepts(Geometry g, Platform platform) {
        return platform.vectors() && g.layer().depthwise() && StripLayout.fits(g);
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        StripLayout strips = StripLayout.of(g, platform);
        return new Layout(
                strips.tile(),
                LaneAxis.PIXELS,
                g.layer().outChannels(),
                strips.strips() * strips.blocks(),
                false,
                null,
                strips,
                DepthwiseSlice.floats(strips, platform.lanes()));
    }

    /**
     * Dense 3x3 kernels have loops of their own for rows that a vector holds, where what is beside the image is not 0, and for
     * even rows of stride 2; 5x5 ones for rows that a vector holds, which may have the tile of longer ones.
     */
    @Override
    public int loops(Plan plan) {
        Geometry g = plan.geometry();
        boolean narrow = g.ow() < plan.lanes();
        if (!DenseBlocks.takes(g.layer())) {
            return narrow ? 1 : 0;
        }
        int pixels = g.layer().padding().widthMode() == PaddingMode.ZEROS ? 0 : 1;
        // None in NHWC.
        StripLayout strips = plan.layout().strips();
        if (strips != null && strips.dense().evenRows()) {
            return 4 + pixels + (narrow ? 2 : 0);
        }
        return narrow ? 1 : 2 + pixels;
    }

    @Override
    public UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        return new UnitSize(1, layout.strips().rows() * g.ow(), Runs.plane(g));
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        scratch.depthwiseSlice().compute(plan, call, c0, c1, p0, p1);
    }
}
