// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 8 output channels by 2 vectors of output pixels: see {@link MicroKernels} for the contract.
 *
 * <p>For 32 vector registers. No fences: they are not needed, and not free on every such machine.
 */
final class MicroKernel8x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private MicroKernel8x2() {}

    static void run(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[bo + 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[bo + 5]); FloatVector a51 = a50;
        FloatVector a60 = FloatVector.broadcast(S, w[bo + 6]); FloatVector a61 = a60;
        FloatVector a70 = FloatVector.broadcast(S, w[bo + 7]); FloatVector a71 = a70;
        int p = xo;
        int q = wo;
        for (int t = 0; t < taps; t++) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = x0.fma(b, a70); a71 = x1.fma(b, a71);
            p += 2 * l;
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l); yo += ys;
        a60.intoArray(y, yo); a61.intoArray(y, yo + l); yo += ys;
        a70.intoArray(y, yo); a71.intoArray(y, yo + l);
        // spotless:on
    }

    /**
     * The same of taps that lie at {@code x[xo + offsets[t] ...]}, their bias before the weights, and on the way gathers the
     * panel, from {@link Scratch#SLACK} on. In this order no address is moved in the loop: {@link RunKernels}.
     */
    static void gather(
            float[] y, int yo, int ys, int taps, float[] panel, float[] w, int wo, int[] offsets, float[] x, int xo) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[wo - 8]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[wo - 7]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[wo - 6]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[wo - 5]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[wo - 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[wo - 3]); FloatVector a51 = a50;
        FloatVector a60 = FloatVector.broadcast(S, w[wo - 2]); FloatVector a61 = a60;
        FloatVector a70 = FloatVector.broadcast(S, w[wo - 1]); FloatVector a71 = a70;
        int p = Scratch.SLACK;
        int q = wo;
        for (int t = 0; t < taps; t++) {
            int o = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, o);
            FloatVector x1 = FloatVector.fromArray(S, x, o + l);
            x0.intoArray(panel, p);
            x1.intoArray(panel, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = x0.fma(b, a70); a71 = x1.fma(b, a71);
            p += 2 * l;
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l); yo += ys;
        a60.intoArray(y, yo); a61.intoArray(y, yo + l); yo += ys;
        a70.intoArray(y, yo); a71.intoArray(y, yo + l);
        // spotless:on
    }

    /**
     * The same where accumulators go on from {@code y}. A method of its own: where one has both starts and both are taken, C2 of
     * JDK 17 spills accumulators, and it takes 1.45 times as long, that of 25 1.03 times.
     */
    static void goOn(float[] x, int xo, int taps, float[] w, int wo, float[] y, int yo, int ys) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.fromArray(S, y, yo); FloatVector a01 = FloatVector.fromArray(S, y, yo + l);
        FloatVector a10 = FloatVector.fromArray(S, y, yo + ys); FloatVector a11 = FloatVector.fromArray(S, y, yo + ys + l);
        FloatVector a20 = FloatVector.fromArray(S, y, yo + 2 * ys); FloatVector a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
        FloatVector a30 = FloatVector.fromArray(S, y, yo + 3 * ys); FloatVector a31 = FloatVector.fromArray(S, y, yo + 3 * ys + l);
        FloatVector a40 = FloatVector.fromArray(S, y, yo + 4 * ys); FloatVector a41 = FloatVector.fromArray(S, y, yo + 4 * ys + l);
        FloatVector a50 = FloatVector.fromArray(S, y, yo + 5 * ys); FloatVector a51 = FloatVector.fromArray(S, y, yo + 5 * ys + l);
        FloatVector a60 = FloatVector.fromArray(S, y, yo + 6 * ys); FloatVector a61 = FloatVector.fromArray(S, y, yo + 6 * ys + l);
        FloatVector a70 = FloatVector.fromArray(S, y, yo + 7 * ys); FloatVector a71 = FloatVector.fromArray(S, y, yo + 7 * ys + l);
        int p = xo;
        int q = wo;
        for (int t = 0; t < taps; t++) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = x0.fma(b, a70); a71 = x1.fma(b, a71);
            p += 2 * l;
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l); yo += ys;
        a60.intoArray(y, yo); a61.intoArray(y, yo + l); yo += ys;
        a70.intoArray(y, yo); a71.intoArray(y, yo + l);
        // spotless:on
    }
}
