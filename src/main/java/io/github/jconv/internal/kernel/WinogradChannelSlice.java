// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;
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
 */
final class WinogradChannelSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int IN = WinogradTransforms.IN;
    private static final int OUT = WinogradTransforms.OUT;

    /** Image tiles of a row that are transformed to outputs and turned at a time. */
    private static final int CHUNK = 16;

    /** Vectors between the arrays in scratch: whole vectors are written behind what is wanted. */
    private static final int SLACK = 2;

    private final Plan plan;
    private final Scratch memory;
    private final Geometry g;
    private final Geometry tiled;
    private final LayerSpec s;
    private final PlaneLayout planes;
    private final Tile tile;
    private final int lanes;
    private final int wide;
    private final WinogradBlock block;
    private final int[] offsets;
    private final int elementFloats;
    private final int halfRow;
    private final int half;
    private final int sums;
    private final int bias;
    private final int halfSums;
    private final int outputs;
    private final int turnedPitch;
    private final int turned;
    private final int square;
    private ImageCall call;
    private float[] scratch;

    /** Slices of a plan, one after the other. */
    WinogradChannelSlice(Plan plan, Scratch memory) {
        this.plan = plan;
        this.memory = memory;
        g = plan.geometry();
        tiled = WinogradKernel.tiled(g);
        s = g.layer();
        planes = plan.layout().planes();
        tile = plan.tile();
        lanes = plan.lanes();
        wide = tile.vectors() * lanes;
        block = WinogradBlock.of(g, tile);
        offsets = new int[s.icg()];
        for (int ic = 0; ic < offsets.length; ic++) {
            offsets[ic] = ic * block.tiles();
        }
        elementFloats = elementFloats(g, block, lanes);
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

    private static int elementFloats(Geometry g, WinogradBlock block, int lanes) {
        return g.layer().icg() * block.tiles() + SLACK * lanes;
    }

    private static int halfRow(WinogradBlock block, int lanes) {
        return OUT * (block.segment() + 1) + SLACK * lanes;
    }

    private static int turnedPitch(WinogradBlock block, int lanes) {
        return OUT * OUT * block.segment() + SLACK * lanes;
    }

    static double scratchFloats(Geometry g, Tile tile, int lanes) {
        WinogradBlock block = WinogradBlock.of(g, tile);
        double input = ELEMENTS * (double) elementFloats(g, block, lanes);
        double sums = (double) Units.of(block.tiles(), tile.channels()) * ELEMENTS * WinogradTransforms.SUMS_STEP;
        double outputs = (tile.vectors() + OUT * IN + OUT * OUT * CHUNK + turnedPitch(block, lanes)) * (double) lanes;
        return input + IN * halfRow(block, lanes) + sums + outputs + Turn.squareFloats(lanes);
    }

    /** What lanes along pixels cost beside these for the same multiplications: gathering, and tiles of fewer registers. */
    private static final double PIXELS_COST = 1.2;

    /** Whether lanes along channels cost less, idle ones included. */
    static boolean pays(Geometry g, Platform platform) {
        Tile tile = WinogradBlock.tile(g, platform.lanes());
        int lanes = platform.lanes();
        int tiles = WinogradKernel.tiled(g).outPlane();
        double there =
                (double) Units.of(tiles, 2 * lanes) * 2 * Units.of(g.layer().outChannels(), 8) * 8;
        return WinogradBlock.cycles(g, tile, lanes) < PIXELS_COST * there
                && WinogradWeights.fits(g.layer(), tile.vectors() * lanes)
                && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    boolean isOf(Plan other) {
        return plan == other;
    }

    /** As {@link Kernel#compute}. */
    void compute(ImageCall call, int c0, int c1, int p0, int p1) {
        this.call = call;
        scratch = memory.floats();
        try {
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
            this.call = null;
        }
    }

    /** Tiles of the plane before a unit. */
    private int tilesBefore(int unit) {
        return unit / block.segments() * tiled.ow() + unit % block.segments() * block.segment();
    }

    private int tilesOf(int unit) {
        return Math.min(block.segment(), tiled.ow() - unit % block.segments() * block.segment());
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
        float[] weights = call.weights().winograd(wide);
        int matrixFloats = WinogradWeights.matrixFloats(s, wide);
        for (int k = 0; k < ELEMENTS; k++) {
            int w = k * matrixFloats + c * WinogradWeights.tileFloats(s, wide);
            for (int group = 0; group < groups(tiles); group++) {
                RowKernels.run(
                        tile,
                        scratch,
                        k * elementFloats + first(group, tiles),
                        offsets,
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
                if (call.residual() == null) {
                    call.store(g, oc + i, pixel + r * g.ow(), run, scratch, from + r * run);
                } else {
                    int to = call.yo() + (oc + i) * g.outPlane() + pixel + r * g.ow();
                    VectorEpilogue.run(call, scratch, from + r * run, 0, to, 0, 1, run);
                }
            }
        }
    }
}
