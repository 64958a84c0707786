// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;

/**
 * Depthwise on NHWC as it is, one output channel an input channel: channels lie together, so the lanes run along them and
 * nothing is turned.
 *
 * <p>Blocks of rows are staged with their padding, all channels of them, in a copy that stays in the L2 cache; it is made
 * of whole rows, so that a buffer is read in long transfers. {@link DepthwiseChannels} adds the taps. There is one channel
 * unit; a pixel unit is an output row.
 *
 * <pre>
 *   window:  [padded row][padded column][channel]   [output row, of a buffer: column][channel]
 * </pre>
 */
final class DepthwisePixels implements PixelKernel {
    /** Floats of the staged rows of a block, unless one output row reads more. */
    private static final int FLOATS = 1 << 17;

    /** Floats that one output row may read. */
    private static final int MOST_FLOATS = 1 << 22;

    private final Geometry g;
    private final int channels;
    private final int rowFloats;
    private final int rows;
    private final int outStart;
    private final int[] offsets;
    private final int[] rowSource;
    private final int[] columnSource;

    /** Of a geometry that {@link #fits}. */
    DepthwisePixels(Geometry g, int most) {
        LayerSpec s = g.layer();
        this.g = g;
        channels = s.inChannels();
        rowFloats = g.paddedWidth() * channels;
        int overlap = (int) s.windowHeight() - s.sh();
        rows = Math.min(g.oh(), Math.max(1, (Math.min(most, FLOATS) / rowFloats - overlap) / s.sh()));
        outStart = (rows * s.sh() + overlap) * rowFloats;
        offsets = new int[s.kh() * s.kw()];
        for (int t = 0; t < offsets.length; t++) {
            offsets[t] = t / s.kw() * s.dh() * rowFloats + t % s.kw() * s.dw() * channels;
        }
        rowSource = PaddingMap.axis(s.padding().heightMode(), g.ih(), g.padTop(), g.padBottom());
        columnSource = PaddingMap.axis(s.padding().widthMode(), g.iw(), g.padLeft(), g.padRight());
    }

    /** Whether channels fill a vector, and windows are neither huge nor far apart. */
    static boolean fits(Geometry g, int lanes) {
        LayerSpec s = g.layer();
        return s.icg() == 1
                && s.ocg() == 1
                && s.inChannels() >= lanes
                && s.sh() <= s.windowHeight()
                && (double) s.windowHeight() * g.paddedWidth() * s.inChannels() <= MOST_FLOATS;
    }

    @Override
    public int floats() {
        return outStart + g.ow() * channels;
    }

    @Override
    public int pixelUnits() {
        return g.oh();
    }

    @Override
    public void compute(ImageCall call, int p0, int p1, float[] window) {
        float[] w = call.weights().tapByTap();
        float[] bias = call.weights().bias();
        int step = g.layer().sw() * channels;
        int outRow = g.ow() * channels;
        for (int from = p0; from < p1; from += rows) {
            int to = Math.min(p1, from + rows);
            stage(call, from, to, window);
            for (int oy = from; oy < to; oy++) {
                int x = (oy - from) * g.layer().sh() * rowFloats;
                int yo = call.yo() + oy * outRow;
                float[] y = call.yBuffer() == null ? call.y() : window;
                int at = call.yBuffer() == null ? yo : outStart;
                DepthwiseChannels.row(window, x, step, offsets, w, bias, channels, y, at, g.ow());
                if (!call.plain()) {
                    VectorEpilogue.run(call, y, at, 0, y, at, 0, 1, outRow);
                }
                if (call.yBuffer() != null) {
                    call.yBuffer().put(yo, window, outStart, outRow);
                }
            }
        }
    }

    /** Copies the padded rows that output rows {@code [from, to)} read. */
    private void stage(ImageCall call, int from, int to, float[] window) {
        int first = from * g.layer().sh();
        int end = (to - 1) * g.layer().sh() + (int) g.layer().windowHeight();
        for (int r = first; r < end; r++) {
            int at = (r - first) * rowFloats;
            if (rowSource[r] == ZERO) {
                Arrays.fill(window, at, at + rowFloats, 0);
                continue;
            }
            int row = call.xo() + rowSource[r] * g.iw() * channels;
            int image = at + g.padLeft() * channels;
            if (call.xBuffer() == null) {
                System.arraycopy(call.x(), row, window, image, g.iw() * channels);
            } else {
                call.xBuffer().get(row, window, image, g.iw() * channels);
            }
            border(window, at, image, 0, g.padLeft());
            border(window, at, image, g.padLeft() + g.iw(), columnSource.length);
        }
    }

    /** Fills padded columns {@code [from, to)} of a row whose image columns are there. */
    private void border(float[] window, int at, int image, int from, int to) {
        for (int i = from; i < to; i++) {
            int pixel = at + i * channels;
            if (columnSource[i] == ZERO) {
                Arrays.fill(window, pixel, pixel + channels, 0);
            } else {
                System.arraycopy(window, image + columnSource[i] * channels, window, pixel, channels);
            }
        }
    }
}
