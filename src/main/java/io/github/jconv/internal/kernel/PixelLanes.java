// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * The loops around the micro-kernel, for pointwise and general convolutions: for a block of pixel tiles, gather their
 * panels once and run them against every tile of channels.
 *
 * <p>A channel unit is a channel tile of a group, a pixel unit a pixel tile. Output pixels of a plane are one run of
 * {@code oh * ow}, so tiles go on from row to row and only the plane's last tile is not full. A tile that is not full,
 * in pixels or channels, is computed into scratch and its valid part copied; so is every tile where the output's place
 * holds a residual that is still to be added. A block is several tiles where they have few
 * taps, so that a channel's outputs are stored in longer runs.
 *
 * <pre>
 *   scratch:  [panels: one block of taps x pitch each][a vector of slack][edge: one tile or more a channel unit]
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

    PixelLanes(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        return WeightPacker.fits(g.layer(), tile.channels()) && edgeFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, int lanes) {
        int pitch = tile.vectors() * lanes;
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), tile.channels());
        int pixelTiles = Units.of(g.outPlane(), pitch);
        int scratch = edgeStart(g.layer(), pitch, lanes) + (int) edgeFloats(g, tile, lanes);
        return new Layout(tile, LaneAxis.PIXELS, channelTiles, pixelTiles, true, PlaneLayout.of(g), null, scratch);
    }

    private static int edgeStart(LayerSpec layer, int pitch, int lanes) {
        return PanelBlocks.floats(layer, pitch) + lanes;
    }

    /** Room for one pixel tile of every channel, or as many as are at work. */
    private static double edgeFloats(Geometry g, Tile tile, int lanes) {
        int tiles = WeightPacker.tiles(g.layer(), tile.channels());
        int pitch = tile.vectors() * lanes;
        int kept = PanelBlocks.keptTiles(g.layer(), pitch);
        return (double) kept * g.layer().groups() * tiles * tile.channels() * pitch;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p += blockTiles) {
                int pEnd = Math.min(p1, p + blockTiles);
                for (int c = c0; c < c1; ) {
                    int end = Math.min(c1, (c / tilesPerGroup + 1) * tilesPerGroup);
                    group(c, end, c0, p, pEnd);
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
        channels = plan.tile().channels();
        weights = call.weights().packed(channels);
        pitch = plan.tile().vectors() * plan.lanes();
        blockTaps = PanelBlocks.taps(s, pitch);
        blockTiles = PanelBlocks.tiles(s, pitch);
        keptTiles = PanelBlocks.keptTiles(s, pitch);
        panelFloats = blockTaps * pitch;
        tilesPerGroup = WeightPacker.tiles(s, channels);
        wholeTiles = Units.whole(s.ocg(), channels);
        groupWeights = WeightPacker.start(s, channels, tilesPerGroup);
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

    /** Channel tiles {@code [c, cEnd)}, which are of one group, of pixel tiles {@code [p, pEnd)}. */
    private void group(int c, int cEnd, int firstTile, int p, int pEnd) {
        int group = c / tilesPerGroup;
        int base = (planes.staged() ? call.stagedAt() : call.xo()) + group * s.icg() * planes.planeFloats();
        for (int t0 = 0; t0 < s.taps(); t0 += blockTaps) {
            int t1 = Math.min(s.taps(), t0 + blockTaps);
            gather(base, p, pEnd, t0, t1);
            int unfinished = c;
            for (int tile = c; tile < cEnd; tile++) {
                for (int pixels = p; pixels < pEnd; pixels++) {
                    int slot = (tile - firstTile) * keptTiles + (pixels - p) % keptTiles;
                    tile(group, tile - group * tilesPerGroup, slot, pixels, (pixels - p) * panelFloats, t0, t1);
                }
                int sums = (tile + 1 - unfinished) * channels * (pEnd - p) * pitch;
                if (t1 == s.taps() && !call.plain() && (sums >= FINISHED_FLOATS || tile + 1 == cEnd)) {
                    finish(unfinished, tile + 1, p, pEnd);
                    unfinished = tile + 1;
                }
            }
        }
    }

    /** The epilogue of sums that lie in the output. */
    private void finish(int c, int cEnd, int p, int pEnd) {
        if (call.addsInPlace()) {
            return;
        }
        int group = c / tilesPerGroup;
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

    private void gather(int base, int p, int pEnd, int t0, int t1) {
        boolean oneRun = planes.rowStep() == g.ow();
        int whole = Math.min(pEnd, g.outPlane() / pitch) - p;
        int done = 0;
        if (oneRun && whole > 1 && PanelPacker.packsTiles(pitch)) {
            int from = base + p * pitch;
            PanelPacker.packTiles(x, from, planes.offsets(), t0, t1, scratch.floats(), 0, whole, panelFloats);
            done = whole;
        }
        for (int tile = done; tile < pEnd - p; tile++) {
            gather(oneRun, base, p + tile, t0, t1, tile * panelFloats);
        }
    }

    private void gather(boolean oneRun, int base, int pixels, int t0, int t1, int to) {
        int width = oneRun ? g.outPlane() : g.ow();
        int pieces = PanelPacker.cut(pixels * pitch, valid(pixels), width, planes.rowStep(), scratch.ints());
        PanelPacker.pack(x, base, planes.offsets(), t0, t1, scratch.ints(), pieces, scratch.floats(), to, pitch);
    }

    /** Taps {@code [t0, t1)} of the panel at {@code panel}, added to one channel tile of a group, of one pixel tile. */
    private void tile(int group, int tile, int slot, int pixels, int panel, int t0, int t1) {
        float[] floats = scratch.floats();
        int inGroup = Units.start(tile, channels, wholeTiles);
        int width = Units.start(tile + 1, channels, wholeTiles) - inGroup;
        int oc = group * s.ocg() + inGroup;
        int validChannels = Math.min(width, s.ocg() - inGroup);
        int bias = group * groupWeights + inGroup * (s.taps() + 1);
        int w = bias + (t0 + 1) * width;
        int start = t0 == 0 ? bias : MicroKernels.GO_ON;
        int ys = call.outPitch(g);
        int yo = call.yo() + oc * ys + pixels * pitch;
        int valid = valid(pixels);
        boolean apart = call.addsInPlace();
        if (validChannels == width && valid == pitch && !apart) {
            MicroKernels.run(width, floats, panel, t1 - t0, weights, w, start, call.y(), yo, ys);
            return;
        }
        int eo = edgeStart(s, pitch, plan.lanes()) + slot * channels * pitch;
        MicroKernels.run(width, floats, panel, t1 - t0, weights, w, start, floats, eo, pitch);
        if (t1 == s.taps() && apart) {
            VectorEpilogue.run(call, floats, eo, pitch, yo, ys, validChannels, valid);
        } else if (t1 == s.taps()) {
            for (int i = 0; i < validChannels; i++) {
                System.arraycopy(floats, eo + i * pitch, call.y(), yo + i * ys, valid);
            }
        }
    }
}
