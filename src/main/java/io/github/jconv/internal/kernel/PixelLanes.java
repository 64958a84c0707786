// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around the micro-kernel, for pointwise and general convolutions: for a block of pixel tiles, gather their
 * panels once and run them against every tile of channels. A panel is gathered as the first tile of channels comes to it,
 * by {@link MicroKernel6x2#gather} beside its multiply-adds where that reads two whole vectors a tap, of rows, or, of
 * {@link LaneAxis#FUSED}, by {@link MicroKernel8x2#gather}, of one run.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a pixel tile. Output pixels of a plane are one run of
 * {@code oh * ow}, so tiles go on from row to row and only the plane's last tile is not full. A tile that is not full,
 * in pixels or channels, is computed into scratch and its valid part copied; so is every tile where the output's place
 * holds a residual that is still to be added. A block is several tiles where they have few
 * taps, so that a channel's outputs are stored in longer runs.
 *
 * <pre>
 *   scratch:  [slack][panels: one block of taps x pitch each][a vector of slack][edge: one tile or more a channel unit]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class PixelLanes {
    /** Sums that are finished together: few enough to be in the L1 cache still. */
    private static final int FINISHED_FLOATS = 4 * 1024;

    private final Scratch scratch;
    private Plan plan;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private float[] x;
    private float[] weights;
    private int channels;
    private int pitch;
    private int blockTaps;
    private int blockTiles;
    private int keptTiles;
    private int panelFloats;
    private int tilesPerGroup;
    private int wholeTiles;
    private int groupWeights;
    private int fullTiles;
    private boolean oneRun;
    private boolean fused;

    /** The group at work, its first plane, pixel tiles [p, pEnd) of its block and taps [t0, t1). */
    private int group;

    private int base;
    private int p;
    private int pEnd;
    private int t0;
    private int t1;

    /** The channel tile at work: its first channel in the group, its channels, and those that are there. */
    private int inGroup;

    private int width;
    private int validChannels;

    PixelLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays; for {@link LaneAxis#FUSED} also whether all taps are a panel of one run, for several tiles. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        LayerSpec s = g.layer();
        return WeightPacker.fits(s, tile.broadcasts())
                && edgeFloats(g, tile, lanes) < Integer.MAX_VALUE / 2
                && (axis != LaneAxis.FUSED
                        || PlaneLayout.rowStep(g) == g.ow()
                                && s.ocg() > tile.broadcasts()
                                && PanelBlocks.taps(s, tile.vectors() * lanes) == s.taps());
    }

    static Layout layout(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int pitch = tile.vectors() * lanes;
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.broadcasts());
        int pixelTiles = Units.of(g.outPlane(), pitch);
        int scratch = edgeStart(g.layer(), pitch, lanes) + (int) edgeFloats(g, tile, lanes);
        return new Layout(tile, axis, channelTiles, pixelTiles, true, PlaneLayout.of(g, lanes), null, scratch);
    }

    private static int edgeStart(LayerSpec layer, int pitch, int lanes) {
        return Scratch.SLACK + PanelBlocks.floats(layer, pitch) + lanes;
    }

    /** Room for one pixel tile of every channel, or as many as are at work. */
    private static double edgeFloats(Geometry g, Tile tile, int lanes) {
        int tiles = WeightPacker.tiles(g.layer(), tile.broadcasts());
        int pitch = tile.vectors() * lanes;
        int kept = PanelBlocks.keptTiles(g.layer(), pitch);
        return (double) kept * g.layer().groups() * tiles * tile.broadcasts() * pitch;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (p = p0; p < p1; p = pEnd) {
                pEnd = Math.min(p1, p + blockTiles);
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    group(c, end, c0);
                    c = end;
                }
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
        x = planes.staged() ? call.staged() : call.x();
        channels = plan.tile().broadcasts();
        weights = call.weights().packed(channels);
        pitch = plan.tile().vectors() * plan.lanes();
        blockTaps = PanelBlocks.taps(s, pitch);
        fused = plan.layout().axis() == LaneAxis.FUSED;
        blockTiles = fused ? 1 : PanelBlocks.tiles(s, pitch);
        keptTiles = PanelBlocks.keptTiles(s, pitch);
        panelFloats = blockTaps * pitch;
        fullTiles = g.outPlane() / pitch;
        oneRun = planes.rowStep() == g.ow();
        tilesPerGroup = WeightPacker.tiles(s, channels);
        wholeTiles = Units.whole(s.ocg(), channels);
        groupWeights = WeightPacker.start(s, channels, tilesPerGroup) - Scratch.SLACK;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        plan = null;
        call = null;
        g = null;
        s = null;
        planes = null;
        x = null;
        weights = null;
    }

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of the block's pixel tiles. */
    private void group(int c, int cEnd, int firstTile) {
        group = c / tilesPerGroup;
        base = (planes.staged() ? call.stagedAt() : call.xo()) + group * s.icg() * planes.planeFloats();
        for (t0 = 0; t0 < s.taps(); t0 += blockTaps) {
            t1 = Math.min(s.taps(), t0 + blockTaps);
            int gathered = p + pack();
            int unfinished = c;
            for (int tile = c; tile < cEnd; tile++) {
                tiles(tile - group * tilesPerGroup, (tile - firstTile) * keptTiles, tile == c ? gathered : pEnd);
                int sums = (tile + 1 - unfinished) * channels * (pEnd - p) * pitch;
                if (t1 == s.taps() && !call.plain() && (sums >= FINISHED_FLOATS || tile + 1 == cEnd)) {
                    finish(unfinished, tile + 1);
                    unfinished = tile + 1;
                }
            }
        }
    }

    /** The epilogue of sums that lie in the output. */
    private void finish(int c, int cEnd) {
        if (call.addsInPlace()) {
            return;
        }
        int first = Units.start(c % tilesPerGroup, channels, wholeTiles);
        int rows = Math.min(s.ocg(), Units.start(cEnd - group * tilesPerGroup, channels, wholeTiles)) - first;
        int ys = call.outPitch(g);
        int at = call.yo() + (group * s.ocg() + first) * ys + p * pitch;
        int length = Math.min((pEnd - p) * pitch, g.outPlane() - p * pitch);
        VectorEpilogue.run(call, call.y(), at, ys, at, ys, rows, length);
    }

    /** Outputs of a pixel tile: {@code pitch}, but for the plane's last. */
    private int valid(int pixels) {
        return Math.min(pitch, g.outPlane() - pixels * pitch);
    }

    /** Gathers the panels of the block's first pixel tiles, as many as lie side by side in the input; returns how many. */
    private int pack() {
        int whole = Math.min(pEnd, fullTiles) - p;
        if (!oneRun || fused || whole < 2 || !PanelPacker.packsTiles(pitch)) {
            return 0;
        }
        int from = base + p * pitch;
        PanelPacker.packTiles(x, from, planes.offsets(), t0, t1, scratch.floats(), Scratch.SLACK, whole, panelFloats);
        return whole;
    }

    /** Cuts what a pixel tile reads into pieces; returns their number. */
    private int cut(int pixels) {
        return PanelPacker.cut(
                pixels * pitch, valid(pixels), oneRun ? g.outPlane() : g.ow(), planes.rowStep(), scratch.ints());
    }

    /**
     * A channel tile of the group and the block's pixel tiles, of which those from {@code ungathered} on have no panels yet.
     * What does not change from one of them to the next is looked up once: a call of few taps takes no longer than that.
     *
     * @param slot of its sums in scratch, where they are kept there
     */
    private void tiles(int tile, int slot, int ungathered) {
        inGroup = Units.start(tile, channels, wholeTiles);
        width = Units.start(tile + 1, channels, wholeTiles) - inGroup;
        validChannels = Math.min(width, s.ocg() - inGroup);
        float[] floats = scratch.floats();
        float[] y = call.y();
        int ys = call.outPitch(g);
        int yo = call.yo() + (group * s.ocg() + inGroup) * ys + p * pitch;
        int bias = bias();
        int w = bias + (t0 + 1) * width;
        int start = t0 == 0 ? bias : MicroKernels.GO_ON;
        boolean whole = validChannels == width && !call.addsInPlace();
        int end = whole ? Math.min(ungathered, fullTiles) : p;
        int panel = Scratch.SLACK;
        for (int pixels = p; pixels < end; pixels++) {
            MicroKernels.run(width, floats, panel, t1 - t0, weights, w, start, y, yo, ys);
            panel += panelFloats;
            yo += pitch;
        }
        for (int pixels = Math.max(p, end); pixels < pEnd; pixels++) {
            int edge =
                    edgeStart(s, pitch, plan.lanes()) + (slot + (keptTiles == 1 ? 0 : pixels - p)) * channels * pitch;
            if (whole && pixels < fullTiles) {
                multiply(pixels, pixels >= ungathered, panel, y, yo, ys);
            } else {
                multiply(pixels, pixels >= ungathered, panel, floats, edge, pitch);
                if (t1 == s.taps()) {
                    store(edge, yo, valid(pixels));
                }
            }
            panel += panelFloats;
            yo += pitch;
        }
    }

    /** The bias of the channel tile at work, its weights behind it. */
    private int bias() {
        return Scratch.SLACK + group * groupWeights + inGroup * (s.taps() + 1);
    }

    /** A pixel tile, its panel gathered first if {@code gathers}, to {@code out} from {@code at} on. */
    private void multiply(int pixels, boolean gathers, int panel, float[] out, int at, int step) {
        float[] floats = scratch.floats();
        int bias = bias();
        if (gathers && fused && valid(pixels) == pitch) {
            MicroKernel8x2.gather(
                    out, at, step, t1, floats, weights, bias + width, planes.offsets(), x, base + pixels * pitch);
            return;
        }
        if (gathers) {
            int pieces = cut(pixels);
            int[] from = scratch.ints();
            boolean twoVectors = pieces == 2 && valid(pixels) == pitch && !oneRun;
            if (twoVectors && t0 == 0 && width == MicroKernels.TILE_6X2.broadcasts()) {
                int[] offsets = planes.offsets();
                int x0 = base + from[0];
                int x1 = base + from[2];
                MicroKernel6x2.gather(x, x0, x1, offsets, t1, floats, panel, weights, bias, out, at, step);
                return;
            }
            PanelPacker.pack(x, base, planes.offsets(), t0, t1, from, pieces, floats, panel, pitch);
        }
        int start = t0 == 0 ? bias : MicroKernels.GO_ON;
        MicroKernels.run(width, floats, panel, t1 - t0, weights, bias + (t0 + 1) * width, start, out, at, step);
    }

    /** Stores {@code valid} pixels of sums that are in scratch. */
    private void store(int from, int yo, int valid) {
        int ys = call.outPitch(g);
        if (call.addsInPlace()) {
            VectorEpilogue.run(call, scratch.floats(), from, pitch, yo, ys, validChannels, valid);
            return;
        }
        for (int i = 0; i < validChannels; i++) {
            System.arraycopy(scratch.floats(), from + i * pitch, call.y(), yo + i * ys, valid);
        }
    }
}
