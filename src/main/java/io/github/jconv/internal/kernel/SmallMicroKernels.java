// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3 output channels by 3 vectors of output pixels, and 4 by 2: see {@link MicroKernels} for the contract. For 16 vector registers,
 * taps and fences as in {@link MicroKernel6x2}; 4x2 for small planes with 32 too.
 */
final class SmallMicroKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private SmallMicroKernels() {}

    /** Where channels are few or do not come in sixes. */
    static void run3x3(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        FloatVector a00, a01, a02, a10, a11, a12, a20, a21, a22;
        if (bo < 0) {
            a00 = FloatVector.fromArray(S, y, yo);
            a01 = FloatVector.fromArray(S, y, yo + l);
            a02 = FloatVector.fromArray(S, y, yo + 2 * l);
            a10 = FloatVector.fromArray(S, y, yo + ys);
            a11 = FloatVector.fromArray(S, y, yo + ys + l);
            a12 = FloatVector.fromArray(S, y, yo + ys + 2 * l);
            a20 = FloatVector.fromArray(S, y, yo + 2 * ys);
            a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
            a22 = FloatVector.fromArray(S, y, yo + 2 * ys + 2 * l);
        } else {
            a00 = a01 = a02 = FloatVector.broadcast(S, w[bo]);
            a10 = a11 = a12 = FloatVector.broadcast(S, w[bo + 1]);
            a20 = a21 = a22 = FloatVector.broadcast(S, w[bo + 2]);
        }
        int p = xo;
        int q = wo;
        if ((taps & 1) != 0) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            // spotless:off
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            a02 = x2.fma(b, a02); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            a12 = x2.fma(b, a12); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); a22 = x2.fma(b, a22);
            p += 3 * l;
            q += 3;
        }
        int even = taps & -2;
        for (int t = 0; t < even; t += 2) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            a02 = x2.fma(b, a02); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            a12 = x2.fma(b, a12); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            a22 = x2.fma(b, a22); VarHandle.loadLoadFence();
            x0 = FloatVector.fromArray(S, x, p + 3 * l);
            x1 = FloatVector.fromArray(S, x, p + 4 * l);
            x2 = FloatVector.fromArray(S, x, p + 5 * l);
            b = FloatVector.broadcast(S, w[q + 3]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            a02 = x2.fma(b, a02); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 4]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            a12 = x2.fma(b, a12); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); a22 = x2.fma(b, a22);
            p += 6 * l;
            q += 6;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); a02.intoArray(y, yo + 2 * l);
        a10.intoArray(y, yo + ys); a11.intoArray(y, yo + ys + l); a12.intoArray(y, yo + ys + 2 * l);
        a20.intoArray(y, yo + 2 * ys); a21.intoArray(y, yo + 2 * ys + l); a22.intoArray(y, yo + 2 * ys + 2 * l);
        // spotless:on
    }

    /**
     * All tiles on JDK 17, whose C2 spills the larger ones whatever the fences, and what 6x2 leaves over on JDK 25. One fence
     * between the two taps of a turn is best on 17.
     */
    static void run4x2(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        FloatVector a00, a01, a10, a11, a20, a21, a30, a31;
        if (bo < 0) {
            a00 = FloatVector.fromArray(S, y, yo);
            a01 = FloatVector.fromArray(S, y, yo + l);
            a10 = FloatVector.fromArray(S, y, yo + ys);
            a11 = FloatVector.fromArray(S, y, yo + ys + l);
            a20 = FloatVector.fromArray(S, y, yo + 2 * ys);
            a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
            a30 = FloatVector.fromArray(S, y, yo + 3 * ys);
            a31 = FloatVector.fromArray(S, y, yo + 3 * ys + l);
        } else {
            a00 = a01 = FloatVector.broadcast(S, w[bo]);
            a10 = a11 = FloatVector.broadcast(S, w[bo + 1]);
            a20 = a21 = FloatVector.broadcast(S, w[bo + 2]);
            a30 = a31 = FloatVector.broadcast(S, w[bo + 3]);
        }
        int p = xo;
        int q = wo;
        if ((taps & 1) != 0) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            // spotless:off
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            p += 2 * l;
            q += 4;
        }
        int even = taps & -2;
        for (int t = 0; t < even; t += 2) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            x0 = FloatVector.fromArray(S, x, p + 2 * l);
            x1 = FloatVector.fromArray(S, x, p + 3 * l);
            b = FloatVector.broadcast(S, w[q + 4]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 5]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 6]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 7]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            p += 4 * l;
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + ys); a11.intoArray(y, yo + ys + l);
        a20.intoArray(y, yo + 2 * ys); a21.intoArray(y, yo + 2 * ys + l);
        a30.intoArray(y, yo + 3 * ys); a31.intoArray(y, yo + 3 * ys + l);
        // spotless:on
    }

    /** The same for JDK 25, whose C2 spills accumulators without a fence after each channel, as that of 17 does with them. */
    static void fenced4x2(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        FloatVector a00, a01, a10, a11, a20, a21, a30, a31;
        if (bo < 0) {
            a00 = FloatVector.fromArray(S, y, yo);
            a01 = FloatVector.fromArray(S, y, yo + l);
            a10 = FloatVector.fromArray(S, y, yo + ys);
            a11 = FloatVector.fromArray(S, y, yo + ys + l);
            a20 = FloatVector.fromArray(S, y, yo + 2 * ys);
            a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
            a30 = FloatVector.fromArray(S, y, yo + 3 * ys);
            a31 = FloatVector.fromArray(S, y, yo + 3 * ys + l);
        } else {
            a00 = a01 = FloatVector.broadcast(S, w[bo]);
            a10 = a11 = FloatVector.broadcast(S, w[bo + 1]);
            a20 = a21 = FloatVector.broadcast(S, w[bo + 2]);
            a30 = a31 = FloatVector.broadcast(S, w[bo + 3]);
        }
        int p = xo;
        int q = wo;
        if ((taps & 1) != 0) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            // spotless:off
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            p += 2 * l;
            q += 4;
        }
        int even = taps & -2;
        for (int t = 0; t < even; t += 2) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            x0 = FloatVector.fromArray(S, x, p + 2 * l);
            x1 = FloatVector.fromArray(S, x, p + 3 * l);
            b = FloatVector.broadcast(S, w[q + 4]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 6]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 7]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            p += 4 * l;
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + ys); a11.intoArray(y, yo + ys + l);
        a20.intoArray(y, yo + 2 * ys); a21.intoArray(y, yo + 2 * ys + l);
        a30.intoArray(y, yo + 3 * ys); a31.intoArray(y, yo + 3 * ys + l);
        // spotless:on
    }
}
