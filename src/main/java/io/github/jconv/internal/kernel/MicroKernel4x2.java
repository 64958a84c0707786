package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 4 output channels by 2 vectors of output pixels: see {@link MicroKernels} for the contract.
 *
 * <p>For 16 vector registers on JDKs whose C2 spills the 3x3 tile. Two taps a turn: one leaves it bound by loop overhead.
 */
final class MicroKernel4x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private MicroKernel4x2() {}

    static void run(float[] x, int xo, int step, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        if (step == 2 * S.length()) {
            runPanel(x, xo, taps, w, wo, bo, y, yo, ys);
        } else {
            runStrided(x, xo, step, taps, w, wo, bo, y, yo, ys);
        }
    }

    /** Over a panel: the constant step lets C2 drop the bounds checks. */
    private static void runPanel(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        final int step = 2 * S.length();
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
        for (int t = 0; t < taps; t++) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector w0 = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            FloatVector w1 = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            FloatVector w2 = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            FloatVector w3 = FloatVector.broadcast(S, w[q + 3]);
            a30 = x0.fma(w3, a30);
            a31 = x1.fma(w3, a31);
            p += step;
            q += 4;
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + ys);
        a11.intoArray(y, yo + ys + l);
        a20.intoArray(y, yo + 2 * ys);
        a21.intoArray(y, yo + 2 * ys + l);
        a30.intoArray(y, yo + 3 * ys);
        a31.intoArray(y, yo + 3 * ys + l);
    }

    /** Over planes read in place. */
    private static void runStrided(
            float[] x, int xo, int step, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
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
        for (int t = 1; t < taps; t += 2) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector w0 = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            FloatVector w1 = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            FloatVector w2 = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            FloatVector w3 = FloatVector.broadcast(S, w[q + 3]);
            a30 = x0.fma(w3, a30);
            a31 = x1.fma(w3, a31);
            FloatVector z0 = FloatVector.fromArray(S, x, p + step);
            FloatVector z1 = FloatVector.fromArray(S, x, p + step + l);
            FloatVector u0 = FloatVector.broadcast(S, w[q + 4]);
            a00 = z0.fma(u0, a00);
            a01 = z1.fma(u0, a01);
            FloatVector u1 = FloatVector.broadcast(S, w[q + 5]);
            a10 = z0.fma(u1, a10);
            a11 = z1.fma(u1, a11);
            FloatVector u2 = FloatVector.broadcast(S, w[q + 6]);
            a20 = z0.fma(u2, a20);
            a21 = z1.fma(u2, a21);
            FloatVector u3 = FloatVector.broadcast(S, w[q + 7]);
            a30 = z0.fma(u3, a30);
            a31 = z1.fma(u3, a31);
            p += 2 * step;
            q += 8;
        }
        if ((taps & 1) != 0) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector w0 = FloatVector.broadcast(S, w[q]);
            a00 = x0.fma(w0, a00);
            a01 = x1.fma(w0, a01);
            FloatVector w1 = FloatVector.broadcast(S, w[q + 1]);
            a10 = x0.fma(w1, a10);
            a11 = x1.fma(w1, a11);
            FloatVector w2 = FloatVector.broadcast(S, w[q + 2]);
            a20 = x0.fma(w2, a20);
            a21 = x1.fma(w2, a21);
            FloatVector w3 = FloatVector.broadcast(S, w[q + 3]);
            a30 = x0.fma(w3, a30);
            a31 = x1.fma(w3, a31);
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + ys);
        a11.intoArray(y, yo + ys + l);
        a20.intoArray(y, yo + 2 * ys);
        a21.intoArray(y, yo + 2 * ys + l);
        a30.intoArray(y, yo + 3 * ys);
        a31.intoArray(y, yo + 3 * ys + l);
    }
}
