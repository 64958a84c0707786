// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Turns pixels of channels into planes of pixels and back, in blocks that stay in the L1 cache. */
final class Transpose {
    /** Pixels that are turned together: their lines of {@link #CHANNELS} floats stay in the cache. */
    private static final int PIXELS = 64;

    private static final int CHANNELS = 16;

    private Transpose() {}

    /** {@code to[at + c * pitch + p] = x[from + p * pixelPitch + c]}. */
    static void toPlanes(float[] x, int from, int pixelPitch, int pixels, int channels, float[] to, int at, int pitch) {
        for (int p = 0; p < pixels; p += PIXELS) {
            int pEnd = Math.min(pixels, p + PIXELS);
            for (int c = 0; c < channels; c += CHANNELS) {
                int cEnd = Math.min(channels, c + CHANNELS);
                turn(x, from + p * pixelPitch, pixelPitch, pEnd - p, c, cEnd, to, at + p, pitch);
            }
        }
    }

    /** {@code y[to + p * pixelPitch + c] = from[at + c * pitch + p]}. */
    static void toPixels(float[] from, int at, int pitch, int pixels, int channels, float[] y, int to, int pixelPitch) {
        for (int p = 0; p < pixels; p += CHANNELS) {
            int pEnd = Math.min(pixels, p + CHANNELS);
            for (int c = 0; c < channels; c += PIXELS) {
                int cEnd = Math.min(channels, c + PIXELS);
                turn(from, at + c * pitch, pitch, cEnd - c, p, pEnd, y, to + c, pixelPitch);
            }
        }
    }

    /** Columns {@code [c, cEnd)} of {@code rows} rows become rows. */
    private static void turn(
            float[] x, int from, int fromPitch, int rows, int c, int cEnd, float[] y, int to, int toPitch) {
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            int x0 = from + r * fromPitch;
            for (int j = c; j < cEnd; j++) {
                int f = x0 + j;
                int t = to + j * toPitch + r;
                float a0 = x[f];
                float a1 = x[f + fromPitch];
                float a2 = x[f + 2 * fromPitch];
                float a3 = x[f + 3 * fromPitch];
                float a4 = x[f + 4 * fromPitch];
                float a5 = x[f + 5 * fromPitch];
                float a6 = x[f + 6 * fromPitch];
                float a7 = x[f + 7 * fromPitch];
                y[t] = a0;
                y[t + 1] = a1;
                y[t + 2] = a2;
                y[t + 3] = a3;
                y[t + 4] = a4;
                y[t + 5] = a5;
                y[t + 6] = a6;
                y[t + 7] = a7;
            }
        }
        for (; r < rows; r++) {
            for (int j = c; j < cEnd; j++) {
                y[to + j * toPitch + r] = x[from + r * fromPitch + j];
            }
        }
    }
}
