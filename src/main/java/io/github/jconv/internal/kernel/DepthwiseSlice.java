// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;

/** A slice of {@link DepthwiseKernel} at work, one after the other: blocks of strips, one output channel after the other. */
final class DepthwiseSlice {
    private final Scratch scratch;
    private final DenseSlice dense = new DenseSlice();
    private ImageCall call;
    private Geometry g;
    private StripLayout strips;
    private float[] floats;
    private float[] y;
    private int sums;
    private int room;
    private int strip;
    private int from;
    private int rows;
    private int columns;
    private int staged;

    DepthwiseSlice(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Floats of scratch: the staged block, rows narrower than a loop's vectors, and sums a residual will be added to. */
    static int floats(StripLayout strips, int lanes) {
        return sums(strips, lanes) + strips.rows() * strips.columns();
    }

    private static int narrowRows(StripLayout strips) {
        return strips.stagedRows() * StripLayout.PITCH + PlaneLayout.SLACK;
    }

    private static int sums(StripLayout strips, int lanes) {
        return narrowRows(strips) + strips.rows() * DepthwiseRows.MOST_VECTORS * lanes;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p++) {
                block(p, c0, c1);
            }
        } finally {
            end();
        }
    }

    private void begin(Plan plan, ImageCall call) {
        this.call = call;
        g = plan.geometry();
        strips = plan.layout().strips();
        floats = scratch.floats();
        y = call.residual() != null ? floats : call.y();
        sums = sums(strips, plan.lanes());
        room = narrowRows(strips);
        if (strips.dense() != null) {
            dense.begin(g, strips, call, floats, room);
        }
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        strips = null;
        floats = null;
        y = null;
        dense.end();
    }

    /** A block of output channels {@code [c0, c1)}. */
    private void block(int p, int c0, int c1) {
        strip = p % strips.strips();
        from = p / strips.strips() * strips.rows();
        rows = Math.min(g.oh(), from + strips.rows()) - from;
        int column = strip * strips.columns();
        columns = Math.min(strips.columns(), g.ow() - column);
        staged = -1;
        boolean apart = y != call.y();
        boolean adjacent = call.inPitch(g) == g.inPlane() && call.outPitch(g) == g.outPlane();
        int pitch = apart ? columns : g.ow();
        if (strips.dense() != null) {
            dense.block(strip, from, rows, y, pitch);
        }
        for (int oc = c0, done; oc < c1; oc += done) {
            int yo = call.yo() + oc * call.outPitch(g) + from * g.ow() + column;
            int at = apart ? sums : yo;
            int end = apart || !adjacent ? oc + 1 : c1;
            done = strips.dense() != null ? dense(oc, end, at) : rows(oc, end, at, pitch);
            for (int c = 0; c < done && !call.plain(); c++) {
                finish(at + c * g.outPlane(), pitch, yo + c * g.outPlane());
            }
        }
    }

    /** The sums of a dense 3x3 kernel, from output channel {@code oc} on: of how many, returned, and never of {@code end}. */
    private int dense(int oc, int end, int at) {
        if (strips.dense().wholePlanes()) {
            return dense.planes(oc, end, at);
        }
        int plane = plane(oc / g.layer().ocg());
        if (dense.readsInPlace(plane)) {
            int together = dense.together(plane, end - oc);
            dense.run(plane, oc, together, at, end - oc - together);
            return together;
        }
        stage(oc / g.layer().ocg());
        dense.run(DenseSlice.STAGED, oc, 1, at, end - oc - 1);
        return 1;
    }

    /**
     * The sums of any other kernel, of output channel {@code oc}. Rows narrower than a loop's vectors go through the scratch,
     * unless what is behind them is written later: {@code end} is behind the last channel of which it is.
     */
    private int rows(int oc, int end, int at, int pitch) {
        Rows5x5 planes = strips.rows5x5();
        DepthwiseRows.Loop loop = strips.loop(rows);
        int width = planes != null ? DepthwiseRows.LANES : loop.width();
        boolean wholePlane = rows == g.oh() && columns == g.ow();
        boolean direct = columns >= width || wholePlane && (long) (end - oc - 1) * g.outPlane() >= width;
        float[] to = direct ? y : floats;
        int toAt = direct ? at : room;
        int toPitch = direct ? pitch : width;
        float[] w = call.weights().oihw();
        int wo = oc * g.layer().taps();
        float bias = call.weights().bias()[oc];
        boolean finite = call.weights().finite();
        int ic = oc / g.layer().ocg();
        if (planes != null) {
            boolean inArray = plane(ic) + strips.lastRead() <= call.x().length;
            if (!inArray) {
                System.arraycopy(call.x(), plane(ic), floats, 0, g.inPlane());
            }
            planes.compute(
                    inArray ? call.x() : floats, inArray ? plane(ic) : 0, finite, w, wo, bias, to, toAt, toPitch);
        } else {
            stage(ic);
            int first = finite ? Math.max(0, Math.min(loop.before(), strips.imageFrom() - from)) : 0;
            int last = rows + loop.before();
            last = finite ? Math.max(first, Math.min(last, strips.imageTo() - from)) : last;
            DepthwiseRows.run(
                    loop,
                    strips.offsets(),
                    floats,
                    first,
                    last,
                    rows,
                    Math.max(columns, width),
                    w,
                    wo,
                    bias,
                    to,
                    toAt,
                    toPitch);
        }
        for (int r = 0; r < rows && !direct; r++) {
            System.arraycopy(floats, room + r * width, y, at + r * pitch, columns);
        }
        return 1;
    }

    private int plane(int ic) {
        return call.xo() + ic * call.inPitch(g);
    }

    /** Stages the block of an input channel, if it is not. */
    private void stage(int ic) {
        if (ic == staged) {
            return;
        }
        if (staged < 0) {
            StripPacker.clear(strips, floats, 0);
        }
        StripPacker.rows(g, strips, call.x(), plane(ic), strip, from, from + rows, floats, 0);
        staged = ic;
    }

    /** The epilogue of a block's sums, rows {@code pitch} floats apart: whole rows of the output are one run. */
    private void finish(int at, int pitch, int yo) {
        if (columns == g.ow()) {
            VectorEpilogue.run(call, y, at, 0, yo, 0, 1, rows * columns);
        } else {
            VectorEpilogue.run(call, y, at, pitch, yo, g.ow(), rows, columns);
        }
    }
}
