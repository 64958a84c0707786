// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around the micro-kernel with its operands exchanged: a vector holds output channels from packed weights, and
 * pixels are broadcast from a panel. For planes of few pixels, which would leave most of a pixel tile empty.
 *
 * <p>A channel unit is a tile of {@code vectors * lanes} channels of a group, a pixel unit a tile of {@code broadcasts}
 * pixels. Taps are taken block by block, so that a tile's weights stay in
 * the L2 cache while all pixels of a block go over them; partial sums are kept in scratch and turned to NCHW at the end.
 *
 * <pre>
 *   scratch:  [sums: channel tile][pixel tile][pixel][channel]
 *             [panels: pixel tile][tap][pixel][a vector of slack]
 *             [a square of lanes, to turn]
 *             [one channel tile, turned]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class ChannelLanes {
    /** Taps of a block, over which a tile's weights stay in the L2 cache. */
    private static final int BLOCK_TAPS = 1024;

    /** Pixels of a block, each of whose tiles goes over those weights. */
    private static final int BLOCK_PIXELS = 96;

    /** The same where weights, read once a block, come from the L3 cache and all it costs to find their pages. */
    private static final int BLOCK_PIXELS_OF_LARGE = 294;

    /** Floats of sums and panels that they may need: users are promised less than 640 KB a thread. */
    private static final int SCRATCH_FLOATS = 156 * 1024;

    /** Floats of such weights of a group. */
    static final int LARGE_WEIGHTS = 3 * 512 * 1024;

    private final Scratch scratch;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private float[] x;
    private float[] weights;
    private int wide;
    private int narrow;
    private int blockTaps;
    private int blocks;
    private int blockTiles;
    private int tilesPerGroup;
    private RowTaps rowTaps;
    private boolean leavesTapsOut;
    private int wholeTiles;
    private int panels;
    private int square;

    ChannelLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        int wide = tile.vectors() * lanes;
        return WeightPacker.fits(g.layer(), wide) && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, int lanes) {
        int wide = tile.vectors() * lanes;
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), wide);
        int pixelTiles = Units.of(g.outPlane(), tile.broadcasts());
        int scratch = (int) scratchFloats(g, tile, lanes);
        PlaneLayout planes = PlaneLayout.of(g, lanes);
        RowTaps rowTaps = RowTaps.of(g, leavesTapsOut(g, tile) ? Runs.rows(g) : null, planes, tile, wide);
        return new Layout(tile, LaneAxis.CHANNELS, channelTiles, pixelTiles, true, planes, null, scratch)
                .with(null, rowTaps);
    }

    /** Whether tiles that lie in rows which see kernel rows in padding of zeros leave those out: 6x2 can. */
    static boolean leavesTapsOut(Geometry g, Tile tile) {
        return tile.equals(MicroKernels.TILE_6X2) && g.ow() >= tile.broadcasts() && RowTaps.share(g, Runs.rows(g)) < 1;
    }

    private static int blockTiles(Geometry g, int narrow, int wide) {
        boolean large = (long) g.layer().ocg() * g.layer().taps() > LARGE_WEIGHTS;
        int fitting = SCRATCH_FLOATS / (WeightPacker.tiles(g.layer(), wide) * wide + BLOCK_TAPS + wide);
        int pixels = large
                ? Math.max(BLOCK_PIXELS, Math.min(BLOCK_PIXELS_OF_LARGE, fitting))
                : Math.min(BLOCK_PIXELS, Math.max(BLOCK_PIXELS / 2, fitting));
        int tiles = Units.of(g.outPlane(), narrow);
        int most = Units.of(Math.min(g.outPlane(), pixels), narrow);
        return large ? Units.of(tiles, Units.of(tiles, most)) : most;
    }

    private static double scratchFloats(Geometry g, Tile tile, int lanes) {
        int wide = tile.vectors() * lanes;
        int blockTiles = blockTiles(g, tile.broadcasts(), wide);
        int channelTiles = WeightPacker.tiles(g.layer(), wide);
        int taps = Math.min(g.layer().taps(), BLOCK_TAPS);
        return (double) blockTiles * tile.broadcasts() * ((double) channelTiles * wide + taps + wide)
                + lanes
                + Turn.squareFloats(lanes);
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int c = c0; c < c1; ) {
                int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                panels = (end - c) * blockTiles * narrow * wide;
                square = panels + blockTiles * narrow * blockTaps + plan.lanes();
                for (int p = p0; p < p1; p += blockTiles) {
                    block(c, end, p, Math.min(p1, p + blockTiles));
                }
                c = end;
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
        wide = tile.vectors() * plan.lanes();
        narrow = tile.broadcasts();
        weights = call.weights().packed(wide);
        blocks = Units.of(s.taps(), BLOCK_TAPS);
        blockTaps = Units.of(s.taps(), blocks);
        rowTaps = plan.layout().rowTaps();
        leavesTapsOut = rowTaps.leavesOut() && call.weights().finite();
        blockTiles = blockTiles(g, narrow, wide);
        tilesPerGroup = WeightPacker.tiles(s, wide);
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        rowTaps = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}. */
    private void block(int c, int cEnd, int p, int pEnd) {
        int valid = Math.min(pEnd * narrow, g.outPlane()) - p * narrow;
        wholeTiles = Units.whole(valid, narrow);
        int base = (planes.staged() ? call.stagedAt() : call.xo()) + c / tilesPerGroup * s.icg() * planes.planeFloats();
        // A tile with all taps goes first: prefetchers follow it through the weights, and the others find them in the
        // cache.
        int first = (pEnd - p) / 2;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < pEnd - p; i++) {
                gather(base, p * narrow + start(i), start(i + 1) - start(i), block, panels + i * blockTaps * narrow);
            }
            for (int channels = c; channels < cEnd; channels++) {
                int start = WeightPacker.at(s, wide, channels);
                int sums = (channels - c) * blockTiles * narrow * wide;
                if (block == 0) {
                    bias(start, sums, (pEnd - p) * narrow);
                }
                for (int at = first; at < first + pEnd - p; at++) {
                    int i = at < pEnd - p ? at : at - (pEnd - p);
                    multiply(
                            start + wide,
                            p * narrow + start(i),
                            start(i + 1) - start(i),
                            block,
                            panels + i * blockTaps * narrow,
                            sums + start(i) * wide);
                }
            }
        }
        for (int channels = c; channels < cEnd; channels++) {
            turn(channels, p, pEnd, (channels - c) * blockTiles * narrow * wide);
        }
    }

    /** The first pixel of tile {@code i} of a block. */
    private int start(int i) {
        return Units.start(i, narrow, wholeTiles);
    }

    /** Adds a block of taps of {@code pixels} pixels, the first of which is {@code first}, to their sums. */
    private void multiply(int w, int first, int pixels, int block, int panel, int sums) {
        float[] floats = scratch.floats();
        TapList taps = taps(first, pixels);
        int t0 = from(taps, block);
        int t1 = from(taps, block + 1);
        if (taps == rowTaps.all()) {
            int go = MicroKernels.GO_ON;
            MicroKernels.run(pixels, weights, w + t0 * wide, t1 - t0, floats, panel, go, floats, sums, wide);
        } else {
            MicroKernel6x2.run(weights, w, taps.weightsAt(), t0, t1, floats, panel, floats, sums, wide);
        }
    }

    /** The first tap that belongs to a block. */
    private int from(TapList taps, int block) {
        return Math.min(taps.size(), block * ((taps.size() + blocks - 1) / blocks));
    }

    /** The taps of a tile: those in the padding are left out where all weights are finite. */
    private TapList taps(int first, int pixels) {
        if (!leavesTapsOut || pixels != narrow) {
            return rowTaps.all();
        }
        TapList taps = rowTaps.of(first / g.ow());
        int last = Math.min(first + pixels, g.outPlane()) - 1;
        return taps == rowTaps.of(last / g.ow()) ? taps : rowTaps.all();
    }

    /** What a tile holds beyond the plane's last pixel is left as it was: nobody reads its sums. */
    private void gather(int base, int first, int pixels, int block, int to) {
        boolean oneRun = planes.rowStep() == g.ow();
        int width = oneRun ? g.outPlane() : g.ow();
        int valid = Math.min(pixels, g.outPlane() - first);
        int pieces = PanelPacker.cut(first, valid, width, planes.rowStep(), scratch.ints());
        TapList taps = taps(first, pixels);
        int t0 = from(taps, block);
        int t1 = from(taps, block + 1);
        PanelPacker.pack(x, base, taps.offsets(), t0, t1, scratch.ints(), pieces, scratch.floats(), to, pixels);
    }

    /** Starts the sums of {@code pixels} pixels of a channel tile whose bias is at {@code weights[start ...]}. */
    private void bias(int start, int sums, int pixels) {
        for (int i = 0; i < pixels; i++) {
            System.arraycopy(weights, start, scratch.floats(), sums + i * wide, wide);
        }
    }

    /** Stores a channel tile of pixel tiles {@code [p, pEnd)}: channels apart, pixels side by side. */
    private void turn(int channelTile, int p, int pEnd, int sums) {
        int inGroup = channelTile % tilesPerGroup * wide;
        int oc = channelTile / tilesPerGroup * s.ocg() + inGroup;
        int channels = Math.min(wide, s.ocg() - inGroup);
        int first = p * narrow;
        int pixels = Math.min(pEnd * narrow, g.outPlane()) - first;
        int yo = call.yo() + oc * call.outPitch(g) + first;
        Turn.store(call, scratch.floats(), sums, wide, pixels, channels, yo, call.outPitch(g), square);
        Turn.finish(call, pixels, channels, yo, call.outPitch(g));
    }
}
