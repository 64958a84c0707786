// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 8 output channels by a vector of pixels in each of two rows, read where the planes are:
 *
 * <pre>
 *   for each tap t:  for each channel m, row r:  acc[m][r] += w[wo + t * 8 + m] * x[xo + offsets[t] + r * xs ...]
 * </pre>
 *
 * <p>Accumulators start from the bias at {@code w[bo ...]}; output {@code [m][r]} goes to {@code y[yo + m * ys + r * rs ...]}. As in
 * {@link MicroKernels} the loop must stay one counted loop over named locals.
 */
final class PairKernel8x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private PairKernel8x2() {}

    static void run(
            float[] x, int xo, int xs, int[] offsets, float[] w, int wo, int bo, float[] y, int yo, int ys, int rs) {
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[bo + 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[bo + 5]); FloatVector a51 = a50;
        FloatVector a60 = FloatVector.broadcast(S, w[bo + 6]); FloatVector a61 = a60;
        FloatVector a70 = FloatVector.broadcast(S, w[bo + 7]); FloatVector a71 = a70;
        int t = 0;
        int q = wo;
        for (int u = offsets.length * RunKernels.STEP; u > 0; u -= RunKernels.STEP, t++) {
            int p = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + xs);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = x0.fma(b, a70); a71 = x1.fma(b, a71);
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + rs);
        a10.intoArray(y, yo + ys); a11.intoArray(y, yo + ys + rs);
        a20.intoArray(y, yo + 2 * ys); a21.intoArray(y, yo + 2 * ys + rs);
        a30.intoArray(y, yo + 3 * ys); a31.intoArray(y, yo + 3 * ys + rs);
        a40.intoArray(y, yo + 4 * ys); a41.intoArray(y, yo + 4 * ys + rs);
        a50.intoArray(y, yo + 5 * ys); a51.intoArray(y, yo + 5 * ys + rs);
        a60.intoArray(y, yo + 6 * ys); a61.intoArray(y, yo + 6 * ys + rs);
        a70.intoArray(y, yo + 7 * ys); a71.intoArray(y, yo + 7 * ys + rs);
        // spotless:on
    }

    /** The same where accumulators go on from {@code z}. */
    static void goOn(
            float[] x,
            int xo,
            int xs,
            int[] offsets,
            float[] w,
            int wo,
            float[] z,
            int zo,
            int zs,
            int zr,
            float[] y,
            int yo,
            int ys,
            int rs) {
        // spotless:off
        FloatVector a00 = FloatVector.fromArray(S, z, zo); FloatVector a01 = FloatVector.fromArray(S, z, zo + zr);
        FloatVector a10 = FloatVector.fromArray(S, z, zo + zs); FloatVector a11 = FloatVector.fromArray(S, z, zo + zs + zr);
        FloatVector a20 = FloatVector.fromArray(S, z, zo + 2 * zs); FloatVector a21 = FloatVector.fromArray(S, z, zo + 2 * zs + zr);
        FloatVector a30 = FloatVector.fromArray(S, z, zo + 3 * zs); FloatVector a31 = FloatVector.fromArray(S, z, zo + 3 * zs + zr);
        FloatVector a40 = FloatVector.fromArray(S, z, zo + 4 * zs); FloatVector a41 = FloatVector.fromArray(S, z, zo + 4 * zs + zr);
        FloatVector a50 = FloatVector.fromArray(S, z, zo + 5 * zs); FloatVector a51 = FloatVector.fromArray(S, z, zo + 5 * zs + zr);
        FloatVector a60 = FloatVector.fromArray(S, z, zo + 6 * zs); FloatVector a61 = FloatVector.fromArray(S, z, zo + 6 * zs + zr);
        FloatVector a70 = FloatVector.fromArray(S, z, zo + 7 * zs); FloatVector a71 = FloatVector.fromArray(S, z, zo + 7 * zs + zr);
        int t = 0;
        int q = wo;
        for (int u = offsets.length * RunKernels.STEP; u > 0; u -= RunKernels.STEP, t++) {
            int p = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + xs);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = x0.fma(b, a70); a71 = x1.fma(b, a71);
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + rs);
        a10.intoArray(y, yo + ys); a11.intoArray(y, yo + ys + rs);
        a20.intoArray(y, yo + 2 * ys); a21.intoArray(y, yo + 2 * ys + rs);
        a30.intoArray(y, yo + 3 * ys); a31.intoArray(y, yo + 3 * ys + rs);
        a40.intoArray(y, yo + 4 * ys); a41.intoArray(y, yo + 4 * ys + rs);
        a50.intoArray(y, yo + 5 * ys); a51.intoArray(y, yo + 5 * ys + rs);
        a60.intoArray(y, yo + 6 * ys); a61.intoArray(y, yo + 6 * ys + rs);
        a70.intoArray(y, yo + 7 * ys); a71.intoArray(y, yo + 7 * ys + rs);
        // spotless:on
    }
}
