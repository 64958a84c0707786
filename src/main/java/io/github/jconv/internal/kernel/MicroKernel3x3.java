package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 3 output channels by 3 vectors of output pixels: see {@link MicroKernels} for the contract.
 *
 * <p>For 16 vector registers: 9 accumulators, 3 pixel vectors, 1 broadcast weight.
 */
final class MicroKernel3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private MicroKernel3x3() {}

    static void run(float[] x, int xo, int step, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        if (step == 3 * S.length()) {
            runPanel(x, xo, taps, w, wo, bo, y, yo, ys);
        } else {
            runStrided(x, xo, step, taps, w, wo, bo, y, yo, ys);
        }
    }

    /** Over a panel: the constant step lets C2 drop the bounds checks. */
    private static void runPanel(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        final int step = 3 * S.length();
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
        for (int t = 0; t < taps; t++) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            FloatVector w0 = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            a02 = x2.fma(w0, a02);
            FloatVector w1 = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            a12 = x2.fma(w1, a12);
            FloatVector w2 = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            a22 = x2.fma(w2, a22);
            p += step;
            q += 3;
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a02.intoArray(y, yo + 2 * l);
        a10.intoArray(y, yo + ys);
        a11.intoArray(y, yo + ys + l);
        a12.intoArray(y, yo + ys + 2 * l);
        a20.intoArray(y, yo + 2 * ys);
        a21.intoArray(y, yo + 2 * ys + l);
        a22.intoArray(y, yo + 2 * ys + 2 * l);
    }

    /** Over planes read in place. */
    private static void runStrided(
            float[] x, int xo, int step, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
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
        for (int t = 0; t < taps; t++) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2 * l);
            FloatVector w0 = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            a02 = x2.fma(w0, a02);
            FloatVector w1 = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            a12 = x2.fma(w1, a12);
            FloatVector w2 = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            a22 = x2.fma(w2, a22);
            p += step;
            q += 3;
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a02.intoArray(y, yo + 2 * l);
        a10.intoArray(y, yo + ys);
        a11.intoArray(y, yo + ys + l);
        a12.intoArray(y, yo + ys + 2 * l);
        a20.intoArray(y, yo + 2 * ys);
        a21.intoArray(y, yo + 2 * ys + l);
        a22.intoArray(y, yo + 2 * ys + 2 * l);
    }
}
