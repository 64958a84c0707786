// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of {@link RunLanes}, read where the planes are. But for {@link #pair8x2} their vectors follow each
 * other in a row:
 *
 * <pre>
 *   for each tap t:  for each channel m, vector v:  acc[m][v] += w[wo + t * channels + m] * x[xo + offsets[t] + v * lanes ...]
 * </pre>
 *
 * <p>Accumulators start from the bias at {@code w[bo ...]}; output {@code [m][v]} goes to {@code y[yo + m * ys + v * lanes ...]}. The
 * vectors' distances are constant, so that C2 checks the bounds of all with two comparisons. As in {@link MicroKernels} the
 * loop must stay one counted loop over named locals.
 *
 * <p>What the loop reads comes last among the parameters, what is for its end first. The first six come in registers, and what C2
 * cannot keep in one it then moves to a vector register and back in each turn, on the ports of the multiply-adds; what comes on
 * the stack it reads there. With G1, where a counted loop has an outer one with a safepoint, its bounds take three registers.
 */
final class RunKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RunKernels() {}

    static void run(Tile tile, float[] x, int xo, int[] offsets, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        switch (tile.broadcasts()) {
            case 3 -> run3x4(y, yo, ys, bo, wo, x, xo, offsets, w);
            case 4 -> run4x4(y, yo, ys, bo, wo, x, xo, offsets, w);
            case 7 -> run7x2(y, yo, ys, bo, wo, x, xo, offsets, w);
            default -> run8x2(y, yo, ys, bo, wo, x, xo, offsets, w);
        }
    }

    static void run8x2(float[] y, int yo, int ys, int bo, int wo, float[] x, int xo, int[] offsets, float[] w) {
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
        int q = wo;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
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

    static void run7x2(float[] y, int yo, int ys, int bo, int wo, float[] x, int xo, int[] offsets, float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[bo + 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[bo + 5]); FloatVector a51 = a50;
        FloatVector a60 = FloatVector.broadcast(S, w[bo + 6]); FloatVector a61 = a60;
        int q = wo;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = x0.fma(b, a60); a61 = x1.fma(b, a61);
            q += 7;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l); yo += ys;
        a60.intoArray(y, yo); a61.intoArray(y, yo + l);
        // spotless:on
    }

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

    /**
     * A vector of each of two rows:
     *
     * <pre>
     *   for each tap t:  for each channel m, row r:  acc[m][r] += w[wo + t * 8 + m] * x[(r == 0 ? xo : x1) + offsets[t] ...]
     * </pre>
     *
     * <p>Output {@code [m][r]} goes to {@code y[yo + m * ys + r * rs ...]}. Each row has a start of its own: with a step from one to
     * the other C2 of JDK 25 moves an address between registers each tap, with G1, and a core that begins two multiply-adds a cycle
     * is at 69 % of the speed.
     */
    static void pair8x2(
            float[] y, int yo, int ys, int rs, int bo, int wo, float[] x, int xo, int x1, int[] offsets, float[] w) {
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[bo + 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[bo + 5]); FloatVector a51 = a50;
        FloatVector a60 = FloatVector.broadcast(S, w[bo + 6]); FloatVector a61 = a60;
        FloatVector a70 = FloatVector.broadcast(S, w[bo + 7]); FloatVector a71 = a70;
        int q = wo;
        for (int t = 0; t < offsets.length; t++) {
            FloatVector top = FloatVector.fromArray(S, x, xo + offsets[t]);
            FloatVector low = FloatVector.fromArray(S, x, x1 + offsets[t]);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = top.fma(b, a00); a01 = low.fma(b, a01);
            b = FloatVector.broadcast(S, w[q + 1]); a10 = top.fma(b, a10); a11 = low.fma(b, a11);
            b = FloatVector.broadcast(S, w[q + 2]); a20 = top.fma(b, a20); a21 = low.fma(b, a21);
            b = FloatVector.broadcast(S, w[q + 3]); a30 = top.fma(b, a30); a31 = low.fma(b, a31);
            b = FloatVector.broadcast(S, w[q + 4]); a40 = top.fma(b, a40); a41 = low.fma(b, a41);
            b = FloatVector.broadcast(S, w[q + 5]); a50 = top.fma(b, a50); a51 = low.fma(b, a51);
            b = FloatVector.broadcast(S, w[q + 6]); a60 = top.fma(b, a60); a61 = low.fma(b, a61);
            b = FloatVector.broadcast(S, w[q + 7]); a70 = top.fma(b, a70); a71 = low.fma(b, a71);
            q += 8;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + rs); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + rs); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + rs); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + rs); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + rs); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + rs); yo += ys;
        a60.intoArray(y, yo); a61.intoArray(y, yo + rs); yo += ys;
        a70.intoArray(y, yo); a71.intoArray(y, yo + rs);
        // spotless:on
    }
}
