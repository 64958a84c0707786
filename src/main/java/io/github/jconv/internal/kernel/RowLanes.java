// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link RowKernels}: lanes along output channels, as in {@link ChannelLanes}, but a tile's pixels lie side by
 * side in a row, so that they are read where the planes are and nothing is gathered.
 *
 * <p>A channel unit is a tile of {@code vectors * lanes} channels of a group, a pixel unit a run of {@code broadcasts} pixels
 * of {@link Runs}; a run's last tile overlaps the one before. Kernel rows that a row of pixels sees in padding of zeros are
 * left out ({@link RowTaps}), and of rows of one tile kernel columns where {@link RowEnds} serve. Sums are kept in scratch while taps are taken
 * block by block, and turned to NCHW when all are done. With one block of taps only one channel tile's sums are kept.
 *
 * <pre>
 *   scratch:  [a vector of slack]
 *             [sums: channel tile][pixel tile][pixel][channel]
 *             [a square of lanes, to turn]
 *             [one channel tile, turned]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RowLanes {
    /** Taps whose weights for one channel tile stay in the L2 cache. */
    private static final int BLOCK_TAPS = 1792;

    /** Pixels of a block of tiles: what all channel tiles read of the planes stays in the L2 cache. */
    private static final int BLOCK_PIXELS = 224;

    /** Sums kept at most where there are several blocks of taps. */
    private static final int SUMS_FLOATS = 128 * 1024;

    private final Scratch scratch;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private float[] x;
    private float[] weights;
    private int lanes;
    private int wide;
    private int narrow;
    private int blockTiles;
    private int tilesPerGroup;
    private Runs runs;
    private RowTaps rowTaps;
    private boolean finite;
    private boolean inImage;
    private int before;
    private int last;
    private int tilesPerRun;

    RowLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether runs are long enough, and weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        return (axis == LaneAxis.IMAGE_ROWS
                        ? RowEnds.fits(g, tile)
                        : Runs.of(g, tile.broadcasts()).length() >= tile.broadcasts())
                && WeightPacker.fits(g.layer(), tile.vectors() * lanes)
                && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int wide = tile.vectors() * lanes;
        boolean inImage = axis == LaneAxis.IMAGE_ROWS;
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), wide);
        Runs runs = runs(g, tile, axis);
        int tiles = runs.tiles(tile.broadcasts());
        int scratch = (int) scratchFloats(g, tile, lanes);
        PlaneLayout planes = inImage ? PlaneLayout.ofWindow(g, g.inPlane()) : PlaneLayout.of(g, lanes);
        RowTaps rowTaps = inImage ? RowTaps.inImage(g, planes, tile, wide) : RowTaps.of(g, runs, planes, tile, wide);
        return new Layout(tile, axis, channelTiles, tiles, true, planes, null, scratch).with(runs, rowTaps);
    }

    /**
     * A number below 8 for each set of loops that compute a layer's tiles: those of the ends of rows, and of rows that leave taps
     * out; and tiles of rows of eight pixels or more, for some of which {@link MicroKernel6x2#gather} gathers the panel.
     */
    static int kernels(Geometry g) {
        int tiles = g.ow() < 8 ? 0 : Math.min(3, Units.of(g.ow(), RowKernels.TILE_14X2.broadcasts()));
        return 2 * tiles + (g.padTop() + g.padBottom() > 0 ? 1 : 0);
    }

    static Runs runs(Geometry g, Tile tile, LaneAxis axis) {
        return axis == LaneAxis.IMAGE_ROWS ? Runs.rows(g) : Runs.of(g, tile.broadcasts());
    }

    private static int keptTiles(LayerSpec s, int wide) {
        return s.taps() <= BLOCK_TAPS ? 1 : WeightPacker.tiles(s, wide);
    }

    private static int blockTiles(Geometry g, int narrow, int wide) {
        int channels = keptTiles(g.layer(), wide) * wide;
        int pixels = Math.max(narrow, Math.min(BLOCK_PIXELS, SUMS_FLOATS / channels));
        return pixels / narrow;
    }

    private static double scratchFloats(Geometry g, Tile tile, int lanes) {
        int wide = tile.vectors() * lanes;
        double pixels = blockTiles(g, tile.broadcasts(), wide) * (double) tile.broadcasts();
        return lanes + pixels * (keptTiles(g.layer(), wide) + 1) * wide + Turn.squareFloats(lanes);
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p += blockTiles) {
                int pEnd = Math.min(p1, p + blockTiles);
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    if (s.taps() <= BLOCK_TAPS) {
                        for (int channels = c; channels < end; channels++) {
                            block(channels, channels + 1, p, pEnd);
                        }
                    } else {
                        block(c, end, p, pEnd);
                    }
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
        tile = plan.tile();
        x = planes.staged() ? call.staged() : call.x();
        lanes = plan.lanes();
        wide = tile.vectors() * lanes;
        narrow = tile.broadcasts();
        blockTiles = blockTiles(g, narrow, wide);
        tilesPerGroup = WeightPacker.tiles(s, wide);
        runs = plan.layout().runs();
        rowTaps = plan.layout().rowTaps();
        weights = rowTaps.packed(call.weights());
        finite = call.weights().finite();
        inImage = rowTaps.inImage();
        before = planes.staged() ? 0 : g.padTop() * planes.rowPitch() + g.padLeft();
        tilesPerRun = Units.of(runs.length(), narrow);
        last = inImage ? narrow : runs.last(narrow);
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        runs = null;
        rowTaps = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}. */
    private void block(int c, int cEnd, int p, int pEnd) {
        int start = planes.staged() ? call.stagedAt() : call.xo() - before;
        int base = start + c / tilesPerGroup * s.icg() * planes.planeFloats();
        int blocks = Units.of(s.taps(), BLOCK_TAPS);
        int first = firstWithAllTaps(p, pEnd);
        for (int i = 0; i < blocks; i++) {
            for (int channels = c; channels < cEnd; channels++) {
                for (int at = first; at < first + pEnd - p; at++) {
                    int pixels = at < pEnd ? at : at - (pEnd - p);
                    int sum = sums(channels - c) + (pixels - p) * narrow * wide;
                    multiply(channels, pixels, base + position(pixels), i, blocks, sum);
                }
            }
        }
        for (int channels = c; channels < cEnd; channels++) {
            store(channels, p, pEnd, sums(channels - c));
        }
    }

    /** The first pixel tile that reads all weights: prefetchers follow it, and the others find what they read in the cache. */
    private int firstWithAllTaps(int p, int pEnd) {
        for (int pixels = p; pixels < pEnd; pixels++) {
            if (rowTaps.isWhole(taps(pixels))) {
                return pixels;
            }
        }
        return p;
    }

    /** The taps of a pixel tile: those in the padding are left out where all weights are finite, or nothing else is there. */
    private TapList taps(int pixelTile) {
        return finite || inImage ? rowTaps.of(pixelTile / tilesPerRun) : rowTaps.all();
    }

    /** Adds a block of a tile's taps to its sums. */
    private void multiply(int channelTile, int pixelTile, int at, int block, int blocks, int sum) {
        TapList taps = taps(pixelTile);
        int turn = taps.inThrees() ? RowEnds.COLUMNS : 1;
        int t0 = (int) ((long) taps.size() / turn * block / blocks) * turn;
        int t1 = (int) ((long) taps.size() / turn * (block + 1) / blocks) * turn;
        int bias = WeightPacker.at(s, wide, channelTile);
        int w = bias + wide;
        float[] sums = scratch.floats();
        float[] z = block == 0 ? weights : sums;
        int zo = block == 0 ? bias : sum;
        int zs = block == 0 ? 0 : wide;
        if (!inImage) {
            boolean small = last < narrow && inRun(pixelTile) + last == runs.length();
            Tile as = small ? RowKernels.TILE_8X2 : tile;
            RowKernels.run(as, x, at, taps, t0, t1, weights, w, z, zo, zs, sums, sum);
            return;
        }
        int column = inRun(pixelTile);
        boolean last = column + narrow == g.ow();
        RowEnds.run(tile, column == 0, last, x, at, taps, t0, t1, weights, w, z, zo, zs, sums, sum);
        for (int i = 0; i < narrow && !finite && block == blocks - 1; i++) {
            rowTaps.spoil(pixelTile / tilesPerRun, column + i, weights, bias, sums, sum + i * wide);
        }
    }

    /** Where a tile's first pixel reads its first tap, from the first output's. */
    private int position(int tile) {
        return tile / tilesPerRun * planes.rowStep() + inRun(tile);
    }

    /** Where a tile begins in its run. */
    private int inRun(int tile) {
        return Math.min(tile % tilesPerRun * narrow, runs.length() - last);
    }

    private int sums(int channelTile) {
        return lanes + channelTile * blockTiles * narrow * wide;
    }

    /** Stores a channel tile of pixel tiles {@code [p, pEnd)}: channels apart, pixels side by side. */
    private void store(int channelTile, int p, int pEnd, int sums) {
        int inGroup = channelTile % tilesPerGroup * wide;
        int oc = channelTile / tilesPerGroup * s.ocg() + inGroup;
        int channels = Math.min(wide, s.ocg() - inGroup);
        int plane = call.yo() + oc * call.outPitch(g);
        for (int tile = p; tile < pEnd; ) {
            int run = tile / tilesPerRun;
            int inRun = tile % tilesPerRun;
            int end = Math.min(pEnd, (run + 1) * tilesPerRun);
            int first = inRun * narrow;
            int whole = Math.min(runs.length() / narrow * narrow, (inRun + end - tile) * narrow);
            int from = sums + (tile - p) * narrow * wide;
            int to = plane + runs.firstPixel(run * tilesPerRun, narrow);
            turn(first, whole, from, channels, to);
            int all = Math.min(runs.length(), (inRun + end - tile) * narrow);
            if (whole < all) {
                // The last tile overlaps: its last pixels are the run's.
                int skipped = last - (all - whole);
                turn(whole, all, from + (whole - first + skipped) * wide, channels, to);
            }
            tile = end;
        }
        // Runs follow each other: the block is one run of each channel.
        int first = runs.firstPixel(p, narrow);
        Turn.finish(call, runs.firstPixel(pEnd, narrow) - first, channels, plane + first, call.outPitch(g));
    }

    /** Turns positions {@code [a, b)} of a run, whose sums are at {@code from} and whose first pixel is stored at {@code to}. */
    private void turn(int a, int b, int from, int channels, int to) {
        int ys = call.outPitch(g);
        int square = sums(keptTiles(s, wide));
        for (int at = a; at < b; ) {
            int row = at / runs.rowStep();
            int column = at - row * runs.rowStep();
            int next = Math.min(b, at + runs.rowStep() - column);
            int pixels = Math.min(next, at + runs.row() - column) - at;
            if (pixels > 0) {
                int sum = from + (at - a) * wide;
                Turn.store(
                        call,
                        scratch.floats(),
                        sum,
                        wide,
                        pixels,
                        channels,
                        to + row * runs.row() + column,
                        ys,
                        square);
            }
            at = next;
        }
    }
}
