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
 *
 * <p>An object is one slice at work, one after the other.
 */
final class WinogradSlice {
    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int IN = WinogradTransforms.IN;

    /** Floats of weights that a block may read again from beyond the L2 cache. */
    private static final int WEIGHTS_A_TILE = 1 << 18;

    private static final int MOST_TILES = 16;

    private final Scratch memory;

    /** Distance of each element of an input tile from the first. */
    private final int[] offsets = new int[ELEMENTS];

    private ImageCall call;
    private Geometry g;
    private LayerSpec s;
    private PlaneLayout planes;
    private Tile tile;
    private float[] scratch;
    private float[] weights;
    private int out;
    private int tilesWide;
    private int tilesOfPhase;
    private int fullPhases;
    private int lanes;
    private int channels;
    private int pitch;
    private int blockTiles;
    private int sums;
    private int gathered;
    private int output;

    WinogradSlice(Scratch memory) {
        this.memory = memory;
    }

    /** Whether weights and scratch fit arrays. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        return WinogradWeights.fits(g.layer(), tile.broadcasts())
                && scratchFloats(g, tile, lanes) < Integer.MAX_VALUE / 2;
    }

    static Layout layout(Geometry g, Tile tile, int lanes) {
        return new Layout(
                tile,
                LaneAxis.PIXELS,
                WeightPacker.tiles(g.layer(), tile.broadcasts()),
                Units.of(WinogradKernel.tiles(g), tile.vectors() * lanes),
                true,
                PlaneLayout.of(WinogradKernel.tiled(g), lanes),
                null,
                (int) scratchFloats(g, tile, lanes));
    }

    private static double scratchFloats(Geometry g, Tile tile, int lanes) {
        int pitch = tile.vectors() * lanes;
        double input = (double) ELEMENTS * g.layer().icg() * pitch;
        double sums = (double) WeightPacker.tiles(g.layer(), tile.broadcasts())
                * tile.broadcasts()
                * WinogradTransforms.CHANNEL_STEP;
        int out = WinogradKernel.out(g.layer());
        return blockTiles(g, pitch) * (input + sums) + ELEMENTS * WinogradTransforms.STEP + lanes + out * out * pitch;
    }

    private static int blockTiles(Geometry g, int pitch) {
        double weights = (double) ELEMENTS * g.layer().icg() * g.layer().outChannels();
        int worthwhile = (int) Math.min(MOST_TILES, Math.ceil(weights / WEIGHTS_A_TILE));
        return Math.min(worthwhile, Units.of(WinogradKernel.tiles(g), pitch));
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1) {
        try {
            begin(plan, call);
            for (int p = p0; p < p1; p += blockTiles) {
                int end = Math.min(p1, p + blockTiles);
                for (int t = p; t < end; t++) {
                    transformInput(t, (t - p) * ELEMENTS * s.icg() * pitch);
                }
                multiply(c0, c1, end - p);
                for (int t = p; t < end; t++) {
                    int n = cutOutputs(t);
                    for (int c = c0; c < c1; c++) {
                        transformOutput(n, c, sums(t - p, c - c0));
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
        scratch = memory.floats();
        out = WinogradKernel.out(s);
        tilesWide = WinogradKernel.tilesWide(g);
        tilesOfPhase = WinogradKernel.tilesOfPhase(g);
        fullPhases = tilesWide - (tilesOfPhase - 1) * s.dw();
        for (int k = 0; k < ELEMENTS; k++) {
            int j = k % IN;
            offsets[k] = k / IN * s.dh() * planes.rowPitch() + j % out * s.dw() * planes.phasePitch() + j / out;
        }
        lanes = plan.lanes();
        channels = tile.broadcasts();
        weights = call.weights().winograd(channels);
        pitch = tile.vectors() * lanes;
        blockTiles = blockTiles(g, pitch);
        sums = blockTiles * ELEMENTS * s.icg() * pitch;
        gathered = sums + blockTiles * WeightPacker.tiles(s, channels) * channels * WinogradTransforms.CHANNEL_STEP;
        output = gathered + ELEMENTS * WinogradTransforms.STEP + lanes;
    }

    /** Lets go of the caller's arrays and the layer: scratch outlives both. */
    private void end() {
        call = null;
        g = null;
        s = null;
        planes = null;
        tile = null;
        scratch = null;
        weights = null;
    }

    private int sums(int tile, int channelTile) {
        return sums
                + (tile * WeightPacker.tiles(s, channels) + channelTile) * channels * WinogradTransforms.CHANNEL_STEP;
    }

    /** Image tiles of a vector tile: {@code pitch}, but for the plane's last. */
    private int valid(int t) {
        return Math.min(pitch, WinogradKernel.tiles(g) - t * pitch);
    }

