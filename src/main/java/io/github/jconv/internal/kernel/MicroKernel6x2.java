// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 6 output channels by 2 vectors of output pixels: see {@link MicroKernels} for the contract.
 *
 * <p>For 16 vector registers, 15 of which it takes. Two taps a turn halve the instructions beside the multiply-adds, which
 * counts where two threads share a core's front end. The fences stop C2 from moving all loads of a turn to its start,
 * where they would push accumulators out of the registers; on x86 they cost nothing.
 */
final class MicroKernel6x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private MicroKernel6x2() {}

    static void run(float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        final int l = S.length();
        FloatVector a00, a01, a10, a11, a20, a21, a30, a31, a40, a41, a50, a51;
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
        } else {
            a00 = a01 = FloatVector.broadcast(S, w[bo]);
            a10 = a11 = FloatVector.broadcast(S, w[bo + 1]);
            a20 = a21 = FloatVector.broadcast(S, w[bo + 2]);
            a30 = a31 = FloatVector.broadcast(S, w[bo + 3]);
            a40 = a41 = FloatVector.broadcast(S, w[bo + 4]);
            a50 = a51 = FloatVector.broadcast(S, w[bo + 5]);
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
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            p += 2 * l;
            q += 6;
        }
        int even = taps & -2;
        for (int t = 0; t < even; t += 2) {
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51); VarHandle.loadLoadFence();
            x0 = FloatVector.fromArray(S, x, p + 2 * l);
            x1 = FloatVector.fromArray(S, x, p + 3 * l);
            b = FloatVector.broadcast(S, w[q + 6]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 7]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 8]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 9]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 10]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 11]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            p += 4 * l;
            q += 12;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l);
        // spotless:on
    }

    /**
     * The same of some taps, whose vectors are at {@code x[xo + places[t] ...]}, {@code t0 <= t < t1}; the accumulators go on
     * from {@code y}.
     */
    static void run(float[] x, int xo, int[] places, int t0, int t1, float[] w, int wo, float[] y, int yo, int ys) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.fromArray(S, y, yo); FloatVector a01 = FloatVector.fromArray(S, y, yo + l);
        FloatVector a10 = FloatVector.fromArray(S, y, yo + ys); FloatVector a11 = FloatVector.fromArray(S, y, yo + ys + l);
        FloatVector a20 = FloatVector.fromArray(S, y, yo + 2 * ys); FloatVector a21 = FloatVector.fromArray(S, y, yo + 2 * ys + l);
        FloatVector a30 = FloatVector.fromArray(S, y, yo + 3 * ys); FloatVector a31 = FloatVector.fromArray(S, y, yo + 3 * ys + l);
        FloatVector a40 = FloatVector.fromArray(S, y, yo + 4 * ys); FloatVector a41 = FloatVector.fromArray(S, y, yo + 4 * ys + l);
        FloatVector a50 = FloatVector.fromArray(S, y, yo + 5 * ys); FloatVector a51 = FloatVector.fromArray(S, y, yo + 5 * ys + l);
        int q = wo;
        for (int t = t0; t < t1; t++) {
            int p = xo + places[t];
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            q += 6;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l);
        // spotless:on
    }

    /**
     * The same of the first channel tile that a panel serves, which gathers it: tap {@code t} is read at
     * {@code x[x0At + offsets[t] ...]} and {@code x[x1At + offsets[t] ...]}. The stores are the last of a turn: at its start they
     * take 1.7 cycles a tap more.
     */
    static void gather(
            float[] x,
            int x0At,
            int x1At,
            int[] offsets,
            int taps,
            float[] panel,
            int to,
            float[] w,
            int bo,
            float[] y,
            int yo,
            int ys) {
        final int l = S.length();
        // spotless:off
        FloatVector a00 = FloatVector.broadcast(S, w[bo]); FloatVector a01 = a00;
        FloatVector a10 = FloatVector.broadcast(S, w[bo + 1]); FloatVector a11 = a10;
        FloatVector a20 = FloatVector.broadcast(S, w[bo + 2]); FloatVector a21 = a20;
        FloatVector a30 = FloatVector.broadcast(S, w[bo + 3]); FloatVector a31 = a30;
        FloatVector a40 = FloatVector.broadcast(S, w[bo + 4]); FloatVector a41 = a40;
        FloatVector a50 = FloatVector.broadcast(S, w[bo + 5]); FloatVector a51 = a50;
        int p = to;
        int q = bo + 6;
        for (int t = 0; t < taps; t++) {
            int from = offsets[t];
            FloatVector x0 = FloatVector.fromArray(S, x, x0At + from);
            FloatVector x1 = FloatVector.fromArray(S, x, x1At + from);
            FloatVector b = FloatVector.broadcast(S, w[q]); a00 = x0.fma(b, a00); a01 = x1.fma(b, a01); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 1]); a10 = x0.fma(b, a10); a11 = x1.fma(b, a11); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 2]); a20 = x0.fma(b, a20); a21 = x1.fma(b, a21); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 3]); a30 = x0.fma(b, a30); a31 = x1.fma(b, a31); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 4]); a40 = x0.fma(b, a40); a41 = x1.fma(b, a41); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, w[q + 5]); a50 = x0.fma(b, a50); a51 = x1.fma(b, a51);
            x0.intoArray(panel, p);
            x1.intoArray(panel, p + l);
            p += 2 * l;
            q += 6;
        }
        a00.intoArray(y, yo); a01.intoArray(y, yo + l); yo += ys;
        a10.intoArray(y, yo); a11.intoArray(y, yo + l); yo += ys;
        a20.intoArray(y, yo); a21.intoArray(y, yo + l); yo += ys;
        a30.intoArray(y, yo); a31.intoArray(y, yo + l); yo += ys;
        a40.intoArray(y, yo); a41.intoArray(y, yo + l); yo += ys;
        a50.intoArray(y, yo); a51.intoArray(y, yo + l);
        // spotless:on
    }
}
