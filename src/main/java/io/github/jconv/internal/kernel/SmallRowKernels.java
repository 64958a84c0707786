// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 8 or 4 pixels of a row by 2 vectors of output channels, and one by 8: see {@link RowKernels} for the contract. Those by 2 have
 * the order of parameters of {@link RunKernels}.
 *
 * <p>All taps, whose weights follow each other, have a loop without places for them, which is 1.05 times as fast.
 */
final class SmallRowKernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private SmallRowKernels() {}

    /** 16 accumulators, for 14x14 outputs, which are 16 tiles of Winograd's, and rows that tiles of 14 do not divide. */
    static void run8x2(
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w,
            int wo,
            int ws,
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo) {
        if (weightsAt == null) {
            plain8x2(z, zo, zs, y, yo, wo, ws, x, xo, offsets, t0, t1, w);
        } else {
            gaps8x2(z, zo, zs, y, yo, wo, x, xo, offsets, weightsAt, t0, t1, w);
        }
    }

    private static void plain8x2(
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo,
            int wo,
            int ws,
            float[] x,
            int xo,
            int[] offsets,
            int t0,
            int t1,
            float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a1a = FloatVector.fromArray(S, z, zo); FloatVector a1b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a2a = FloatVector.fromArray(S, z, zo); FloatVector a2b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a3a = FloatVector.fromArray(S, z, zo); FloatVector a3b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a4a = FloatVector.fromArray(S, z, zo); FloatVector a4b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a5a = FloatVector.fromArray(S, z, zo); FloatVector a5b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a6a = FloatVector.fromArray(S, z, zo); FloatVector a6b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a7a = FloatVector.fromArray(S, z, zo); FloatVector a7b = FloatVector.fromArray(S, z, zo + l);
        final int step = ws == l ? 2 * l : l;
        int q = wo + step * t0;
        for (int t = t0; t < t1; t++) {
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + ws);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b);
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b);
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b);
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b);
            q += step;
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); yo += 2 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); yo += 2 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); yo += 2 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); yo += 2 * l;
        a7a.intoArray(y, yo); a7b.intoArray(y, yo + l);
        // spotless:on
    }

    private static void gaps8x2(
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo,
            int wo,
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a1a = FloatVector.fromArray(S, z, zo); FloatVector a1b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a2a = FloatVector.fromArray(S, z, zo); FloatVector a2b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a3a = FloatVector.fromArray(S, z, zo); FloatVector a3b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a4a = FloatVector.fromArray(S, z, zo); FloatVector a4b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a5a = FloatVector.fromArray(S, z, zo); FloatVector a5b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a6a = FloatVector.fromArray(S, z, zo); FloatVector a6b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a7a = FloatVector.fromArray(S, z, zo); FloatVector a7b = FloatVector.fromArray(S, z, zo + l);
        for (int t = t0; t < t1; t++) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b);
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b);
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b);
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); yo += 2 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); yo += 2 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); yo += 2 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); yo += 2 * l;
        a7a.intoArray(y, yo); a7b.intoArray(y, yo + l);
        // spotless:on
    }

    /** For the pixels that tiles of 14 leave over: 8 accumulators just hide the latency of one multiply-add a cycle. */
    static void run4x2(
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w,
            int wo,
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo) {
        if (weightsAt == null) {
            plain4x2(z, zo, zs, y, yo, wo, x, xo, offsets, t0, t1, w);
        } else {
            gaps4x2(z, zo, zs, y, yo, wo, x, xo, offsets, weightsAt, t0, t1, w);
        }
    }

    private static void plain4x2(
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo,
            int wo,
            float[] x,
            int xo,
            int[] offsets,
            int t0,
            int t1,
            float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a1a = FloatVector.fromArray(S, z, zo); FloatVector a1b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a2a = FloatVector.fromArray(S, z, zo); FloatVector a2b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a3a = FloatVector.fromArray(S, z, zo); FloatVector a3b = FloatVector.fromArray(S, z, zo + l);
        int q = wo + 2 * l * t0;
        for (int t = t0; t < t1; t++) {
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
            q += 2 * l;
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l);
        // spotless:on
    }

    private static void gaps4x2(
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo,
            int wo,
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a1a = FloatVector.fromArray(S, z, zo); FloatVector a1b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a2a = FloatVector.fromArray(S, z, zo); FloatVector a2b = FloatVector.fromArray(S, z, zo + l); zo += zs;
        FloatVector a3a = FloatVector.fromArray(S, z, zo); FloatVector a3b = FloatVector.fromArray(S, z, zo + l);
        for (int t = t0; t < t1; t++) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l);
        // spotless:on
    }

    /** For planes of a pixel or two, where every other tile is nearly empty: 1x1 from 2048 to 256 channels in a third of the time. */
    static void run1x8(
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w,
            int wo,
            float[] z,
            int zo,
            float[] y,
            int yo) {
        final int l = S.length();
        FloatVector a0 = FloatVector.fromArray(S, z, zo);
        FloatVector a1 = FloatVector.fromArray(S, z, zo + l);
        FloatVector a2 = FloatVector.fromArray(S, z, zo + 2 * l);
        FloatVector a3 = FloatVector.fromArray(S, z, zo + 3 * l);
        FloatVector a4 = FloatVector.fromArray(S, z, zo + 4 * l);
        FloatVector a5 = FloatVector.fromArray(S, z, zo + 5 * l);
        FloatVector a6 = FloatVector.fromArray(S, z, zo + 6 * l);
        FloatVector a7 = FloatVector.fromArray(S, z, zo + 7 * l);
        int q = wo + 8 * l * t0;
        final boolean gaps = weightsAt != null;
        for (int t = t0; t < t1; t++) {
            if (gaps) {
                q = wo + weightsAt[t];
            }
            FloatVector b = FloatVector.broadcast(S, x[xo + offsets[t]]);
            a0 = FloatVector.fromArray(S, w, q).fma(b, a0);
            a1 = FloatVector.fromArray(S, w, q + l).fma(b, a1);
            a2 = FloatVector.fromArray(S, w, q + 2 * l).fma(b, a2);
            a3 = FloatVector.fromArray(S, w, q + 3 * l).fma(b, a3);
            a4 = FloatVector.fromArray(S, w, q + 4 * l).fma(b, a4);
            a5 = FloatVector.fromArray(S, w, q + 5 * l).fma(b, a5);
            a6 = FloatVector.fromArray(S, w, q + 6 * l).fma(b, a6);
            a7 = FloatVector.fromArray(S, w, q + 7 * l).fma(b, a7);
            q += 8 * l;
        }
        a0.intoArray(y, yo);
        a1.intoArray(y, yo + l);
        a2.intoArray(y, yo + 2 * l);
        a3.intoArray(y, yo + 3 * l);
        a4.intoArray(y, yo + 4 * l);
        a5.intoArray(y, yo + 5 * l);
        a6.intoArray(y, yo + 6 * l);
        a7.intoArray(y, yo + 7 * l);
    }
}
