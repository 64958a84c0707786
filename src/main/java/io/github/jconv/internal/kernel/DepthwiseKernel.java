// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * Depthwise: each output channel reads one input channel (groups == in_channels, any multiplier).
 *
 * <p>Few taps an output leave no time to gather panels; loads and memory set the limit. So each plane goes block of rows
 * by block of rows through a small staged copy, a {@link StripLayout} that stays in the L1 cache, and
 * {@link DepthwiseRows} adds the taps. A channel unit is an output channel, a pixel unit a block of a strip.
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
        DenseBlocks dense = strips.dense();
        return new Layout(
                dense != null
                        ? dense.tile()
                        : DepthwiseRows.Loop.of(strips.rows()).tile(),
                LaneAxis.PIXELS,
                g.layer().outChannels(),
                strips.strips() * strips.blocks(),
                false,
                null,
                strips,
                narrowRows(strips) + strips.rows() * DepthwiseRows.MOST_VECTORS * platform.lanes());
    }

    /** Where in the scratch rows narrower than a loop's vectors are computed: behind the staged block. */
    private static int narrowRows(StripLayout strips) {
        return strips.stagedRows() * StripLayout.PITCH + PlaneLayout.SLACK;
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        StripLayout strips = plan.layout().strips();
        for (int p = p0; p < p1; p++) {
            int strip = p % strips.strips();
            int from = p / strips.strips() * strips.rows();
            block(g, strips, call, c0, c1, strip, from, Math.min(g.oh(), from + strips.rows()), scratch.floats());
        }
    }

    /** Output rows {@code [from, to)} of one strip of output channels {@code [c0, c1)}. */
    private static void block(
            Geometry g,
            StripLayout strips,
            ImageCall call,
            int c0,
            int c1,
            int strip,
            int from,
            int to,
            float[] scratch) {
        int multiplier = g.layer().ocg();
        int taps = g.layer().taps();
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        float[] w = call.weights().oihw();
        float[] bias = call.weights().bias();
        DenseBlocks dense = strips.dense();
        DepthwiseRows.Loop loop = DepthwiseRows.Loop.of(to - from);
        int staged = -1;
        for (int oc = c0, done; oc < c1; oc += done) {
            int ic = oc / multiplier;
            int plane = call.xo() + ic * g.inPlane();
            int yo = call.yo() + oc * g.outPlane() + from * g.ow() + column;
            done = 1;
            if (dense != null && dense.wholePlanes()) {
                done = dense.planes(g, call, oc, c1, call.y(), yo, scratch);
                continue;
            }
            boolean inPlace = dense != null && dense.readsInPlace(g, strips, call.x(), plane, strip, from, to);
            if (!inPlace && ic != staged) {
                if (staged < 0) {
                    StripPacker.clear(strips, scratch, 0);
                }
                StripPacker.rows(g, strips, call.x(), plane, strip, from, to, scratch, 0);
                staged = ic;
            }
            if (dense != null) {
                if (inPlace) {
                    done = dense.together(g, strips, call.x(), plane, strip, from, to, c1 - oc);
                }
                int later = c1 - oc - done;
                dense.run(
                        g,
                        strips,
                        inPlace,
                        call.x(),
                        plane,
                        strip,
                        from,
                        to,
                        done,
                        w,
                        bias,
                        oc,
                        call.y(),
                        yo,
                        g.ow(),
                        later,
                        scratch,
                        narrowRows(strips));
            } else {
                DepthwiseRows.run(
                        loop,
                        strips.offsets(),
                        scratch,
                        to - from,
                        columns,
                        w,
                        oc * taps,
                        bias[oc],
                        call.y(),
                        yo,
                        g.ow(),
                        narrowRows(strips));
            }
        }
    }
}
