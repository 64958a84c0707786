// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Lanes along output channels, as in {@link ChannelLanes}, but region by region, so that taps in the padding are left out. For
 * large dilations, where they are many.
 *
 * <p>A channel unit is a tile of {@code vectors * lanes} channels of a group, a pixel unit a tile of {@code channels} pixels of
 * a {@link Region}, whose pixels count as one run. A block of taps of a block of pixels is gathered, tap by tap; then each
 * channel tile's weights of these taps, side by side in the L1 cache, serve all pixels. Sums are kept from one block of taps
 * to the next, and turned to NCHW when all are done. As no tap is in the padding, the input is read where it lies, unless
 * its columns have to be split by phase or its padding is not of zeros alone.
 *
 * <pre>
 *   scratch:  [sums: channel tile][pixel][channel]   [panel: tap][pixel][a vector of slack]   [weights: tap][channel]
 *             [a start: channel]   [a square of lanes, to turn]   [one channel tile, turned]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RegionLanes {
    static final Tile TILE = RowKernels.TILE_14X2;

    /** Taps of a block: their weights for one channel tile stay in the L1 cache. */
    private static final int BLOCK_TAPS = 128;

    /** Pixel tiles of a block at most: each pixel may be a piece, and all pieces fit {@link Scratch#INTS}. */
    private static final int BLOCK_TILES = 18;

    /** Sums that are kept at most. */
    private static final int SUMS_FLOATS = 110 * 1024;

    /** Pieces of rows gathered at a time. */
    private static final int PIECES = 4;

    private final Scratch scratch;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private RegionTiles tiles;
    private float[] x;
    private float[] weights;
    private boolean finite;
    private int lanes;
    private int wide;
    private int narrow;
    private int pitch;
    private int blockTiles;
    private int panel;
    private int kept;
    private int start;
    private int square;
    private int tilesPerGroup;

    RegionLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, int lanes) {
        return WeightPacker.fits(g.layer(), TILE.vectors() * lanes) && scratchFloats(g, lanes) < Integer.MAX_VALUE / 2;
    }

    /** The layout for an input that is an array of planes. */
    static Layout layout(Geometry g, int lanes) {
        return layout(g, lanes, readsInput(g) ? PlaneLayout.ofWindow(g, g.inPlane()) : PlaneLayout.of(g));
    }

    /** The layout for an input that is staged. */
    static Layout stagedLayout(Geometry g, int lanes) {
        return layout(g, lanes, PlaneLayout.of(g));
    }

    private static Layout layout(Geometry g, int lanes, PlaneLayout planes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), TILE.vectors() * lanes);
        RegionTiles tiles = new RegionTiles(g, planes, TILE.channels(), TILE.vectors() * lanes, BLOCK_TAPS, pitch(g, lanes));
        int scratch = (int) scratchFloats(g, lanes);
        return new Layout(TILE, LaneAxis.REGIONS, channelTiles, tiles.tiles(), true, planes, null, tiles, scratch);
    }

    /** Whether what is inside the image is all that regions read, and their columns lie side by side. */
    private static boolean readsInput(Geometry g) {
        LayerSpec s = g.layer();
        boolean rows = s.padding().heightMode() == PaddingMode.ZEROS || g.padTop() + g.padBottom() == 0;
        boolean columns = s.padding().widthMode() == PaddingMode.ZEROS || g.padLeft() + g.padRight() == 0;
        return s.sw() == 1 && rows && columns;
    }

    /** Blocks that so many taps are. */
    static int tapBlocks(int taps) {
        return Units.of(taps, BLOCK_TAPS);
    }

    /** Pixel tiles of a block at most. */
    static int blockTiles(LayerSpec s, int lanes) {
        int wide = TILE.vectors() * lanes;
        double channels = (double) WeightPacker.tiles(s, wide) * wide;
        return (int) Math.max(1, Math.min(BLOCK_TILES, SUMS_FLOATS / (channels * TILE.channels())));
    }

    /** Floats of the panel a tap. */
    private static int pitch(Geometry g, int lanes) {
        return blockTiles(g.layer(), lanes) * TILE.channels() + lanes;
    }

    private static double scratchFloats(Geometry g, int lanes) {
        int wide = TILE.vectors() * lanes;
        double pixels = blockTiles(g.layer(), lanes) * TILE.channels();
        double sums = pixels * WeightPacker.tiles(g.layer(), wide) * wide;
        return sums + BLOCK_TAPS * (pitch(g, lanes) + wide) + wide + Turn.squareFloats(lanes) + pixels * wide;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; ) {
                int region = tiles.regionOf(p);
                int left = Math.min(p1, tiles.end(region)) - p;
                // Blocks of one size, as the gathered pixels and the weights of a small one serve few.
                int pEnd = p + Units.of(left, Units.of(left, blockTiles));
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    block(c, end, region, p, pEnd);
                    c = end;
                }
                p = pEnd;
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
        tiles = plan.layout().regions();
        x = planes.staged() ? call.staged() : call.x();
        lanes = plan.lanes();
        wide = TILE.vectors() * lanes;
        narrow = TILE.channels();
        weights = call.weights().packed(wide);
        finite = call.weights().finite();
        pitch = pitch(g, lanes);
        blockTiles = blockTiles(s, lanes);
        tilesPerGroup = WeightPacker.tiles(s, wide);
        panel = sums(tilesPerGroup);
        kept = panel + BLOCK_TAPS * pitch;
        start = kept + BLOCK_TAPS * wide;
        square = start + wide;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tiles = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}, which are of one region. */
    private void block(int c, int cEnd, int i, int p, int pEnd) {
        Region region = tiles.region(i);
        TapList taps = tiles.taps(i);
        int base = (planes.staged() ? 0 : call.xo()) + c / tilesPerGroup * s.icg() * planes.planeFloats();
        int first = tiles.inRegion(i, p) * narrow;
        int pixels = Math.min((pEnd - p) * narrow, region.pixels() - first);
        int t0 = 0;
        do {
            int t1 = Math.min(taps.taps(), t0 + BLOCK_TAPS);
            gather(region, taps, base, first, pixels, t0, t1);
            for (int tile = c; tile < cEnd; tile++) {
                multiply(region, taps, tile, sums(tile - c), pEnd - p, t0, t1);
            }
            t0 = t1;
        } while (t0 < taps.taps());
        for (int tile = c; tile < cEnd; tile++) {
            store(region, tile, first, pixels, sums(tile - c));
        }
    }

    private int sums(int channelTile) {
        return channelTile * blockTiles * narrow * wide;
    }

    /** Fills the panel: a tap's pixels side by side, however they fall into rows. */
    private void gather(Region region, TapList taps, int base, int first, int pixels, int t0, int t1) {
        for (int at = 0; at < pixels; ) {
            int end = piecesEnd(first + at, first + pixels, region.columns()) - first;
            int n = PanelPacker.cut(first + at, end - at, region.columns(), planes.rowStep(), scratch.ints());
            PanelPacker.pack(x, base, taps.offsets(), t0, t1, scratch.ints(), n, scratch.floats(), panel + at, pitch);
            at = end;
        }
    }

    /** The pixel behind the next {@link #PIECES} pieces. */
    private int piecesEnd(int first, int end, int columns) {
        int at = first;
        for (int i = 0; i < PIECES; i++) {
            at = Math.min(end, at + Math.min(lanes, columns - at % columns));
        }
        return at;
    }

    /** Adds taps {@code [t0, t1)} to the sums of a channel tile. */
    private void multiply(Region region, TapList taps, int tile, int sums, int pixelTiles, int t0, int t1) {
        float[] floats = scratch.floats();
        int bias = tile * WeightPacker.tileFloats(s, wide);
        boolean all = region.sees(s);
        if (!all) {
            TapWeights.copy(weights, bias + wide, taps.weightsAt(), t0, t1, floats, kept);
        }
        float[] w = all ? weights : floats;
        int wo = all ? bias + (t0 + 1) * wide : kept;
        float[] z = floats;
        if (t0 == 0 && (all || finite)) {
            z = weights;
        } else if (t0 == 0) {
            taps.start(weights, bias, wide, s.taps(), floats, start);
            bias = start;
        }
        for (int t = 0; t < pixelTiles; t++) {
            int sum = sums + t * narrow * wide;
            RowKernels.run(
                    TILE,
                    floats,
                    panel + t * narrow,
                    tiles.steps(),
                    0,
                    t1 - t0,
                    w,
                    wo,
                    z,
                    t0 == 0 ? bias : sum,
                    t0 == 0 ? 0 : wide,
                    floats,
                    sum);
        }
    }

    /** Stores the sums of a channel tile: a run of a region's pixels, row by row. */
    private void store(Region region, int tile, int first, int pixels, int sums) {
        int inGroup = tile % tilesPerGroup * wide;
        int oc = tile / tilesPerGroup * s.ocg() + inGroup;
        int channels = Math.min(wide, s.ocg() - inGroup);
        int turned = square + Turn.squareFloats(lanes);
        Turn.run(scratch.floats(), sums, wide, pixels, channels, scratch.floats(), turned, pixels, square);
        for (int at = 0; at < pixels; ) {
            int row = (first + at) / region.columns();
            int column = (first + at) % region.columns();
            int length = Math.min(pixels - at, region.columns() - column);
            int to = (region.row() + row) * g.ow() + region.column() + column;
            storeRow(turned + at, pixels, oc, channels, to, length);
            at += length;
        }
    }

    private void storeRow(int from, int fromPitch, int oc, int channels, int pixel, int length) {
        float[] floats = scratch.floats();
        boolean inPlace = call.access() == Access.IN_PLACE;
        int to = call.yo() + oc * g.outPlane() + pixel;
        if (inPlace && !call.plain()) {
            VectorEpilogue.run(call, floats, from, fromPitch, to, g.outPlane(), channels, length);
            return;
        }
        if (!call.plain()) {
            VectorEpilogue.run(call, floats, from, fromPitch, floats, from, fromPitch, channels, length);
        }
        for (int c = 0; c < channels; c++) {
            call.store(g, oc + c, pixel, length, floats, from + c * fromPitch);
        }
    }
}
