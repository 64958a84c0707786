// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import java.util.Arrays;

/**
 * {@link WinogradSlice} with lanes along output channels where the matrices are multiplied: for images of few tiles, which
 * would leave most of its vector tiles empty. 14x14 outputs are 16 tiles.
 *
 * <p>Each sum and transform has the operations of the other, in their order, so its bits. A pixel unit is a vector of image
 * tiles, which the micro-kernel takes eight at a time; a channel unit two vectors of channels.
 *
 * <pre>
 *   scratch:  [input: vector of tiles][element][eight tiles][ic][8]     [one vector of tiles transformed: element][ic][lanes]
 *             [sums: image tile][element][channel]                     [gathered: element, STEP floats: tiles][a vector of slack]
 *             [eight zeros]   [outputs: pixel][lanes]   [turned: lanes][pixel]   [a square of lanes]
 * </pre>
 */
final class WinogradChannelSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int OUT = WinogradTransforms.OUT;
    private static final int PIXELS = OUT * OUT;

    /** Image tiles of a call of the micro-kernel. */
    private static final int NARROW = 8;

    private static final int WEIGHTS_A_TILE = 1 << 18;
    private static final int MOST_TILES = 4;

    private final Plan plan;
    private final Scratch memory;
    private final Geometry g;
    private final Geometry tiled;
    private final LayerSpec s;
    private final PlaneLayout planes;
    private final int lanes;
    private final int wide;
    private final int blockTiles;
    private final int transformed;
    private final int sums;
    private final int gathered;
    private final int zeros;
    private final int outputs;
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
        lanes = plan.lanes();
        wide = plan.tile().vectors() * lanes;
        blockTiles = blockTiles(g, lanes);
        transformed = blockTiles * ELEMENTS * s.icg() * lanes;
        sums = transformed + ELEMENTS * s.icg() * lanes;
        gathered = sums + blockTiles * lanes * ELEMENTS * wide;
        zeros = gathered + ELEMENTS * WinogradTransforms.STEP + lanes;
        outputs = zeros + NARROW;
        turned = outputs + PIXELS * lanes;
        square = turned + lanes * PIXELS;
    }

    /** Whether lanes along channels leave fewer of them idle, on a platform whose vectors are as wide as the code takes. */
    static boolean pays(Geometry g, int lanes) {
        if (lanes != PIXELS) {
            return false;
        }
        int tiles = WinogradKernel.tiled(g).outPlane();
        int channels = g.layer().outChannels();
        double here = (double) Units.of(tiles, NARROW) * NARROW * Units.of(channels, 2 * lanes) * 2 * lanes;
        double there = (double) Units.of(tiles, 2 * lanes) * 2 * lanes * Units.of(channels, NARROW) * NARROW;
        return here < 0.6 * there
                && WinogradWeights.fits(g.layer(), 2 * lanes)
                && scratchFloats(g, lanes) < Integer.MAX_VALUE / 2;
    }

    static double scratchFloats(Geometry g, int lanes) {
        double input = (double) ELEMENTS * g.layer().icg() * lanes;
        double sums = (double) lanes * ELEMENTS * 2 * lanes;
        int rest = ELEMENTS * WinogradTransforms.STEP + lanes + NARROW + 2 * PIXELS * lanes + Turn.squareFloats(lanes);
        return (blockTiles(g, lanes) + 1) * input + blockTiles(g, lanes) * sums + rest;
    }

    private static int blockTiles(Geometry g, int lanes) {
        double weights = (double) ELEMENTS * g.layer().icg() * g.layer().outChannels();
        int worthwhile = (int) Math.min(MOST_TILES, Math.ceil(weights / WEIGHTS_A_TILE));
        return Math.min(worthwhile, Units.of(WinogradKernel.tiled(g).outPlane(), lanes));
    }

    boolean isOf(Plan other) {
        return plan == other;
    }

    /** As {@link Kernel#compute}. */
    void compute(ImageCall call, int c0, int c1, int p0, int p1) {
        this.call = call;
        scratch = memory.floats();
        try {
            Arrays.fill(scratch, zeros, zeros + NARROW, 0);
            for (int p = p0; p < p1; p += blockTiles) {
                int end = Math.min(p1, p + blockTiles);
                for (int t = p; t < end; t++) {
                    transformInput(t, (t - p) * ELEMENTS * s.icg() * lanes);
                }
                for (int c = c0; c < c1; c++) {
                    multiply(c, end - p);
                    int tiles = Math.min(end * lanes, tiled.outPlane()) - p * lanes;
                    for (int tile = 0; tile < tiles; tile++) {
                        transformOutput(c, p * lanes + tile, sums + tile * ELEMENTS * wide);
                    }
                }
            }
        } finally {
            this.call = null;
        }
    }

    private void transformInput(int t, int to) {
        int first = t * lanes;
        int valid = Math.min(lanes, tiled.outPlane() - first);
        int n = PanelPacker.cut(first, valid, tiled.ow(), planes.rowStep(), memory.ints());
        for (int ic = 0; ic < s.icg(); ic++) {
            PanelPacker.pack(
                    call.staged(),
                    0,
                    planes.offsets(),
                    ic * ELEMENTS,
                    (ic + 1) * ELEMENTS,
                    memory.ints(),
                    n,
                    scratch,
                    gathered,
                    WinogradTransforms.STEP);
            WinogradTransforms.input(scratch, gathered, scratch, transformed + ic * lanes, s.icg() * lanes);
        }
        for (int k = 0; k < ELEMENTS; k++) {
            WinogradTransforms.eights(scratch, transformed + k * s.icg() * lanes, s.icg(), to + k * s.icg() * lanes);
        }
    }

    private void multiply(int c, int vectors) {
        float[] weights = call.weights().winograd(wide);
        int matrixFloats = WinogradWeights.matrixFloats(s, wide);
        int eightFloats = s.icg() * NARROW;
        for (int k = 0; k < ELEMENTS; k++) {
            int w = k * matrixFloats + c * WinogradWeights.tileFloats(s, wide) + wide;
            for (int t = 0; t < vectors; t++) {
                for (int e = 0; e < lanes / NARROW; e++) {
                    MicroKernels.run(
                            plan.tile(),
                            weights,
                            w,
                            s.icg(),
                            scratch,
                            (t * ELEMENTS + k) * s.icg() * lanes + e * eightFloats,
                            zeros,
                            scratch,
                            sums + ((t * lanes + e * NARROW) * ELEMENTS + k) * wide,
                            ELEMENTS * wide);
                }
            }
        }
    }

    /** Transforms and stores the sums of an image tile, a vector of channels at a time. */
    private void transformOutput(int c, int tile, int from) {
        int oc = c * wide;
        for (int v = 0; v < wide && oc + v < s.outChannels(); v += lanes) {
            WinogradTransforms.outputs(scratch, from + v, wide, scratch, outputs);
            Turn.run(scratch, outputs, lanes, PIXELS, lanes, scratch, turned, PIXELS, square);
            int channels = Math.min(lanes, s.outChannels() - oc - v);
            for (int i = 0; i < channels; i++) {
                store(tile, oc + v + i, turned + i * PIXELS);
            }
        }
    }

    /** Stores one channel of an image tile, as far as it is in the output, after its bias is added. */
    private void store(int tile, int oc, int from) {
        WinogradTransforms.add(scratch, from, call.weights().bias()[oc]);
        if (call.residual() == null && !call.plain()) {
            VectorEpilogue.activate(call, scratch, from, PIXELS);
        }
        int row = tile / tiled.ow() * OUT;
        int column = tile % tiled.ow() * OUT;
        int columns = Math.min(OUT, g.ow() - column);
        int rows = Math.min(OUT, g.oh() - row);
        for (int r = 0; r < rows; r++) {
            int pixel = (row + r) * g.ow() + column;
            if (call.residual() == null) {
                call.store(g, oc, pixel, columns, scratch, from + r * OUT);
            } else {
                int to = call.yo() + oc * g.outPlane() + pixel;
                VectorEpilogue.run(call, scratch, from + r * OUT, 0, to, 0, 1, columns);
            }
        }
    }
}
