// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link RowKernels}: lanes along output channels, as in {@link ChannelLanes}, but a tile's pixels lie side by
 * side in a row, so that they are read where the planes are and nothing is gathered.
 *
 * <p>A channel unit is a tile of {@code vectors * lanes} channels of a group, a pixel unit a run of {@code channels} pixels (the
 * tile's two sides change their places); a row's last run overlaps the one before. Sums are kept in scratch while taps are taken block by block, and turned to NCHW when all
 * are done. With one block of taps only one channel tile's sums are kept.
 *
 * <pre>
 *   scratch:  [a vector of slack][sums: channel tile][pixel tile][pixel][channel]   [a square of lanes, to turn]   [one channel tile, turned]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RowLanes {
    /** Taps whose weights for one channel tile stay in the L2 cache. */
    private static final int BLOCK_TAPS = 1536;

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
    private int blockTaps;
    private int blockTiles;
    private int tilesPerGroup;
    private int width;
    private int tilesPerRow;

    RowLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether rows are long enough, and weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        return width(g) >= tile.channels()
                && WeightPacker.fits(g.layer(), tile.vectors() * lanes)
                && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, int lanes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.vectors() * lanes);
        int pixelTiles = tiles(g, tile.channels());
        int scratch = (int) scratchFloats(g, tile, lanes);
        return new Layout(tile, LaneAxis.ROWS, channelTiles, pixelTiles, true, PlaneLayout.of(g), null, scratch);
    }

    /** Output pixels of a row, or of the plane where that is one run of memory: it counts as one row. */
    static int width(Geometry g) {
        return PlaneLayout.rowStep(g) == g.ow() ? g.outPlane() : g.ow();
    }

    /** Tiles of a plane. */
    static int tiles(Geometry g, int narrow) {
        return g.outPlane() / width(g) * Units.of(width(g), narrow);
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
        double pixels = blockTiles(g, tile.channels(), wide) * (double) tile.channels();
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
        narrow = tile.channels();
        weights = call.weights().packed(wide);
        blockTaps = Math.min(s.taps(), BLOCK_TAPS);
        blockTiles = blockTiles(g, narrow, wide);
        tilesPerGroup = WeightPacker.tiles(s, wide);
        width = width(g);
        tilesPerRow = Units.of(width, narrow);
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

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}. */
    private void block(int c, int cEnd, int p, int pEnd) {
        int base = (planes.staged() ? 0 : call.xo()) + c / tilesPerGroup * s.icg() * planes.planeFloats();
        for (int t0 = 0; t0 < s.taps(); t0 += blockTaps) {
            int t1 = Math.min(s.taps(), t0 + blockTaps);
            for (int channels = c; channels < cEnd; channels++) {
                int start = channels * WeightPacker.tileFloats(s, wide);
                for (int pixels = p; pixels < pEnd; pixels++) {
                    int sum = sums(channels - c) + (pixels - p) * narrow * wide;
                    RowKernels.run(
                            tile,
                            x,
                            base + position(pixels),
                            planes.offsets(),
                            t0,
                            t1,
                            weights,
                            start + (t0 + 1) * wide,
                            t0 == 0 ? weights : scratch.floats(),
                            t0 == 0 ? start : sum,
                            t0 == 0 ? 0 : wide,
                            scratch.floats(),
                            sum);
                }
            }
        }
        for (int channels = c; channels < cEnd; channels++) {
            store(channels, p, pEnd, sums(channels - c));
        }
    }

    /** Where a tile's first pixel reads its first tap, from the first output's. */
    private int position(int tile) {
        int column = Math.min(tile % tilesPerRow * narrow, width - narrow);
        return tile / tilesPerRow * planes.rowStep() + column;
    }

    private int sums(int channelTile) {
        return lanes + channelTile * blockTiles * narrow * wide;
    }

    /** Stores a channel tile of pixel tiles {@code [p, pEnd)}: channels apart, pixels side by side. */
    private void store(int channelTile, int p, int pEnd, int sums) {
        int inGroup = channelTile % tilesPerGroup * wide;
        int oc = channelTile / tilesPerGroup * s.ocg() + inGroup;
        int channels = Math.min(wide, s.ocg() - inGroup);
        int ys = call.outPitch(g);
        int plane = call.yo() + oc * ys;
        int square = sums(keptTiles(s, wide));
        for (int tile = p; tile < pEnd; ) {
            int row = tile / tilesPerRow;
            int inRow = tile % tilesPerRow;
            int end = Math.min(pEnd, (row + 1) * tilesPerRow);
            int first = inRow * narrow;
            int whole = Math.min(width / narrow * narrow, (inRow + end - tile) * narrow) - first;
            int from = sums + (tile - p) * narrow * wide;
            int to = plane + row * width + first;
            if (whole > 0) {
                Turn.store(call, scratch.floats(), from, wide, whole, channels, to, ys, square);
            }
            int left = Math.min(width, (inRow + end - tile) * narrow) - first - whole;
            if (left > 0) {
                // The last tile overlaps: its last pixels are the row's.
                int skipped = narrow - left;
                Turn.store(
                        call,
                        scratch.floats(),
                        from + (whole + skipped) * wide,
                        wide,
                        left,
                        channels,
                        to + whole,
                        ys,
                        square);
            }
            tile = end;
        }
        // Rows follow each other: the block is one run of each channel.
        int first = firstPixel(p);
        Turn.finish(call, firstPixel(pEnd) - first, channels, plane + first, ys);
    }

    /** The first pixel that is stored of a tile, or the plane's end. */
    private int firstPixel(int tile) {
        return tile / tilesPerRow * width + tile % tilesPerRow * narrow;
    }
}
