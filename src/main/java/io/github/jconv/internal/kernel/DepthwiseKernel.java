// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * Depthwise: each output channel reads one input channel (groups == in_channels, any multiplier).
 *
 * <p>Few taps an output leave no time to gather panels; loads and memory set the limit. So each plane goes block of rows
 * by block of rows, read where it is by {@link DenseBlocks}, or through a small staged copy, a {@link StripLayout} that
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
        DenseBlocks dense = strips.dense();
        return new Layout(
                dense != null ? dense.tile() : strips.loop(strips.rows()).tile(),
                LaneAxis.PIXELS,
                g.layer().outChannels(),
                strips.strips() * strips.blocks(),
                false,
                null,
                strips,
                sums(strips, platform.lanes()) + strips.rows() * strips.columns());
    }

    /** Where in the scratch rows narrower than a loop's vectors are computed: behind the staged block. */
    private static int narrowRows(StripLayout strips) {
        return strips.stagedRows() * StripLayout.PITCH + PlaneLayout.SLACK;
    }

    /** Where a block's sums are kept that a residual will be added to: behind the narrow rows. */
    private static int sums(StripLayout strips, int lanes) {
        return narrowRows(strips) + strips.rows() * DepthwiseRows.MOST_VECTORS * lanes;
    }

    @Override
    public UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        return new UnitSize(1, layout.strips().rows() * g.ow(), g.outPlane());
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        StripLayout strips = plan.layout().strips();
        for (int p = p0; p < p1; p++) {
            int strip = p % strips.strips();
            int from = p / strips.strips() * strips.rows();
            int to = Math.min(g.oh(), from + strips.rows());
            block(g, strips, call, c0, c1, strip, from, to, scratch.floats(), sums(strips, plan.lanes()));
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
            float[] scratch,
            int sums) {
        int multiplier = g.layer().ocg();
        int taps = g.layer().taps();
        int column = strip * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        float[] w = call.weights().oihw();
        float[] bias = call.weights().bias();
        DenseBlocks dense = strips.dense();
        DepthwiseRows.Loop loop = strips.loop(to - from);
        int staged = -1;
        boolean residual = call.residual() != null;
        boolean adjacent = call.inPitch(g) == g.inPlane() && call.outPitch(g) == g.outPlane();
        float[] y = residual ? scratch : call.y();
        int pitch = residual ? columns : g.ow();
        int room = narrowRows(strips);
        for (int oc = c0, done; oc < c1; oc += done) {
            int ic = oc / multiplier;
            int plane = call.xo() + ic * call.inPitch(g);
            int yo = call.yo() + oc * call.outPitch(g) + from * g.ow() + column;
            int at = residual ? sums : yo;
            int end = residual || !adjacent ? oc + 1 : c1;
            done = 1;
            if (dense != null && dense.wholePlanes()) {
                done = dense.planes(g, call, oc, end, y, at, scratch);
            } else {
                boolean inPlace = dense != null && dense.readsInPlace(g, strips, call.x(), plane, strip, from, to);
                if (!inPlace && ic != staged) {
                    if (staged < 0) {
                        StripPacker.clear(strips, scratch, 0);
                    }
                    StripPacker.rows(g, strips, call.x(), plane, strip, from, to, scratch, 0);
                    staged = ic;
                }
                if (dense == null) {
                    DepthwiseRows.run(
                            loop,
                            strips.offsets(),
                            scratch,
                            to - from,
                            columns,
                            w,
                            oc * taps,
                            bias[oc],
                            y,
                            at,
                            pitch,
                            room);
                } else {
                    if (inPlace) {
                        done = dense.together(g, strips, call.x(), plane, strip, from, to, end - oc);
                    }
                    int later = end - oc - done;
                    dense.run(
                            g, strips, inPlace, call.x(), plane, strip, from, to, done, w, bias, oc, y, at, pitch,
                            later, scratch, room);
                }
            }
            for (int c = 0; c < done && !call.plain(); c++) {
                int offset = c * g.outPlane();
                finish(call, y, at + offset, pitch, yo + offset, g.ow(), to - from, columns);
            }
        }
    }

    /** The epilogue of a block's sums, rows {@code pitch} floats apart: whole rows of the output are one run. */
    private static void finish(
            ImageCall call, float[] sums, int from, int pitch, int yo, int ow, int rows, int columns) {
        if (columns == ow) {
            VectorEpilogue.run(call, sums, from, 0, yo, 0, 1, rows * columns);
        } else {
            VectorEpilogue.run(call, sums, from, pitch, yo, ow, rows, columns);
        }
    }
}
