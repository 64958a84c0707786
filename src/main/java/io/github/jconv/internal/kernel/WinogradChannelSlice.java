// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.Arrays;

/**
 * {@link WinogradSlice} with lanes along output channels where the matrices are multiplied, for 32 registers: the tiles of
 * {@link RowKernels}, which read each vector of weights once for 14 image tiles.
 *
 * <p>Each sum and transform has the operations of the other, in their order, so its bits. A pixel unit is a segment of a row
 * of image tiles, phase after phase, a channel unit the vectors of channels of a register tile. The input transform reads
 * staged rows where they are, its first half along rows of any phase. The output transform leaves room between the columns
 * of a phase for those of the others. {@link WinogradScratch} says where everything lies.
 *
 * <p>An object is one slice at work, one after the other.
 */
final class WinogradChannelSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int MOST_OUT = WinogradTransforms.MOST_OUT;
    private static final int CHUNK = WinogradScratch.CHUNK;

    private final Scratch memory;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private WinogradBlock block;
    private float[] scratch;
    private float[] weights;
    private int out;
    private int lanes;
    private int wide;
    private WinogradScratch arrays;

    WinogradChannelSlice(Scratch memory) {
        this.memory = memory;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, WinogradBlock block, int lanes) {
        return WinogradWeights.fits(g.layer(), block.tile().vectors() * lanes)
                && block.scratch().floats() < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, WinogradBlock block, int lanes) {
        return new Layout(
                        block.tile(),
                        LaneAxis.CHANNELS,
                        WeightPacker.tiles(g.layer(), block.tile().vectors() * lanes),
                        block.pixelUnits(),
                        true,
                        PlaneLayout.of(WinogradKernel.tiled(g), lanes),
                        null,
                        (int) block.scratch().floats())
                .with(block);
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p += block.blockUnits()) {
                int end = Math.min(p1, p + block.blockUnits());
                for (int ic = 0; ic < s.icg(); ic++) {
                    transformInput(ic, p, end);
                }
                int tiles = block.tilesBefore(end) - block.tilesBefore(p);
                int together = block.channelTiles();
                for (int c = c0; c < c1; c += together) {
                    int cEnd = Math.min(c1, c + together);
                    for (int k = 0; k < ELEMENTS; k++) {
                        for (int tile = c; tile < cEnd; tile++) {
                            multiply(k, tile, tiles, arrays.sums + (tile - c) * arrays.sumsStep);
                        }
                    }
                    for (int tile = c; tile < cEnd; tile++) {
                        transformOutputs(tile, p, end, tiles, arrays.sums + (tile - c) * arrays.sumsStep);
                    }
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
        block = plan.layout().winograd();
        scratch = memory.floats();
        lanes = plan.lanes();
        wide = tile.vectors() * lanes;
        weights = call.weights().winograd(block.streams());
        out = WinogradKernel.out(s);
        arrays = block.scratch();
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        block = null;
        arrays = null;
        scratch = null;
        weights = null;
    }

    private void transformInput(int ic, int p, int end) {
        int to = ic * block.tiles();
        int rowPitch = s.dh() * planes.rowPitch();
        int phases = out * s.dw();
        for (int unit = p; unit < end; unit++) {
            int row = unit / block.segments();
            int from = ic * planes.planeFloats()
                    + row / s.dh() * planes.rowStep()
                    + row % s.dh() * planes.rowPitch()
                    + unit % block.segments() * block.segment();
            if (block.segments() == 1) {
                WinogradTransforms.columns(
                        call.staged(), from, rowPitch, scratch, arrays.half, arrays.halfRow, phases * arrays.phase);
            } else {
                int columns = block.tilesBefore(unit, 1) + MOST_OUT / out;
                for (int i = 0; i < phases; i++) {
                    int at = from + i * planes.phasePitch();
                    WinogradTransforms.columns(
                            call.staged(),
                            at,
                            rowPitch,
                            scratch,
                            arrays.half + i * arrays.phase,
                            arrays.halfRow,
                            columns);
                }
            }
            for (int i = 0; i < s.dw(); i++) {
                int at = arrays.half + i * arrays.phase;
                int first = block.tilesBefore(unit, i);
                int tiles = block.tilesBefore(unit, i + 1) - first;
                WinogradTransforms.rows(
                        scratch,
                        at,
                        arrays.halfRow,
                        s.dw() * arrays.phase,
                        out,
                        scratch,
                        to + first,
                        arrays.elementFloats,
                        tiles);
            }
            to += block.tilesOf(unit);
        }
    }

    /** Multiplies an element's matrix of a channel tile. */
    private void multiply(int k, int c, int tiles, int sums) {
        int w = WinogradWeights.at(s, wide, k, c);
        int groups = block.groups(tiles);
        Tile last = block.last(tiles) < tile.broadcasts() ? RowKernels.TILE_8X2 : tile;
        for (int group = 0; group < groups; group++) {
            RowKernels.run(
                    group < groups - 1 ? tile : last,
                    scratch,
                    k * arrays.elementFloats + block.first(group, tiles),
                    block.taps(),
                    0,
                    s.icg(),
                    weights,
                    w + wide,
                    weights,
                    w,
                    0,
                    scratch,
                    sums + (group * ELEMENTS + k) * WinogradTransforms.SUMS_STEP);
        }
    }

    private void transformOutputs(int c, int p, int end, int tiles, int sums) {
        int channels = Math.min(wide, s.outChannels() - c * wide);
        Arrays.fill(scratch, arrays.bias, arrays.bias + wide, 0);
        System.arraycopy(call.weights().bias(), c * wide, scratch, arrays.bias, channels);
        for (int v = 0; v < tile.vectors() && v * lanes < channels; v++) {
            int tileInBlock = 0;
            for (int unit = p; unit < end; unit++) {
                transformOutput(v, unit, tileInBlock, tiles, sums);
                store(c * wide + v * lanes, Math.min(lanes, channels - v * lanes), unit);
                tileInBlock += block.tilesOf(unit);
            }
        }
    }

    /** Transforms a unit's sums of a vector of channels and turns them: pixels of the unit's rows side by side. */
    private void transformOutput(int v, int unit, int tileInBlock, int tilesInBlock, int sums) {
        int tiles = block.tilesBefore(unit, 1);
        int columns = block.columns(unit);
        int wideTile = out * s.dw();
        int chunk = Units.of(tiles, Units.of(tiles, CHUNK / wideTile));
        for (int t = 0; t < tiles; t += chunk) {
            for (int i = 0; i < s.dw(); i++) {
                int first = tileInBlock + block.tilesBefore(unit, i);
                int end = Math.min(first + t + chunk, tileInBlock + block.tilesBefore(unit, i + 1));
                int to = arrays.outputs + i * lanes;
                for (int at = first + t; at < end; at++, to += wideTile * lanes) {
                    transformTile(v, at, tilesInBlock, sums, to);
                }
            }
            // What a row shorter than a vector has too much is overwritten by the next row, if that is not there yet.
            int pixels = Math.max(t == 0 ? lanes : 0, Math.min(wideTile * chunk, columns - wideTile * t));
            for (int r = 0; r < block.rows(unit); r++) {
                int from = arrays.outputs + r * CHUNK * lanes;
                int to = arrays.turned + r * columns + wideTile * t;
                Turn.run(scratch, from, lanes, pixels, lanes, scratch, to, arrays.turnedPitch, arrays.square);
            }
        }
    }

    /** Transforms a tile's sums of a vector of channels to pixels {@code dw} vectors apart. */
    private void transformTile(int v, int tileInBlock, int tilesInBlock, int sums, int to) {
        int group = Math.min(tileInBlock / tile.broadcasts(), block.groups(tilesInBlock) - 1);
        int inGroup = (tileInBlock - block.first(group, tilesInBlock)) * tile.vectors() + v;
        int from = sums + group * ELEMENTS * WinogradTransforms.SUMS_STEP + inGroup * lanes;
        int b = arrays.bias + v * lanes;
        if (out == 2) {
            WinogradTransforms.outputs2(scratch, from, arrays.halfSums, b, to, s.dw() * lanes, CHUNK * lanes);
        } else {
            WinogradTransforms.outputs4(scratch, from, arrays.halfSums, b, to, s.dw() * lanes, CHUNK * lanes);
        }
    }

    /** Stores a unit's pixels to {@code channels} channels from {@code oc} on. */
    private void store(int oc, int channels, int unit) {
        int rows = block.rows(unit);
        int columns = block.columns(unit);
        int pixel = block.firstRow(unit) * g.ow() + block.firstColumn(unit);
        boolean together = block.segments() == 1 && s.dh() == 1;
        int runs = together ? 1 : rows;
        int run = together ? rows * columns : columns;
        for (int i = 0; i < channels; i++) {
            int from = arrays.turned + i * arrays.turnedPitch;
            if (call.residual() == null && !call.plain()) {
                VectorEpilogue.activate(call, scratch, from, Units.of(rows * columns, lanes) * lanes);
            }
            for (int r = 0; r < runs; r++) {
                int to = pixel + r * s.dh() * g.ow();
                WinogradKernel.store(call, g, oc + i, to, 1, run, scratch, from + r * run);
            }
        }
    }
}
