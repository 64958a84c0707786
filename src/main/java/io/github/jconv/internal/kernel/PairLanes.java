// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link PairKernel8x2}: lanes along pixels, read where the planes are. For layers of few output channels a
 * group or few taps, which do not pay for the panels of {@link PixelLanes}.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a pair of output rows; of an odd number the last row is a pair
 * with itself. A pair's last vectors overlap those before, and rows shorter than a vector are computed into scratch, as
 * are tiles that are not full in channels, and their valid part copied.
 *
 * <pre>
 *   scratch:  [channel][row][a vector]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class PairLanes {
    static final Tile TILE = new Tile(8, 2);

    /** Of the planes, what a pair of output rows reads at most to stay in the L1 cache while each channel tile goes over it. */
    private static final int CACHED_FLOATS = 8 * 1024;

    private final Scratch scratch;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private float[] x;
    private float[] weights;
    private int lanes;
    private int channels;
    private int tilesPerGroup;
    private boolean rowsInCache;

    PairLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights fit an array, and vectors end in the planes. */
    static boolean fits(Geometry g, int lanes) {
        boolean slack = g.ow() >= lanes || lanes <= PlaneLayout.SLACK && !PlaneLayout.readsInput(g);
        return slack && WeightPacker.fits(g.layer(), TILE.channels());
    }

    static Layout layout(Geometry g, int lanes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), TILE.channels());
        int scratch = TILE.channels() * 2 * lanes;
        return new Layout(TILE, LaneAxis.PAIRS, channelTiles, pairs(g), true, PlaneLayout.of(g), null, scratch);
    }

    private static int pairs(Geometry g) {
        return Units.of(g.oh(), 2);
    }

    /** Tiles of a plane. */
    static double tiles(Geometry g, int lanes) {
        return (double) pairs(g) * Units.of(g.ow(), lanes);
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p++) {
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    pair(c, end, 2 * p, Math.min(2, g.oh() - 2 * p));
                    c = end;
                }
            }
        } finally {
            end();
        }
    }

    private void begin(Plan plan, ImageCall call) {
        this.call = call;
        g = plan.geometry();
        s = g.layer();
        planes = plan.layout().planes();
        x = planes.staged() ? call.staged() : call.x();
        lanes = plan.lanes();
        channels = plan.tile().channels();
        weights = call.weights().packed(channels);
        tilesPerGroup = WeightPacker.tiles(s, channels);
        rowsInCache = (double) s.icg() * (s.windowHeight() + s.sh()) * planes.rowPitch() < CACHED_FLOATS;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of {@code rows} rows from {@code row} on. */
    private void pair(int c, int cEnd, int row, int rows) {
        int base = (planes.staged() ? call.stagedAt() : call.xo()) + c / tilesPerGroup * s.icg() * planes.planeFloats();
        int first = c % tilesPerGroup * channels;
        int plane = call.yo() + (c / tilesPerGroup * s.ocg() + first) * call.outPitch(g);
        // Longer runs of stores where the rows stay in the cache anyway.
        int block = rowsInCache ? g.ow() : lanes;
        for (int from = 0; from < g.ow(); from += block) {
            int to = Math.min(g.ow(), from + block);
            for (int tile = c; tile < cEnd; tile++) {
                int yo = plane + (tile - c) * channels * call.outPitch(g) + row * g.ow();
                for (int j = from; j < to; j += lanes) {
                    int column = Math.max(0, Math.min(j, g.ow() - lanes));
                    tile(tile, base + row * planes.rowStep() + column, rows, yo + column, j - column);
                }
            }
        }
        if (!call.plain() && !call.addsInPlace()) {
            int at = plane + row * g.ow();
            int valid = Math.min(s.ocg(), first + (cEnd - c) * channels) - first;
            VectorEpilogue.run(call, call.y(), at, call.outPitch(g), at, call.outPitch(g), valid, rows * g.ow());
        }
    }

    /** A channel tile of two vectors of pixels, of which the first {@code done} are stored already. */
    private void tile(int tile, int xo, int rows, int yo, int done) {
        int bias = tile * WeightPacker.tileFloats(s, channels);
        int valid = Math.min(channels, s.ocg() - tile % tilesPerGroup * channels);
        int xs = (rows - 1) * planes.rowStep();
        int columns = Math.min(lanes, g.ow());
        int[] offsets = planes.offsets();
        if (valid == channels && columns == lanes && !call.addsInPlace()) {
            int rs = (rows - 1) * g.ow();
            PairKernel8x2.run(x, xo, xs, offsets, weights, bias + channels, bias, call.y(), yo, call.outPitch(g), rs);
            return;
        }
        float[] floats = scratch.floats();
        PairKernel8x2.run(x, xo, xs, offsets, weights, bias + channels, bias, floats, 0, 2 * lanes, lanes);
        for (int r = 0; r < rows; r++) {
            int from = r * lanes + done;
            int to = yo + r * g.ow() + done;
            if (call.addsInPlace()) {
                VectorEpilogue.run(call, floats, from, 2 * lanes, to, call.outPitch(g), valid, columns - done);
            } else {
                for (int i = 0; i < valid; i++) {
                    System.arraycopy(floats, from + i * 2 * lanes, call.y(), to + i * call.outPitch(g), columns - done);
                }
            }
        }
    }
}
