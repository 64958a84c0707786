// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around {@link TapListKernel8x2}: lanes along pixels, as in {@link PixelLanes}, but region by region, so that taps in
 * the padding are left out. For large dilations, where they are many.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a pixel tile of a {@link Region}, whose pixels count as one run.
 * Sums of all channel tiles of a block of pixel tiles are kept in scratch, and copied to their rows when all taps are done.
 *
 * <pre>
 *   scratch:  [panels: pixel tile][a block of taps x pitch][a vector of slack][sums: pixel tile][channel tile][channel][pitch]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class RegionLanes {
    /** Sums that are kept at most. */
    private static final int SUMS_FLOATS = 64 * 1024;

    private final Scratch scratch;
    private Plan plan;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private RegionTiles tiles;
    private float[] x;
    private float[] weights;
    private boolean some;
    private int channels;
    private int pitch;
    private int blockTaps;
    private int blockTiles;
    private int sums;
    private int tilesPerGroup;

    RegionLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        return WeightPacker.fits(g.layer(), tile.channels()) && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, int lanes) {
        PlaneLayout planes = PlaneLayout.of(g);
        RegionTiles tiles = new RegionTiles(g, planes, tile, lanes);
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.channels());
        int scratch = (int) scratchFloats(g, tile, lanes);
        return new Layout(
                tile, LaneAxis.REGIONS, channelTiles, tiles.tiles(), true, planes, null, tiles, null, null, scratch);
    }

    private static int blockTiles(LayerSpec layer, int pitch) {
        int tiles = PanelBlocks.tiles(layer, pitch);
        return Math.max(1, Math.min(tiles, SUMS_FLOATS / (layer.ocg() * pitch)));
    }

    private static double scratchFloats(Geometry g, Tile tile, int lanes) {
        LayerSpec s = g.layer();
        int pitch = tile.vectors() * lanes;
        double sums = (double) WeightPacker.tiles(s, tile.channels()) * tile.channels() * pitch;
        return PanelBlocks.floats(s, pitch) + lanes + blockTiles(s, pitch) * sums;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; ) {
                int region = tiles.regionOf(p);
                int pEnd = Math.min(Math.min(p1, p + blockTiles), tiles.end(region));
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    group(c, end, region, p, pEnd);
                    c = end;
                }
                p = pEnd;
            }
        } finally {
            end();
        }
    }

    private void begin(Plan plan, ImageCall call) {
        this.plan = plan;
        this.call = call;
        g = plan.geometry();
        s = g.layer();
        planes = plan.layout().planes();
        tiles = plan.layout().regions();
        x = planes.staged() ? call.staged() : call.x();
        channels = plan.tile().channels();
        weights = call.weights().packed(channels);
        some = call.weights().finite();
        pitch = plan.tile().vectors() * plan.lanes();
        blockTaps = PanelBlocks.taps(s, pitch);
        blockTiles = blockTiles(s, pitch);
        sums = PanelBlocks.floats(s, pitch) + plan.lanes();
        tilesPerGroup = WeightPacker.tiles(s, channels);
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        plan = null;
        call = null;
        g = null;
        s = null;
        planes = null;
        tiles = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}, which are of one region. */
    private void group(int c, int cEnd, int i, int p, int pEnd) {
        Region region = tiles.region(i);
        TapList taps = tiles.taps(i, some);
        int group = c / tilesPerGroup;
        int base = (planes.staged() ? call.stagedAt() : call.xo())
                + group * s.icg() * planes.planeFloats()
                + region.row() * planes.rowStep()
                + region.column();
        int first = tiles.inRegion(i, p) * pitch;
        int t0 = 0;
        do {
            int t1 = Math.min(taps.taps(), t0 + blockTaps);
            for (int t = 0; t < pEnd - p; t++) {
                int valid = Math.min(pitch, region.pixels() - first - t * pitch);
                gather(region, taps, base, first + t * pitch, valid, t0, t1, t * blockTaps * pitch);
            }
            for (int tile = c; tile < cEnd; tile++) {
                int bias = tile * WeightPacker.tileFloats(s, channels);
                for (int t = 0; t < pEnd - p; t++) {
                    TapListKernel8x2.run(
                            scratch.floats(),
                            t * blockTaps * pitch,
                            t0,
                            t1,
                            taps.weightsAt(),
                            weights,
                            bias + channels,
                            t0 == 0 ? bias : MicroKernels.GO_ON,
                            sums(t) + (tile - c) * channels * pitch);
                }
            }
            t0 = t1;
        } while (t0 < taps.taps());
        int oc = c % tilesPerGroup * channels;
        int rows = Math.min(s.ocg(), oc + (cEnd - c) * channels) - oc;
        for (int t = 0; t < pEnd - p; t++) {
            int valid = Math.min(pitch, region.pixels() - first - t * pitch);
            store(region, first + t * pitch, valid, sums(t), group * s.ocg() + oc, rows);
        }
    }

    private int sums(int tile) {
        return sums + tile * tilesPerGroup * channels * pitch;
    }

    private void gather(Region region, TapList taps, int base, int first, int valid, int t0, int t1, int to) {
        int pieces = PanelPacker.cut(first, valid, region.columns(), planes.rowStep(), scratch.ints());
        PanelPacker.pack(x, base, taps.offsets(), t0, t1, scratch.ints(), pieces, scratch.floats(), to, pitch);
    }

    /** Stores the sums of {@code rows} channels: a run of a region's pixels, row by row. */
    private void store(Region region, int first, int valid, int sums, int oc, int rows) {
        int plane = call.yo() + oc * g.outPlane();
        for (int at = 0; at < valid; ) {
            int row = (first + at) / region.columns();
            int column = (first + at) % region.columns();
            int length = Math.min(valid - at, region.columns() - column);
            int to = plane + (region.row() + row) * g.ow() + region.column() + column;
            if (call.access() != Access.IN_PLACE) {
                if (!call.plain()) {
                    int from = sums + at;
                    VectorEpilogue.run(
                            call, scratch.floats(), from, pitch, scratch.floats(), from, pitch, rows, length);
                }
                int pixel = to - plane;
                for (int r = 0; r < rows; r++) {
                    call.store(g, oc + r, pixel, length, scratch.floats(), sums + r * pitch + at);
                }
            } else if (call.plain()) {
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(scratch.floats(), sums + r * pitch + at, call.y(), to + r * g.outPlane(), length);
                }
            } else {
                VectorEpilogue.run(call, scratch.floats(), sums + at, pitch, to, g.outPlane(), rows, length);
            }
            at += length;
        }
    }
}
