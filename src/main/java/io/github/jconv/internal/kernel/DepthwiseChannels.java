// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A row of depthwise outputs whose channels lie together: vectors of channels, eight pixels at a time share a load of
 * weights and hide each other's latency.
 *
 * <p>The last vector of channels overlaps the one before, and the last eight pixels those before: they write the same bits
 * twice.
 */
final class DepthwiseChannels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Pixels at a time. */
    private static final int PIXELS = 8;

    private DepthwiseChannels() {}

    /**
     * Computes {@code pixels} outputs of all channels.
     *
     * @param xo index in {@code x} of the first tap of the first output
     * @param step floats between the first taps of neighbouring outputs
     * @param w weights, tap by tap
     * @param channels at least a vector
     */
    static void row(
            float[] x,
            int xo,
            int step,
            int[] offsets,
            float[] w,
            float[] bias,
            int channels,
            float[] y,
            int yo,
            int pixels) {
        if (pixels < PIXELS) {
            for (int p = 0; p < pixels; p++) {
                for (int i = 0; i < channels; i += S.length()) {
                    int c = Math.min(i, channels - S.length());
                    one(x, xo + p * step + c, offsets, w, c, bias, channels, y, yo + p * channels + c);
                }
            }
            return;
        }
        for (int p = 0; p < pixels; p += PIXELS) {
            int pixel = Math.min(p, pixels - PIXELS);
            for (int i = 0; i < channels; i += S.length()) {
                int c = Math.min(i, channels - S.length());
                eight(x, xo + pixel * step + c, step, offsets, w, c, bias, channels, y, yo + pixel * channels + c);
            }
        }
    }

    private static void eight(
            float[] x,
            int xo,
            int step,
            int[] offsets,
            float[] w,
            int c,
            float[] bias,
            int channels,
            float[] y,
            int yo) {
        FloatVector a0 = FloatVector.fromArray(S, bias, c);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        for (int t = 0, q = c; t < offsets.length; t++, q += channels) {
            int p = xo + offsets[t];
            FloatVector b = FloatVector.fromArray(S, w, q);
            a0 = FloatVector.fromArray(S, x, p).fma(b, a0);
            a1 = FloatVector.fromArray(S, x, p + step).fma(b, a1);
            a2 = FloatVector.fromArray(S, x, p + 2 * step).fma(b, a2);
            a3 = FloatVector.fromArray(S, x, p + 3 * step).fma(b, a3);
            a4 = FloatVector.fromArray(S, x, p + 4 * step).fma(b, a4);
            a5 = FloatVector.fromArray(S, x, p + 5 * step).fma(b, a5);
            a6 = FloatVector.fromArray(S, x, p + 6 * step).fma(b, a6);
            a7 = FloatVector.fromArray(S, x, p + 7 * step).fma(b, a7);
        }
        a0.intoArray(y, yo);
        a1.intoArray(y, yo + channels);
        a2.intoArray(y, yo + 2 * channels);
        a3.intoArray(y, yo + 3 * channels);
        a4.intoArray(y, yo + 4 * channels);
        a5.intoArray(y, yo + 5 * channels);
        a6.intoArray(y, yo + 6 * channels);
        a7.intoArray(y, yo + 7 * channels);
    }

    private static void one(
            float[] x, int xo, int[] offsets, float[] w, int c, float[] bias, int channels, float[] y, int yo) {
        FloatVector a = FloatVector.fromArray(S, bias, c);
        for (int t = 0, q = c; t < offsets.length; t++, q += channels) {
            a = FloatVector.fromArray(S, x, xo + offsets[t]).fma(FloatVector.fromArray(S, w, q), a);
        }
        a.intoArray(y, yo);
    }
}
