// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MicroKernel8x2} with a list of taps: the weights of tap {@code t} are at {@code w[wo + weightsAt[t] ...]}, while their
 * pixels follow each other in the panel at {@code f[xo ...]}. Output {@code [m][v]} goes to {@code f[yo + (2 * m + v) * lanes ...]}.
 *
 * <p>As fast as the other, and where taps lie in the padding far faster: a 3x3 kernel of dilation 18 on 33x33 pixels reads
 * four taps of ten there. Panel and outputs share one array, as each address that the loop keeps costs: C2 spills those
 * that find no register into vector registers, and its moves between the two kinds took 15 % of the time.
 */
final class TapListKernel8x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private TapListKernel8x2() {}

    static void run(float[] f, int xo, int t0, int t1, int[] weightsAt, float[] w, int wo, int bo, int yo) {
        final int l = S.length();
        FloatVector a00, a01, a10, a11, a20, a21, a30, a31, a40, a41, a50, a51, a60, a61, a70, a71;
        if (bo < 0) {
            a00 = FloatVector.fromArray(S, f, yo);
            a01 = FloatVector.fromArray(S, f, yo + l);
            a10 = FloatVector.fromArray(S, f, yo + 2 * l);
            a11 = FloatVector.fromArray(S, f, yo + 3 * l);
            a20 = FloatVector.fromArray(S, f, yo + 4 * l);
            a21 = FloatVector.fromArray(S, f, yo + 5 * l);
            a30 = FloatVector.fromArray(S, f, yo + 6 * l);
            a31 = FloatVector.fromArray(S, f, yo + 7 * l);
            a40 = FloatVector.fromArray(S, f, yo + 8 * l);
            a41 = FloatVector.fromArray(S, f, yo + 9 * l);
            a50 = FloatVector.fromArray(S, f, yo + 10 * l);
            a51 = FloatVector.fromArray(S, f, yo + 11 * l);
            a60 = FloatVector.fromArray(S, f, yo + 12 * l);
            a61 = FloatVector.fromArray(S, f, yo + 13 * l);
            a70 = FloatVector.fromArray(S, f, yo + 14 * l);
            a71 = FloatVector.fromArray(S, f, yo + 15 * l);
        } else {
            a00 = a01 = FloatVector.broadcast(S, w[bo]);
            a10 = a11 = FloatVector.broadcast(S, w[bo + 1]);
            a20 = a21 = FloatVector.broadcast(S, w[bo + 2]);
            a30 = a31 = FloatVector.broadcast(S, w[bo + 3]);
            a40 = a41 = FloatVector.broadcast(S, w[bo + 4]);
            a50 = a51 = FloatVector.broadcast(S, w[bo + 5]);
            a60 = a61 = FloatVector.broadcast(S, w[bo + 6]);
            a70 = a71 = FloatVector.broadcast(S, w[bo + 7]);
        }
        int p = xo;
        for (int t = t0; t < t1; t++) {
            int q = wo + weightsAt[t];
            FloatVector x0 = FloatVector.fromArray(S, f, p);
            FloatVector x1 = FloatVector.fromArray(S, f, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(b, a00);
            a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(b, a10);
            a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(b, a20);
            a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]);
            a30 = x0.fma(b, a30);
            a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]);
            a40 = x0.fma(b, a40);
            a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]);
            a50 = x0.fma(b, a50);
            a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]);
            a60 = x0.fma(b, a60);
            a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]);
            a70 = x0.fma(b, a70);
            a71 = x1.fma(b, a71);
            p += 2 * l;
        }
        a00.intoArray(f, yo);
        a01.intoArray(f, yo + l);
        a10.intoArray(f, yo + 2 * l);
        a11.intoArray(f, yo + 3 * l);
        a20.intoArray(f, yo + 4 * l);
        a21.intoArray(f, yo + 5 * l);
        a30.intoArray(f, yo + 6 * l);
        a31.intoArray(f, yo + 7 * l);
        a40.intoArray(f, yo + 8 * l);
        a41.intoArray(f, yo + 9 * l);
        a50.intoArray(f, yo + 10 * l);
        a51.intoArray(f, yo + 11 * l);
        a60.intoArray(f, yo + 12 * l);
        a61.intoArray(f, yo + 13 * l);
        a70.intoArray(f, yo + 14 * l);
        a71.intoArray(f, yo + 15 * l);
    }
}
