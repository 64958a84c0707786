// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** 4 or 3 output channels by 4 vectors of a row's pixels: see {@link RunKernels} for the contract. */
final class RunKernelsX4 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RunKernelsX4() {}

    static void run4x4(float[] y, int yo, int ys, int bo, int wo, float[] x, int xo, int[] offsets, float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00; FloatVector a02 = a00; FloatVector a03 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10; FloatVector a12 = a10; FloatVector a13 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20; FloatVector a22 = a20; FloatVector a23 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30; FloatVector a32 = a30; FloatVector a33 = a30;
        int q = wo;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            FloatVector x3 = FloatVector.fromArray(S, x, p + 3 * l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            a02 = x2.fma(b, a02); a03 = x3.fma(b, a03);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); a12 = x2.fma(b, a12); a13 = x3.fma(b, a13);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); a22 = x2.fma(b, a22); a23 = x3.fma(b, a23);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); a32 = x2.fma(b, a32); a33 = x3.fma(b, a33);
            q += 4;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); a02.intoArray(y, yo + 2 * l); a03.intoArray(y, yo + 3 * l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); a12.intoArray(y, yo + 2 * l); a13.intoArray(y, yo + 3 * l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l);
        a22.intoArray(y, yo + 2 * l); a23.intoArray(y, yo + 3 * l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l);
        a32.intoArray(y, yo + 2 * l); a33.intoArray(y, yo + 3 * l);
        // spotless:on
    }

    static void run3x4(float[] y, int yo, int ys, int bo, int wo, float[] x, int xo, int[] offsets, float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00; FloatVector a02 = a00; FloatVector a03 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10; FloatVector a12 = a10; FloatVector a13 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20; FloatVector a22 = a20; FloatVector a23 = a20;
        int q = wo;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            FloatVector x3 = FloatVector.fromArray(S, x, p + 3 * l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            a02 = x2.fma(b, a02); a03 = x3.fma(b, a03);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); a12 = x2.fma(b, a12); a13 = x3.fma(b, a13);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); a22 = x2.fma(b, a22); a23 = x3.fma(b, a23);
            q += 3;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); a02.intoArray(y, yo + 2 * l); a03.intoArray(y, yo + 3 * l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); a12.intoArray(y, yo + 2 * l); a13.intoArray(y, yo + 3 * l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l);
        a22.intoArray(y, yo + 2 * l); a23.intoArray(y, yo + 3 * l);
        // spotless:on
    }
}
