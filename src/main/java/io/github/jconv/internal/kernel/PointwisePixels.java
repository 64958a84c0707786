// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Pointwise on NHWC as it is: the lanes run along output channels, which lie together, and a pixel's taps, which lie
 * together too, are broadcast from where they are. Nothing is gathered and nothing turned.
 *
 * <p>For a block of pixels, each tile of channels goes over all tiles of pixels. A tile that is not full is computed into
 * the window, as far as the last {@link MicroKernelPixels#PIXELS} pixels, and its valid part copied. A pixel unit is a tile
 * of pixels.
 *
 * <pre>
 *   window:  [edge: one tile]   of buffers: [input of a block: pixel][channel]   [output of a block: pixel][channel]
 * </pre>
 */
final class PointwisePixels implements PixelKernel {
    private static final int TILE = MicroKernelPixels.PIXELS;

    /** Floats of a block's input and output. */
    private static final int FLOATS = 1 << 16;

    /** Input and output channels whose tiles are not huge. */
    private static final int MOST_CHANNELS = 1 << 20;

    /** As in {@link ChannelLanes}: a tile's weights stay in the cache. */
    private static final int BLOCK_TAPS = 512;

    /** Outputs that plans keep in 32 registers, and in none of 16: those of runs of 7x2. */
    private static final int FEWEST_OUTPUTS = 14;

    private final Geometry g;
    private final int in;
    private final int out;
    private final int wide;
    private final int blockPixels;

    /** Of a geometry that {@link #fits}. */
    PointwisePixels(Geometry g, int lanes, int most) {
        this.g = g;
        in = g.layer().inChannels();
        out = g.layer().outChannels();
        wide = MicroKernelPixels.VECTORS * lanes;
        blockPixels = (int) Math.max(1, Math.min(most, FLOATS) / ((long) TILE * (in + out))) * TILE;
    }

    /** Whether it is a matrix product of pixels and weights, with registers enough and pixels that fill a tile. */
    static boolean fits(Geometry g, Tile tile, int lanes) {
        LayerSpec s = g.layer();
        return tile.broadcasts() * tile.vectors() >= FEWEST_OUTPUTS
                && lanes > 1
                && s.groups() == 1
                && s.kh() == 1
                && s.kw() == 1
                && g.unpadded()
                && g.oh() == g.ih()
                && g.ow() == g.iw()
                && g.outPlane() >= TILE
                && (long) s.inChannels() + s.outChannels() <= MOST_CHANNELS
                && WeightPacker.fits(s, MicroKernelPixels.VECTORS * lanes);
    }

    private int inStart() {
        return TILE * wide;
    }

    private int outStart() {
        return inStart() + (blockPixels + TILE) * in;
    }

    @Override
    public int floats() {
        return outStart() + blockPixels * out;
    }

    @Override
    public int pixelUnits() {
        return Units.of(g.outPlane(), TILE);
    }

    @Override
    public void compute(ImageCall call, int p0, int p1, float[] window) {
        int end = Math.min(g.outPlane(), p1 * TILE);
        float[] x = call.xBuffer() == null ? call.x() : window;
        float[] y = call.yBuffer() == null ? call.y() : window;
        for (int from = p0 * TILE; from < end; from += blockPixels) {
            int to = Math.min(end, from + blockPixels);
            int xo = call.xo();
            int yo = call.yo();
            if (call.xBuffer() != null) {
                // The last tile begins before the block where the block is shorter.
                int first = Math.min(from, Math.max(0, to - TILE));
                call.xBuffer().get(xo + first * in, window, inStart(), (to - first) * in);
                xo = inStart() - first * in;
            }
            if (call.yBuffer() != null) {
                yo = outStart() - from * out;
            }
            block(call.weights(), from, to, x, xo, y, yo, window);
            if (!call.plain()) {
                int at = yo + from * out;
                VectorEpilogue.run(call, y, at, 0, y, at, 0, 1, (to - from) * out);
            }
            if (call.yBuffer() != null) {
                call.yBuffer().put(call.yo() + from * out, window, outStart(), (to - from) * out);
            }
        }
    }

    /** Pixels {@code [from, to)}, of which pixel {@code p} is at {@code x[xo + p * in]} and {@code y[yo + p * out]}. */
    private void block(Weights weights, int from, int to, float[] x, int xo, float[] y, int yo, float[] window) {
        float[] w = weights.packed(wide);
        for (int c = 0; c < out; c += wide) {
            int start = WeightPacker.at(g.layer(), wide, c / wide);
            int full = c + wide <= out ? (to - from) / TILE * TILE : 0;
            for (int t = 0; t < in; t += BLOCK_TAPS) {
                int taps = Math.min(BLOCK_TAPS, in - t);
                int bias = t == 0 ? start : MicroKernels.GO_ON;
                for (int p = from; p < from + full; p += TILE) {
                    MicroKernelPixels.run(
                            w, start + (t + 1) * wide, taps, x, xo + p * in + t, in, bias, y, yo + p * out + c, out);
                }
            }
            for (int p = from + full; p < to; p += TILE) {
                edge(w, start, c, p, Math.min(to, p + TILE), x, xo, y, yo, window);
            }
        }
    }

    /** Pixels {@code [p, end)} of a tile of channels, computed with those before as far as a tile goes. */
    private void edge(
            float[] w, int start, int c, int p, int end, float[] x, int xo, float[] y, int yo, float[] window) {
        int first = Math.max(0, end - TILE);
        // In the first pixels of an image the tile goes on behind what is wanted.
        int at = xo + first * in;
        MicroKernelPixels.run(w, start + wide, in, x, at, in, start, window, 0, wide);
        int channels = Math.min(wide, out - c);
        for (int i = p; i < end; i++) {
            System.arraycopy(window, (i - first) * wide, y, yo + i * out + c, channels);
        }
    }
}
