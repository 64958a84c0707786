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
 * of image tiles, a channel unit the vectors of channels of a register tile. The input transform reads staged rows where
 * they are, its first half along rows of any phase.
 *
 * <pre>
 *   scratch:  [input: element][ic][tile of the block]   [half transformed: row][phase][tile]
 *             [sums: group of tiles][element, SUMS_STEP floats: tile][channel]   [bias: channel]   [half transformed: 24 vectors]
 *             [outputs: row][pixel][lanes]   [turned: lanes][row][pixel]   [a square of lanes]
 * </pre>
 *
 * <p>An object is one slice at work, one after the other.
 */
final class WinogradChannelSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int IN = WinogradTransforms.IN;
    private static final int OUT = WinogradTransforms.OUT;

    /** Image tiles of a row that are transformed to outputs and turned at a time. */
    private static final int CHUNK = 16;

    /** Vectors between the arrays in scratch: whole vectors are written behind what is wanted. */
    private static final int SLACK = 2;

    /** What lanes along pixels cost beside these for the same multiplications: gathering, and tiles of fewer registers. */
    private static final double PIXELS_COST = 1.2;

    private final Scratch memory;
    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private WinogradBlock block;
    private float[] scratch;
    private float[] weights;
    private int tilesWide;
    private int lanes;
    private int wide;
    private int elementFloats;
    private int halfRow;
    private int half;
    private int sums;
    private int bias;
    private int halfSums;
    private int outputs;
    private int turnedPitch;
    private int turned;
    private int square;

    WinogradChannelSlice(Scratch memory) {
        this.memory = memory;
    }

    /** Whether weights and scratch fit arrays, and this costs less than lanes along pixels; idle lanes included. */
    static boolean pays(Geometry g, WinogradBlock block, int lanes) {
        Tile other = MicroKernels.TILE_8X2;
        double vectors = (double) Units.of(WinogradKernel.tiles(g), other.vectors() * lanes) * other.vectors();
        double channels = (double) Units.of(g.layer().outChannels(), other.channels()) * other.channels();
        return block.cycles(g, lanes) < PIXELS_COST * vectors * channels
                && WinogradWeights.fits(g.layer(), block.tile().vectors() * lanes)
                && scratchFloats(g, block, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, WinogradBlock block, int lanes) {
        return new Layout(
                        block.tile(),
                        LaneAxis.CHANNELS,
                        WeightPacker.tiles(g.layer(), block.tile().vectors() * lanes),
                        WinogradKernel.tilesHigh(g) * block.segments(),
                        true,
                        PlaneLayout.of(WinogradKernel.tiled(g)),
                        null,
                        (int) scratchFloats(g, block, lanes))
                .with(block);
    }

    private static double scratchFloats(Geometry g, WinogradBlock block, int lanes) {
        Tile tile = block.tile();
        double input = ELEMENTS * (g.layer().icg() * (double) block.tiles() + SLACK * lanes);
        double sums = (double) Units.of(block.tiles(), tile.channels()) * ELEMENTS * WinogradTransforms.SUMS_STEP;
        double outputs = (tile.vectors() + OUT * IN + OUT * OUT * CHUNK + turnedPitch(block, lanes)) * (double) lanes;
        return input + IN * halfRow(block, lanes) + sums + outputs + Turn.squareFloats(lanes);
    }

    private static int halfRow(WinogradBlock block, int lanes) {
        return OUT * (block.segment() + 1) + SLACK * lanes;
    }

    private static int turnedPitch(WinogradBlock block, int lanes) {
        return OUT * OUT * block.segment() + SLACK * lanes;
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p += block.units()) {
                int end = Math.min(p1, p + block.units());
                for (int ic = 0; ic < s.icg(); ic++) {
                    transformInput(ic, p, end);
                }
                int tiles = tilesBefore(end) - tilesBefore(p);
                for (int c = c0; c < c1; c++) {
                    multiply(c, tiles);
                    transformOutputs(c, p, end, tiles);
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
        weights = call.weights().winograd(wide);
        tilesWide = WinogradKernel.tilesWide(g);
        elementFloats = s.icg() * block.tiles() + SLACK * lanes;
        halfRow = halfRow(block, lanes);
        half = ELEMENTS * elementFloats;
        sums = half + IN * halfRow;
        bias = sums + groups(block.tiles()) * ELEMENTS * WinogradTransforms.SUMS_STEP;
        halfSums = bias + wide;
        outputs = halfSums + OUT * IN * lanes;
        turnedPitch = turnedPitch(block, lanes);
        turned = outputs + OUT * OUT * CHUNK * lanes;
        square = turned + lanes * turnedPitch;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        block = null;
        scratch = null;
        weights = null;
    }

    /** Tiles of the plane before a unit. */
    private int tilesBefore(int unit) {
        return unit / block.segments() * tilesWide + unit % block.segments() * block.segment();
    }

    private int tilesOf(int unit) {
        return Math.min(block.segment(), tilesWide - unit % block.segments() * block.segment());
    }

    private int groups(int tiles) {
        return Units.of(tiles, tile.channels());
    }

    /** The first tile of a group: the last group overlaps the one before. */
    private int first(int group, int tiles) {
        return Math.max(0, Math.min(group * tile.channels(), tiles - tile.channels()));
    }

    private void transformInput(int ic, int p, int end) {
        int to = ic * block.tiles();
        int phase = block.segment() + 1;
        for (int unit = p; unit < end; unit++) {
            int from = ic * planes.planeFloats()
                    + unit / block.segments() * planes.rowStep()
                    + unit % block.segments() * block.segment();
            int tiles = tilesOf(unit);
            if (block.segments() == 1) {
                WinogradTransforms.columns(call.staged(), from, planes.rowPitch(), scratch, half, halfRow, OUT * phase);
            } else {
                for (int i = 0; i < OUT; i++) {
                    int at = from + i * planes.phasePitch();
                    WinogradTransforms.columns(
                            call.staged(), at, planes.rowPitch(), scratch, half + i * phase, halfRow, tiles + 1);
                }
            }
            WinogradTransforms.rows(scratch, half, halfRow, phase, scratch, to, elementFloats, tiles);
            to += tiles;
        }
    }

    private void multiply(int c, int tiles) {
        int matrixFloats = WinogradWeights.matrixFloats(s, wide);
        for (int k = 0; k < ELEMENTS; k++) {
            int w = k * matrixFloats + c * WinogradWeights.tileFloats(s, wide);
            for (int group = 0; group < groups(tiles); group++) {
                RowKernels.run(
                        tile,
                        scratch,
                        k * elementFloats + first(group, tiles),
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
    }

    private void transformOutputs(int c, int p, int end, int tiles) {
        int channels = Math.min(wide, s.outChannels() - c * wide);
        Arrays.fill(scratch, bias, bias + wide, 0);
        System.arraycopy(call.weights().bias(), c * wide, scratch, bias, channels);
        for (int v = 0; v < tile.vectors() && v * lanes < channels; v++) {
            int tileInBlock = 0;
            for (int unit = p; unit < end; unit++) {
                transformOutput(v, unit, tileInBlock, tiles);
                store(c * wide + v * lanes, Math.min(lanes, channels - v * lanes), unit);
                tileInBlock += tilesOf(unit);
            }
        }
    }

    /** Transforms a unit's sums of a vector of channels and turns them: pixels of the unit's rows side by side. */
    private void transformOutput(int v, int unit, int tileInBlock, int tilesInBlock) {
        int tiles = tilesOf(unit);
        int columns = columns(unit);
        int chunk = Units.of(tiles, Units.of(tiles, CHUNK));
        for (int t = 0; t < tiles; t += chunk) {
            int count = Math.min(chunk, tiles - t);
            for (int i = 0; i < count; i++) {
                int at = tileInBlock + t + i;
                int group = Math.min(at / tile.channels(), groups(tilesInBlock) - 1);
                int inGroup = at - first(group, tilesInBlock);
                WinogradTransforms.outputs(
                        scratch,
                        sums + group * ELEMENTS * WinogradTransforms.SUMS_STEP + (inGroup * tile.vectors() + v) * lanes,
                        halfSums,
                        bias + v * lanes,
                        outputs + i * OUT * lanes,
                        OUT * CHUNK * lanes);
            }
            // What a row shorter than a vector has too much is overwritten by the next row.
            int pixels = Math.max(lanes, Math.min(OUT * count, columns - OUT * t));
            for (int r = 0; r < rows(unit); r++) {
                int from = outputs + r * OUT * CHUNK * lanes;
                int to = turned + r * columns + OUT * t;
                Turn.run(scratch, from, lanes, pixels, lanes, scratch, to, turnedPitch, square);
            }
        }
    }

    private int rows(int unit) {
        return Math.min(OUT, g.oh() - unit / block.segments() * OUT);
    }

    private int columns(int unit) {
        int column = unit % block.segments() * block.segment() * OUT;
        return Math.min(OUT * block.segment(), g.ow() - column);
    }

    /** Stores a unit's pixels to {@code channels} channels from {@code oc} on. */
    private void store(int oc, int channels, int unit) {
        int rows = rows(unit);
        int columns = columns(unit);
        int pixel = unit / block.segments() * OUT * g.ow() + unit % block.segments() * block.segment() * OUT;
        int runs = block.segments() == 1 ? 1 : rows;
        int run = block.segments() == 1 ? rows * columns : columns;
        for (int i = 0; i < channels; i++) {
            int from = turned + i * turnedPitch;
            if (call.residual() == null && !call.plain()) {
                VectorEpilogue.activate(call, scratch, from, Units.of(rows * columns, lanes) * lanes);
            }
            for (int r = 0; r < runs; r++) {
                WinogradKernel.store(call, g, oc + i, pixel + r * g.ow(), run, scratch, from + r * run);
            }
        }
    }
}
