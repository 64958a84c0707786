// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link RunKernels} and {@link PairKernel8x2}: lanes along the pixels of one row, or of two, read where the
 * planes are. For layers of few output channels a group or few taps, which do not pay for the panels of {@link PixelLanes}.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a row of outputs, or a pair of them; of an odd number the last row
 * is a pair with itself. A plane that is one run of memory falls into rows of {@link #RUN_PIXELS}.
 *
 * <p>A row's last vectors overlap those before. Of rows shorter than the vectors, what is too much is overwritten by the rows
 * that follow. Where none follows, and where tiles are not full in channels, they are computed into scratch and their valid
 * part copied.
 *
 * <pre>
 *   scratch:  [channel][vector of a tile]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RunLanes {
    /** The tile of pairs of rows. */
    static final Tile PAIR = new Tile(8, 2);

    /** Of the planes, what a row of outputs reads at most to stay in the L1 cache while each channel tile goes over it. */
    private static final int CACHED_FLOATS = 8 * 1024;

    /** Pixels of a row where a plane is one run: a multiple of all tiles. */
    private static final int RUN_PIXELS = 256;

    private final Scratch scratch;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private boolean pairs;
    private boolean oneRun;
    private float[] x;
    private float[] weights;
    private int span;
    private int tilesPerGroup;
    private int rowPixels;
    private int rowStep;
    private int last;
    private boolean rowsInCache;

    RunLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays, and vectors end in the planes. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int span = span(tile, axis, lanes);
        int pixels = axis == LaneAxis.RUNS && isOneRun(g) ? g.outPlane() : g.ow();
        boolean slack = pixels >= span || span <= PlaneLayout.SLACK && !PlaneLayout.readsInput(g);
        return slack && WeightPacker.fits(g.layer(), tile.channels());
    }

    static Layout layout(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.channels());
        int units = axis == LaneAxis.PAIRS ? Units.of(g.oh(), 2) : Units.of(g.outPlane(), rowPixels(g));
        int scratch = tile.channels() * tile.vectors() * lanes;
        return new Layout(tile, axis, channelTiles, units, true, PlaneLayout.of(g), null, scratch);
    }

    /** As {@link Kernel#unitSize}. */
    static UnitSize unitSize(Geometry g, Layout layout) {
        int pixels = layout.axis() == LaneAxis.PAIRS ? 2 * g.ow() : rowPixels(g);
        return new UnitSize(layout.tile().channels(), pixels, Runs.plane(g));
    }

    private static boolean isOneRun(Geometry g) {
        return PlaneLayout.readsInput(g) && PlaneLayout.rowStep(g) == g.ow();
    }

    /** Pixels of a row that {@link RunKernels} go along. */
    private static int rowPixels(Geometry g) {
        return isOneRun(g) ? Math.min(g.outPlane(), RUN_PIXELS) : g.ow();
    }

    /** Pixels of a row that a tile takes. */
    private static int span(Tile tile, LaneAxis axis, int lanes) {
        return axis == LaneAxis.PAIRS ? lanes : tile.vectors() * lanes;
    }

    /** Tiles of a plane. */
    static double tiles(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int span = span(tile, axis, lanes);
        if (axis == LaneAxis.PAIRS) {
            return (double) Units.of(g.oh(), 2) * Units.of(g.ow(), span);
        }
        return isOneRun(g) ? Units.of(g.outPlane(), span) : (double) g.oh() * Units.of(g.ow(), span);
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call, p1);
            for (int c = c0; c < c1; ) {
                int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                for (int p = p0; p < p1; p++) {
                    unit(c, end, p);
                }
                c = end;
            }
        } finally {
            end();
        }
    }

    private void begin(Plan plan, ImageCall call, int p1) {
        this.call = call;
        g = plan.geometry();
        s = g.layer();
        planes = plan.layout().planes();
        tile = plan.tile();
        pairs = plan.layout().axis() == LaneAxis.PAIRS;
        x = planes.staged() ? call.staged() : call.x();
        span = span(tile, plan.layout().axis(), plan.lanes());
        weights = call.weights().packed(tile.channels());
        tilesPerGroup = WeightPacker.tiles(s, tile.channels());
        oneRun = !pairs && isOneRun(g);
        rowPixels = pairs ? g.ow() : rowPixels(g);
        rowStep = oneRun ? rowPixels : planes.rowStep();
        last = (int) Math.min(g.outPlane(), (long) p1 * (pairs ? 2 : 1) * rowPixels);
        int rows = pairs ? s.sh() : 0;
        rowsInCache = (double) s.icg() * (s.windowHeight() + rows) * planes.rowPitch() < CACHED_FLOATS;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of a row or a pair of them. */
    private void unit(int c, int cEnd, int unit) {
        int row = pairs ? 2 * unit : unit;
        int rows = pairs ? Math.min(2, g.oh() - row) : 1;
        int first = row * rowPixels;
        int pixels = Math.min(rowPixels, g.outPlane() - first);
        int base = (planes.staged() ? call.stagedAt() : call.xo())
                + c / tilesPerGroup * s.icg() * planes.planeFloats()
                + row * rowStep;
        int inGroup = c % tilesPerGroup * tile.channels();
        int plane = call.yo() + (c / tilesPerGroup * s.ocg() + inGroup) * call.outPitch(g);
        // Where a plane is one run, its last tile may overlap the row before.
        int highest = oneRun ? g.outPlane() - span - first : Math.max(0, pixels - span);
        // Longer runs of stores where the rows stay in the cache anyway.
        int block = rowsInCache ? pixels : span;
        for (int from = 0; from < pixels; from += block) {
            int to = Math.min(pixels, from + block);
            for (int t = c; t < cEnd; t++) {
                int yo = plane + (t - c) * tile.channels() * call.outPitch(g);
                for (int j = from; j < to; j += span) {
                    int column = Math.min(j, highest);
                    tile(t, base + column, rows, yo, first + column, j - column, pixels - j);
                }
            }
        }
        if (!call.plain() && !call.addsInPlace()) {
            int at = plane + first;
            int valid = Math.min(s.ocg(), inGroup + (cEnd - c) * tile.channels()) - inGroup;
            VectorEpilogue.run(call, call.y(), at, call.outPitch(g), at, call.outPitch(g), valid, rows * pixels);
        }
    }

    /** A channel tile of pixels from {@code pixel} on in each row, of which the first {@code done} are stored already and {@code left} follow. */
    private void tile(int index, int xo, int rows, int plane, int pixel, int done, int left) {
        int bias = index * WeightPacker.tileFloats(s, tile.channels());
        int valid = Math.min(tile.channels(), s.ocg() - index % tilesPerGroup * tile.channels());
        int ys = call.outPitch(g);
        int end = pixel + (rows - 1) * rowPixels + span;
        boolean apart = oneRun && done > 0 || call.addsInPlace();
        if (valid == tile.channels() && end <= last && !apart) {
            run(bias, xo, rows, call.y(), plane + pixel, ys, rowPixels);
            return;
        }
        float[] floats = scratch.floats();
        int vectors = (pairs ? 2 : 1) * span;
        run(bias, xo, rows, floats, 0, vectors, span);
        int columns = Math.min(span - done, left);
        for (int r = 0; r < rows; r++) {
            int from = r * span + done;
            int to = plane + pixel + r * rowPixels + done;
            if (call.addsInPlace()) {
                VectorEpilogue.run(call, floats, from, vectors, to, ys, valid, columns);
            } else {
                for (int i = 0; i < valid; i++) {
                    System.arraycopy(floats, from + i * vectors, call.y(), to + i * ys, columns);
                }
            }
        }
    }

    private void run(int bias, int xo, int rows, float[] y, int yo, int ys, int rs) {
        int w = bias + tile.channels();
        if (pairs) {
            int xs = (rows - 1) * rowStep;
            PairKernel8x2.run(x, xo, xs, planes.offsets(), weights, w, bias, y, yo, ys, (rows - 1) * rs);
        } else {
            RunKernels.run(tile, x, xo, planes.offsets(), weights, w, bias, y, yo, ys);
        }
    }
}
