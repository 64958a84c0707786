// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 8 pixels by 2 vectors of output channels, the pixels' taps broadcast from an NHWC image where they are: as
 * {@link MicroKernel8x2} with its operands exchanged, without a panel. For 32 vector registers.
 */
final class MicroKernelPixels {
    static final int PIXELS = 8;
    static final int VECTORS = 2;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private MicroKernelPixels() {}

    /**
     * Adds {@code taps} taps.
     *
     * @param w weights, tap {@code t}'s vectors at {@code wo + t * 2 * lanes}
     * @param x taps, pixel {@code m}'s at {@code xo + m * xs + t}
     * @param bo index in {@code w} of two vectors of bias, or {@link MicroKernels#GO_ON}
     * @param y outputs, pixel {@code m}'s two vectors at {@code yo + m * ys}
     */
    static void run(float[] w, int wo, int taps, float[] x, int xo, int xs, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        FloatVector a00, a01, a10, a11, a20, a21, a30, a31, a40, a41, a50, a51, a60, a61, a70, a71;
        if (bo < 0) {
            a00 = FloatVector.fromArray(S, y, yo);
            a01 = FloatVector.fromArray(S, y, yo + l);
            a10 = FloatVector.fromArray(S, y, yo + ys);
            a11 = FloatVector.fromArray(S, y, yo + ys + l);
            a20 = FloatVector.fromArray(S, y, yo + 2 * ys);
            a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
            a30 = FloatVector.fromArray(S, y, yo + 3 * ys);
            a31 = FloatVector.fromArray(S, y, yo + 3 * ys + l);
            a40 = FloatVector.fromArray(S, y, yo + 4 * ys);
            a41 = FloatVector.fromArray(S, y, yo + 4 * ys + l);
            a50 = FloatVector.fromArray(S, y, yo + 5 * ys);
            a51 = FloatVector.fromArray(S, y, yo + 5 * ys + l);
            a60 = FloatVector.fromArray(S, y, yo + 6 * ys);
            a61 = FloatVector.fromArray(S, y, yo + 6 * ys + l);
            a70 = FloatVector.fromArray(S, y, yo + 7 * ys);
            a71 = FloatVector.fromArray(S, y, yo + 7 * ys + l);
        } else {
            a00 = a10 = a20 = a30 = a40 = a50 = a60 = a70 = FloatVector.fromArray(S, w, bo);
            a01 = a11 = a21 = a31 = a41 = a51 = a61 = a71 = FloatVector.fromArray(S, w, bo + l);
        }
        int p = wo;
        for (int t = 0; t < taps; t++) {
            FloatVector w0 = FloatVector.fromArray(S, w, p);
            FloatVector w1 = FloatVector.fromArray(S, w, p + l);
            int q = xo + t;
            FloatVector b = FloatVector.broadcast(S, x[q]);
            a00 = w0.fma(b, a00);
            a01 = w1.fma(b, a01);
            b = FloatVector.broadcast(S, x[q + xs]);
            a10 = w0.fma(b, a10);
            a11 = w1.fma(b, a11);
            b = FloatVector.broadcast(S, x[q + 2 * xs]);
            a20 = w0.fma(b, a20);
            a21 = w1.fma(b, a21);
            b = FloatVector.broadcast(S, x[q + 3 * xs]);
            a30 = w0.fma(b, a30);
            a31 = w1.fma(b, a31);
            b = FloatVector.broadcast(S, x[q + 4 * xs]);
            a40 = w0.fma(b, a40);
            a41 = w1.fma(b, a41);
            b = FloatVector.broadcast(S, x[q + 5 * xs]);
            a50 = w0.fma(b, a50);
            a51 = w1.fma(b, a51);
            b = FloatVector.broadcast(S, x[q + 6 * xs]);
            a60 = w0.fma(b, a60);
            a61 = w1.fma(b, a61);
            b = FloatVector.broadcast(S, x[q + 7 * xs]);
            a70 = w0.fma(b, a70);
            a71 = w1.fma(b, a71);
            p += 2 * l;
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + ys);
        a11.intoArray(y, yo + ys + l);
        a20.intoArray(y, yo + 2 * ys);
        a21.intoArray(y, yo + 2 * ys + l);
        a30.intoArray(y, yo + 3 * ys);
        a31.intoArray(y, yo + 3 * ys + l);
        a40.intoArray(y, yo + 4 * ys);
        a41.intoArray(y, yo + 4 * ys + l);
        a50.intoArray(y, yo + 5 * ys);
        a51.intoArray(y, yo + 5 * ys + l);
        a60.intoArray(y, yo + 6 * ys);
        a61.intoArray(y, yo + 6 * ys + l);
        a70.intoArray(y, yo + 7 * ys);
        a71.intoArray(y, yo + 7 * ys + l);
    }
}
