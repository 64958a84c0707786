// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Lanes along output channels, as in {@link ChannelLanes}, but region by region, so that taps in the padding are left out. For
 * large dilations, where they are many.
 *
 * <p>A channel unit is a tile of {@code vectors * lanes} channels of a group, a pixel unit a tile of {@code broadcasts} pixels of
 * a {@link Region}, whose pixels count as one run. A block of taps of a block of pixels is gathered, tap by tap; then each
 * channel tile's weights of these taps serve all pixels. Sums are kept from one block of taps
 * to the next, and turned to NCHW when all are done. As no tap is in the padding, the input is read where it lies, unless
 * its columns have to be split by phase or its padding is not of zeros alone.
 *
 * <pre>
 *   scratch:  [slack]   [sums: channel tile][pixel][channel]   [panel: pixel tile][tap][pixels]   [a vector of slack]
 *             [weights: tap][channel]   [a start: channel]   [a square of lanes, to turn]   [one channel tile, turned]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RegionLanes {
    private static final Tile TILE = RegionBlocks.TILE;

    /** Floats of a line of the caches. */
    private static final int LINE_FLOATS = 16;

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
    private int keptTiles;
    private int keptChannels;
    private int blockChannels;
    private int panel;
    private int tapWeights;
    private int start;
    private int square;
    private int tilesPerGroup;

    RegionLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            int pixels = Units.of(p1 - p0, Units.of(p1 - p0, keptTiles));
            for (int c = c0; c < c1; ) {
                int end = Math.min(Math.min(c1, c + keptChannels), (c / tilesPerGroup + 1) * tilesPerGroup);
                for (int p = p0; p < p1; p += pixels) {
                    chunk(c, end, p, Math.min(p1, p + pixels));
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
        tiles = plan.layout().regions();
        x = planes.staged() ? call.staged() : call.x();
        lanes = plan.lanes();
        wide = TILE.vectors() * lanes;
        narrow = TILE.broadcasts();
        weights = call.weights().packed(wide);
        finite = call.weights().finite();
        pitch = RegionBlocks.pitch(lanes);
        keptTiles = RegionBlocks.keptTiles(s, lanes, tiles.tiles());
        keptChannels = RegionBlocks.keptChannels(s, lanes);
        blockChannels = Math.max(1, RegionBlocks.BLOCK_TAPS / tiles.mostTapsPerPlane());
        tilesPerGroup = WeightPacker.tiles(s, wide);
        panel = sums(keptChannels, 0);
        tapWeights = panel + RegionBlocks.panelFloats(lanes);
        start = tapWeights + RegionBlocks.BLOCK_TAPS * wide;
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

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}. */
    private void chunk(int c, int cEnd, int p, int pEnd) {
        for (int ic = 0; ic < s.icg(); ic += blockChannels) {
            touch(c, cEnd, ic, Math.min(s.icg(), ic + blockChannels));
            for (int at = p; at < pEnd; ) {
                int end = blockEnd(at, pEnd);
                block(c, cEnd, at, end, at - p, ic, Math.min(s.icg(), ic + blockChannels));
                at = end;
            }
        }
        for (int at = p; at < pEnd; ) {
            int end = blockEnd(at, pEnd);
            Region region = tiles.region(tiles.regionOf(at));
            int first = tiles.inRegion(tiles.regionOf(at), at) * narrow;
            int pixels = Math.min((end - at) * narrow, region.pixels() - first);
            for (int tile = c; tile < cEnd; tile++) {
                store(region, tile, first, pixels, sums(tile - c, at - p));
            }
            at = end;
        }
    }

    /**
     * Reads weights and planes of input channels {@code [ic, icEnd)} once in one line: prefetchers follow a line, while regions
     * then read some here and some there.
     */
    private void touch(int c, int cEnd, int ic, int icEnd) {
        float read = 0;
        int taps = s.kh() * s.kw();
        for (int tile = c; tile < cEnd; tile++) {
            int first = WeightPacker.at(s, wide, tile) + wide;
            read += read(weights, first + ic * taps * wide, first + icEnd * taps * wide);
        }
        int base = base(c);
        read += read(x, base + ic * planes.planeFloats(), base + icEnd * planes.planeFloats());
        scratch.floats()[square] = read;
    }

    private static float read(float[] from, int first, int end) {
        float sum = 0;
        for (int i = 0; i < end - first; i += LINE_FLOATS) {
            sum += from[first + i];
        }
        return sum;
    }

    /** Where the first plane of a channel tile's group lies. */
    private int base(int channelTile) {
        return (planes.staged() ? call.stagedAt() : call.xo())
                + channelTile / tilesPerGroup * s.icg() * planes.planeFloats();
    }

    /** The end of a block of tiles of one region: a region's blocks have one size, as a small one has all the work but few pixels. */
    private int blockEnd(int p, int pEnd) {
        int left = Math.min(pEnd, tiles.end(tiles.regionOf(p))) - p;
        return p + Units.of(left, Units.of(left, RegionBlocks.BLOCK_TILES));
    }

    /**
     * Adds the taps of input channels {@code [ic, icEnd)} to the sums of pixel tiles {@code [p, pEnd)}, the chunk's from
     * {@code at} on.
     */
    private void block(int c, int cEnd, int p, int pEnd, int at, int ic, int icEnd) {
        int i = tiles.regionOf(p);
        Region region = tiles.region(i);
        TapList taps = tiles.taps(i);
        int base = base(c);
        int first = tiles.inRegion(i, p) * narrow;
        int pixels = Math.min((pEnd - p) * narrow, region.pixels() - first);
        int t0 = ic * region.tapsPerPlane();
        int end = icEnd * region.tapsPerPlane();
        boolean isFirst = ic == 0;
        do {
            int t1 = Math.min(end, t0 + RegionBlocks.BLOCK_TAPS);
            gather(region, taps, base, first, pixels, t0, t1);
            for (int tile = c; tile < cEnd; tile++) {
                multiply(i, tile, sums(tile - c, at), pixels, t0, t1, isFirst);
            }
            t0 = t1;
            isFirst = false;
        } while (t0 < end);
    }

    private int sums(int channelTile, int pixelTile) {
        return Scratch.SLACK + (channelTile * keptTiles + pixelTile) * narrow * wide;
    }

    /** Where the panel has a pixel's first tap. */
    private int inPanel(int pixel) {
        return panel + pixel / narrow * RegionBlocks.BLOCK_TAPS * pitch + pixel % narrow;
    }

    /** Fills the panel: tile by tile, a tap's pixels side by side, however they fall into rows. */
    private void gather(Region region, TapList taps, int base, int first, int pixels, int t0, int t1) {
        int[] pieces = scratch.ints();
        for (int at = 0; at < pixels; at += narrow) {
            int length = Math.min(narrow, pixels - at);
            int n = PanelPacker.cut(first + at, length, region.columns(), planes.rowStep(), pieces);
            PanelPacker.pack(x, base, taps.offsets(), t0, t1, pieces, n, scratch.floats(), inPanel(at), pitch);
        }
    }

    /** Adds taps {@code [t0, t1)} to the sums of a channel tile. */
    private void multiply(int region, int tile, int sums, int pixels, int t0, int t1, boolean first) {
        float[] floats = scratch.floats();
        int bias = WeightPacker.at(s, wide, tile);
        boolean all = tiles.region(region).sees(s);
        float[] w = weights;
        int wo = bias + (t0 + 1) * wide;
        if (!all) {
            // Side by side: the tile's loop has no places to look up.
            w = floats;
            wo = tapWeights;
            PanelPacker.packRun2(weights, bias + wide, tiles.taps(region).weightsAt(), t0, t1, floats, tapWeights);
        }
        float[] z = floats;
        int zo = bias;
        if (first && (finite || all)) {
            z = weights;
        } else if (first) {
            System.arraycopy(weights, bias, floats, start, wide);
            tiles.region(region).spoil(s, weights, bias, tiles.streams(), floats, start);
            zo = start;
        }
        for (int at = 0; at < pixels; ) {
            // A few pixels left over are half a tile or less.
            Tile t = pixels - at > 2 * RegionBlocks.REST.broadcasts() ? TILE : RegionBlocks.REST;
            int sum = sums + at * wide;
            RowKernels.run(
                    t,
                    floats,
                    inPanel(at),
                    tiles.inPanel(),
                    0,
                    t1 - t0,
                    w,
                    wo,
                    z,
                    first ? zo : sum,
                    first ? 0 : wide,
                    floats,
                    sum);
            at += t.broadcasts();
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
            call.store(g, oc + c, pixel, 1, length, floats, from + c * fromPitch);
        }
    }
}
