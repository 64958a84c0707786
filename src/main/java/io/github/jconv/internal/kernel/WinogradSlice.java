// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * A slice of a Winograd convolution at work: some tiles of channels by some vector tiles of image tiles.
 *
 * <p>For a block of vector tiles: gather and transform the input of each channel, multiply 36 matrices with the
 * micro-kernel, transform the sums of each output channel and store them. A block is as many vector tiles as one reading
 * of the weights should serve.
 *
 * <pre>
 *   scratch:  [input:  vector tile][element][ic][tiles]
 *             [sums:   vector tile][oc][element, STEP floats: tiles]
 *             [gathered: element, STEP floats: tiles][a vector of slack]
 *             [output: row][columns of the tiles]
 * </pre>
 */
final class WinogradSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int OUT = WinogradTransforms.OUT;

    /** Floats of the sums of one vector tile of one channel. */
    private static final int SUMS = ELEMENTS * WinogradTransforms.STEP;

    /** Floats of weights that a block may read again from beyond the L2 cache. */
    private static final int WEIGHTS_A_TILE = 1 << 18;

    private static final int MOST_TILES = 16;

    private final Plan plan;
    private final Scratch memory;
    private final int[] pieces;
    private final Geometry g;
    private final Geometry tiled;
    private final LayerSpec s;
    private final PlaneLayout planes;
    private final int channels;
    private final int pitch;
    private final int blockTiles;
    private final int input;
    private final int sums;
    private final int gathered;
    private final int output;
    private ImageCall call;
    private float[] scratch;

    /** Slices of a plan, one after the other. */
    WinogradSlice(Plan plan, Scratch memory) {
        this.plan = plan;
        this.memory = memory;
        pieces = memory.ints();
        g = plan.geometry();
        tiled = WinogradKernel.tiled(g);
        s = g.layer();
        planes = plan.layout().planes();
        channels = plan.tile().channels();
        pitch = plan.tile().vectors() * plan.lanes();
        blockTiles = blockTiles(g, pitch);
        input = 0;
        sums = input + blockTiles * ELEMENTS * s.icg() * pitch;
        gathered = sums + blockTiles * WeightPacker.tiles(s, channels) * channels * SUMS;
        output = gathered + ELEMENTS * WinogradTransforms.STEP + plan.lanes();
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        return WinogradWeights.fits(g.layer(), tile.channels())
                && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static double scratchFloats(Geometry g, Tile tile, int lanes) {
        int pitch = tile.vectors() * lanes;
        double input = (double) ELEMENTS * g.layer().icg() * pitch;
        double sums = (double) WeightPacker.tiles(g.layer(), tile.channels()) * tile.channels() * SUMS;
        return blockTiles(g, pitch) * (input + sums) + ELEMENTS * WinogradTransforms.STEP + lanes + OUT * OUT * pitch;
    }

    private static int blockTiles(Geometry g, int pitch) {
        Geometry tiled = WinogradKernel.tiled(g);
        double weights = (double) ELEMENTS * g.layer().icg() * g.layer().outChannels();
        int worthwhile = (int) Math.min(MOST_TILES, Math.ceil(weights / WEIGHTS_A_TILE));
        return Math.min(worthwhile, Units.of(tiled.outPlane(), pitch));
    }

    boolean isOf(Plan other) {
        return plan == other;
    }

    /** As {@link Kernel#compute}. */
    void compute(ImageCall call, int c0, int c1, int p0, int p1) {
        this.call = call;
        scratch = memory.floats();
        try {
            compute(c0, c1, p0, p1);
        } finally {
            this.call = null;
        }
    }

    private void compute(int c0, int c1, int p0, int p1) {
        for (int p = p0; p < p1; p += blockTiles) {
            int end = Math.min(p1, p + blockTiles);
            for (int t = p; t < end; t++) {
                transformInput(t, input + (t - p) * ELEMENTS * s.icg() * pitch);
            }
            multiply(c0, c1, end - p);
            for (int t = p; t < end; t++) {
                for (int c = c0; c < c1; c++) {
                    transformOutput(t, c, sums(t - p, c - c0));
                }
            }
        }
    }

    private int sums(int tile, int channelTile) {
        return sums + (tile * WeightPacker.tiles(s, channels) + channelTile) * channels * SUMS;
    }

    /** Image tiles of a vector tile: {@code pitch}, but for the plane's last. */
    private int valid(int t) {
        return Math.min(pitch, tiled.outPlane() - t * pitch);
    }

    /** Cuts a vector tile into pieces; returns their number. */
    private int cut(int t) {
        return PanelPacker.cut(t * pitch, valid(t), tiled.ow(), planes.rowStep(), pieces);
    }

    private void transformInput(int t, int to) {
        int n = cut(t);
        int[] offsets = planes.offsets();
        for (int ic = 0; ic < s.icg(); ic++) {
            int tap = ic * ELEMENTS;
            PanelPacker.pack(
                    call.staged(),
                    0,
                    offsets,
                    tap,
                    tap + ELEMENTS,
                    pieces,
                    n,
                    scratch,
                    gathered,
                    WinogradTransforms.STEP);
            for (int v = 0; v < pitch; v += plan.lanes()) {
                WinogradTransforms.input(scratch, gathered + v, scratch, to + ic * pitch + v, s.icg() * pitch);
            }
        }
    }

    private void multiply(int c0, int c1, int tiles) {
        float[] weights = call.weights().winograd(channels);
        int tileFloats = WinogradWeights.tileFloats(s, channels);
        int matrixFloats = WinogradWeights.matrixFloats(s, channels);
        for (int k = 0; k < ELEMENTS; k++) {
            for (int c = c0; c < c1; c++) {
                int w = k * matrixFloats + c * tileFloats;
                for (int t = 0; t < tiles; t++) {
                    MicroKernels.run(
                            plan.tile(),
                            scratch,
                            input + (t * ELEMENTS + k) * s.icg() * pitch,
                            s.icg(),
                            weights,
                            w + channels,
                            w,
                            scratch,
                            sums(t, c - c0) + k * WinogradTransforms.STEP,
                            SUMS);
                }
            }
        }
    }

    private void transformOutput(int t, int channelTile, int from) {
        int oc = channelTile * channels;
        int valid = Math.min(channels, s.outChannels() - oc);
        int width = OUT * pitch;
        for (int i = 0; i < valid; i++) {
            float bias = call.weights().bias()[oc + i];
            for (int v = 0; v < pitch; v += plan.lanes()) {
                WinogradTransforms.output(scratch, from + i * SUMS + v, bias, scratch, output + OUT * v, width);
            }
            if (call.residual() == null && !call.plain()) {
                VectorEpilogue.activate(call, scratch, output, OUT * width);
            }
            store(t, oc + i, width);
        }
    }

    /** Stores the rows of a vector tile, as far as they are in the output, to one output channel. */
    private void store(int t, int channel, int width) {
        int first = t * pitch;
        int valid = valid(t);
        for (int at = 0; at < valid; ) {
            int ty = (first + at) / tiled.ow();
            int tx = (first + at) % tiled.ow();
            int tiles = Math.min(valid - at, tiled.ow() - tx);
            int columns = Math.min(OUT * tiles, g.ow() - OUT * tx);
            int rows = Math.min(OUT, g.oh() - OUT * ty);
            for (int r = 0; r < rows; r++) {
                int pixel = (OUT * ty + r) * g.ow() + OUT * tx;
                int from = output + r * width + OUT * at;
                if (call.residual() == null) {
                    call.store(g, channel, pixel, columns, scratch, from);
                } else {
                    int to = call.yo() + channel * g.outPlane() + pixel;
                    VectorEpilogue.run(call, scratch, from, 0, to, 0, 1, columns);
                }
            }
            at += tiles;
        }
    }
}
