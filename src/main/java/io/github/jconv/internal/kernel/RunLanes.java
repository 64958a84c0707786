// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link RunKernels}: lanes along the pixels of one row, or of two, read where the
 * planes are. For layers of few output channels a group or few taps, which do not pay for the panels of {@link PixelLanes}.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a row of outputs, or a pair of them; of an odd number the last row
 * is a pair with itself. A plane that is one run of memory falls into rows of {@link RunTiles#RUN_PIXELS}.
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
    /** Of the planes, what a row of outputs reads at most to stay in the L1 cache while each channel tile goes over it. */
    private static final int CACHED_FLOATS = 8 * 1024;

    /**
     * Pixels that each such row but the first begins before a multiple of {@link RunTiles#RUN_PIXELS}: as with {@link Scratch#SLACK} its
     * vectors are lines of the cache where the plane's array begins a region of the heap.
     */
    private static final int BEFORE = 16 - Scratch.SLACK;

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
    private int lanes;
    private int span;
    private boolean longRows;
    private int tilesPerGroup;
    private int rowPixels;
    private int rowStep;
    private int last;
    private boolean rowsInCache;
    private int units;
    private int before;

    RunLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Whether weights fit an array, and rows are as long as the vectors of a tile, or staged with slack behind them. A plane that is
     * one run is never fewer pairs of rows than tiles of that run.
     */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        if (axis == LaneAxis.PAIRS && RunTiles.isOneRun(g)) {
            return false;
        }
        int span = axis == LaneAxis.PAIRS ? lanes : tile.vectors() * lanes;
        int pixels = RunTiles.isOneRun(g) ? g.outPlane() : g.ow();
        boolean slack = pixels >= span || span <= PlaneLayout.SLACK && !PlaneLayout.readsInput(g);
        return slack && WeightPacker.fits(g.layer(), tile.broadcasts());
    }

    static Layout layout(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.broadcasts());
        int units = axis == LaneAxis.PAIRS ? Units.of(g.oh(), 2) : Units.of(g.outPlane(), RunTiles.rowPixels(g));
        int scratch = tile.broadcasts() * tile.vectors() * lanes;
        return new Layout(tile, axis, channelTiles, units, true, PlaneLayout.of(g, lanes), null, scratch);
    }

    /** As {@link Kernel#unitSize}. */
    static UnitSize unitSize(Geometry g, Layout layout) {
        int pixels = (layout.axis() == LaneAxis.PAIRS ? Math.min(2, g.oh()) : 1) * RunTiles.rowPixels(g);
        return new UnitSize(layout.tile().broadcasts(), pixels, Runs.plane(g));
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
        lanes = plan.lanes();
        span = tile.vectors() * lanes;
        weights = call.weights().packed(tile.broadcasts());
        tilesPerGroup = WeightPacker.tiles(s, tile.broadcasts());
        oneRun = RunTiles.isOneRun(g);
        rowPixels = RunTiles.rowPixels(g);
        longRows = RunTiles.longRows(g, lanes);
        rowStep = planes.rowStep();
        units = plan.layout().pixelUnits();
        before = plan.access() == Access.IN_PLACE ? BEFORE : 0;
        last = oneRun ? start(p1) : (int) Math.min(g.outPlane(), (long) p1 * (pairs ? 2 : 1) * rowPixels);
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

    /** The first pixel of a unit of one run; behind the last unit the end of the plane. */
    private int start(int unit) {
        if (unit == units) {
            return g.outPlane();
        }
        return Math.max(0, unit * rowPixels - before);
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of a row or a pair of them. */
    private void unit(int c, int cEnd, int unit) {
        int row = pairs ? 2 * unit : unit;
        int rows = pairs ? Math.min(2, g.oh() - row) : 1;
        int first = oneRun ? start(unit) : row * rowPixels;
        int pixels = (oneRun ? start(unit + 1) : first + rowPixels) - first;
        int base = (planes.staged() ? call.stagedAt() : call.xo())
                + c / tilesPerGroup * s.icg() * planes.planeFloats()
                + (oneRun ? first : row * rowStep);
        int inGroup = c % tilesPerGroup * tile.broadcasts();
        int plane = call.yo() + (c / tilesPerGroup * s.ocg() + inGroup) * call.outPitch(g);
        // Where a plane is one run, its last tile may overlap the row before.
        int highest = oneRun ? g.outPlane() - span - first : Math.max(0, pixels - span);
        // Longer runs of stores where the rows stay in the cache anyway.
        int block = rowsInCache ? pixels : span;
        for (int from = 0, to; from < pixels; from = to) {
            to = from + Math.min(block, pixels - from);
            for (int t = c; t < cEnd; t++) {
                int yo = plane + (t - c) * tile.broadcasts() * call.outPitch(g);
                if (pairs) {
                    columns(t, base, rows, yo, first, from, to);
                    continue;
                }
                for (int j = 0; j < to - from; j += span) {
                    int column = Math.min(from + j, highest);
                    tile(false, t, base + column, 1, yo, first + column, from + j - column, pixels - from - j);
                }
            }
        }
        if (!call.plain() && !call.addsInPlace()) {
            int at = plane + first;
            int valid = Math.min(s.ocg(), inGroup + (cEnd - c) * tile.broadcasts()) - inGroup;
            VectorEpilogue.run(call, call.y(), at, call.outPitch(g), at, call.outPitch(g), valid, rows * pixels);
        }
    }

    /** Columns {@code [from, to)} of a pair of rows: along each row, but for what is left of both and fits a vector. */
    private void columns(int t, int base, int rows, int plane, int first, int from, int to) {
        int j = from;
        for (; longRows && to - j > lanes; j += span) {
            int column = Math.min(j, Math.max(0, rowPixels - span));
            for (int r = 0; r < rows; r++) {
                int pixel = first + r * rowPixels + column;
                tile(false, t, base + r * rowStep + column, 1, plane, pixel, j - column, rowPixels - j);
            }
        }
        for (; j < to; j += lanes) {
            int column = Math.min(j, Math.max(0, rowPixels - lanes));
            tile(true, t, base + column, rows, plane, first + column, j - column, rowPixels - j);
        }
    }

    /**
     * A channel tile of pixels from {@code pixel} on in each row, of which the first {@code done} are stored already and
     * {@code left} follow.
     */
    private void tile(boolean pair, int index, int xo, int rows, int plane, int pixel, int done, int left) {
        int bias = WeightPacker.at(s, tile.broadcasts(), index);
        int valid = Math.min(tile.broadcasts(), s.ocg() - index % tilesPerGroup * tile.broadcasts());
        int ys = call.outPitch(g);
        int width = pair ? lanes : span;
        int end = pixel + (rows - 1) * rowPixels + width;
        boolean apart = oneRun && done > 0 || call.addsInPlace();
        if (valid == tile.broadcasts() && end <= last && !apart) {
            run(pair, bias, xo, rows, call.y(), plane + pixel, ys, rowPixels);
            return;
        }
        float[] floats = scratch.floats();
        run(pair, bias, xo, rows, floats, 0, span, lanes);
        int columns = Math.min(width - done, left);
        for (int r = 0; r < rows; r++) {
            int from = r * lanes + done;
            int to = plane + pixel + r * rowPixels + done;
            if (call.addsInPlace()) {
                VectorEpilogue.run(call, floats, from, span, to, ys, valid, columns);
            } else {
                for (int i = 0; i < valid; i++) {
                    System.arraycopy(floats, from + i * span, call.y(), to + i * ys, columns);
                }
            }
        }
    }

    private void run(boolean pair, int bias, int xo, int rows, float[] y, int yo, int ys, int rs) {
        int w = bias + tile.broadcasts();
        if (pair) {
            int x1 = xo + (rows - 1) * rowStep;
            RunKernels.pair8x2(y, yo, ys, (rows - 1) * rs, bias, w, x, xo, x1, planes.offsets(), weights);
        } else {
            RunKernels.run(tile, x, xo, planes.offsets(), weights, w, bias, y, yo, ys);
        }
    }
}