    /** The phase of a row's tile: one after the other, the last ones a tile shorter. */
    private int phase(int inRow) {
        int behind = inRow - fullPhases * tilesOfPhase;
        return behind < 0 ? inRow / tilesOfPhase : fullPhases + behind / (tilesOfPhase - 1);
    }

    /** A row's tiles before a phase. */
    private int tilesBefore(int phase) {
        return phase * (tilesOfPhase - 1) + Math.min(phase, fullPhases);
    }

    /** Cuts a vector tile into pieces of a phase, as {@link PanelPacker#cut}; returns their number. */
    private int cut(int t) {
        int[] pieces = memory.ints();
        int n = 0;
        int valid = valid(t);
        for (int at = 0; at < valid; n++) {
            int row = (t * pitch + at) / tilesWide;
            int inRow = (t * pitch + at) % tilesWide;
            int phase = phase(inRow);
            pieces[2 * n] = row / s.dh() * planes.rowStep()
                    + row % s.dh() * planes.rowPitch()
                    + phase * planes.phasePitch()
                    + inRow
                    - tilesBefore(phase);
            pieces[2 * n + 1] = at;
            at += Math.min(Math.min(lanes, valid - at), tilesBefore(phase + 1) - inRow);
        }
        return n;
    }

    private void transformInput(int t, int to) {
        int n = cut(t);
        for (int ic = 0; ic < s.icg(); ic++) {
            PanelPacker.pack(
                    call.staged(),
                    ic * planes.planeFloats(),
                    offsets,
                    0,
                    ELEMENTS,
                    memory.ints(),
                    n,
                    scratch,
                    gathered,
                    WinogradTransforms.STEP);
            for (int v = 0; v < pitch; v += lanes) {
                WinogradTransforms.input(scratch, gathered + v, scratch, to + ic * pitch + v, s.icg() * pitch);
            }
        }
    }

    private void multiply(int c0, int c1, int tiles) {
        for (int k = 0; k < ELEMENTS; k++) {
            for (int c = c0; c < c1; c++) {
                int w = WinogradWeights.at(s, channels, k, c);
                for (int t = 0; t < tiles; t++) {
                    MicroKernels.run(
                            tile.broadcasts(),
                            scratch,
                            (t * ELEMENTS + k) * s.icg() * pitch,
                            s.icg(),
                            weights,
                            w + channels,
                            w,
                            scratch,
                            sums(t, c - c0) + k * WinogradTransforms.STEP,
                            WinogradTransforms.CHANNEL_STEP);
                }
            }
        }
    }

    private void transformOutput(int n, int channelTile, int from) {
        int oc = channelTile * channels;
        int valid = Math.min(channels, s.outChannels() - oc);
        int width = out * pitch;
        for (int i = 0; i < valid; i++) {
            float bias = call.weights().bias()[oc + i];
            for (int v = 0; v < pitch; v += lanes) {
                int sums = from + i * WinogradTransforms.CHANNEL_STEP + v;
                if (out == 2) {
                    WinogradTransforms.output2(scratch, sums, bias, scratch, output + 2 * v, width);
                } else {
                    WinogradTransforms.output4(scratch, sums, bias, scratch, output + 4 * v, width);
                }
            }
            if (call.residual() == null && !call.plain()) {
                VectorEpilogue.activate(call, scratch, output, out * width);
            }
            store(n, oc + i, width);
        }
    }

    /**
     * Cuts a vector tile's outputs into pieces of a phase: their place in a row of it, their first pixel, their columns and
     * rows; returns their number.
     */
    private int cutOutputs(int t) {
        int[] pieces = memory.ints();
        int n = 0;
        int valid = valid(t);
        for (int at = 0; at < valid; n++) {
            int inRow = (t * pitch + at) % tilesWide;
            int phase = phase(inRow);
            int tiles = Math.min(valid - at, tilesBefore(phase + 1) - inRow);
            int row = WinogradKernel.first((t * pitch + at) / tilesWide, out, s.dh());
            int column = (inRow - tilesBefore(phase)) * out * s.dw() + phase;
            pieces[4 * n] = out * at;
            pieces[4 * n + 1] = row * g.ow() + column;
            pieces[4 * n + 2] = Math.min(out * tiles, Units.of(g.ow() - column, s.dw()));
            pieces[4 * n + 3] = Math.min(out, Units.of(g.oh() - row, s.dh()));
            at += tiles;
        }
        return n;
    }

    /** Stores the first {@code n} pieces of a vector tile to one output channel. */
    private void store(int n, int channel, int width) {
        int[] pieces = memory.ints();
        for (int i = 0; i < 4 * n; i += 4) {
            for (int r = 0; r < pieces[i + 3]; r++) {
                int from = output + r * width + pieces[i];
                int pixel = pieces[i + 1] + r * s.dh() * g.ow();
                WinogradKernel.store(call, g, channel, pixel, s.dw(), pieces[i + 2], scratch, from);
            }
        }
    }
}
