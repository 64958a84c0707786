// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 14 pixels of a row by 2 vectors, the three taps of a kernel row a turn, as {@link RowEndKernels}: rows of one tile, and tiles
 * between the ends of longer ones.
 */
final class KernelRow14x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private KernelRow14x2() {}

    /**
     * Anywhere, but for a row's ends: as {@link RowKernel14x2#gaps}, of {@link TapList#inThrees taps in threes}, whose bounds are
     * checked once a turn: 52 instructions a tap, not 69. For {@link RowKernels#FENCED} alone; without fences C2 spills accumulators.
     */
    static void inner(
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w,
            int wo,
            int ts,
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = RowEndKernels.load(z, zo); FloatVector a0b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a1a = RowEndKernels.load(z, zo); FloatVector a1b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a2a = RowEndKernels.load(z, zo); FloatVector a2b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a3a = RowEndKernels.load(z, zo); FloatVector a3b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a4a = RowEndKernels.load(z, zo); FloatVector a4b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a5a = RowEndKernels.load(z, zo); FloatVector a5b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a6a = RowEndKernels.load(z, zo); FloatVector a6b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a7a = RowEndKernels.load(z, zo); FloatVector a7b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a8a = RowEndKernels.load(z, zo); FloatVector a8b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a9a = RowEndKernels.load(z, zo); FloatVector a9b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a10a = RowEndKernels.load(z, zo); FloatVector a10b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a11a = RowEndKernels.load(z, zo); FloatVector a11b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a12a = RowEndKernels.load(z, zo); FloatVector a12b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a13a = RowEndKernels.load(z, zo); FloatVector a13b = RowEndKernels.load(z, zo + l);
        for (int t = t0; t < t1; t += 3) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + ts); w1 = FloatVector.fromArray(S, w, q + ts + l);
            b = FloatVector.broadcast(S, x[p + 1]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 14]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + 2 * ts); w1 = FloatVector.fromArray(S, w, q + 2 * ts + l);
            b = FloatVector.broadcast(S, x[p + 2]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 14]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 15]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); yo += 2 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); yo += 2 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); yo += 2 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); yo += 2 * l;
        a7a.intoArray(y, yo); a7b.intoArray(y, yo + l); yo += 2 * l;
        a8a.intoArray(y, yo); a8b.intoArray(y, yo + l); yo += 2 * l;
        a9a.intoArray(y, yo); a9b.intoArray(y, yo + l); yo += 2 * l;
        a10a.intoArray(y, yo); a10b.intoArray(y, yo + l); yo += 2 * l;
        a11a.intoArray(y, yo); a11b.intoArray(y, yo + l); yo += 2 * l;
        a12a.intoArray(y, yo); a12b.intoArray(y, yo + l); yo += 2 * l;
        a13a.intoArray(y, yo); a13b.intoArray(y, yo + l);
        // spotless:on
    }

    /** A row of 14 pixels by 2 vectors: both, 4 of 84 multiply-adds. */
    static void both(
            float[] x,
            int xo,
            int[] offsets,
            int[] weightsAt,
            int t0,
            int t1,
            float[] w,
            int wo,
            int ts,
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = RowEndKernels.load(z, zo); FloatVector a0b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a1a = RowEndKernels.load(z, zo); FloatVector a1b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a2a = RowEndKernels.load(z, zo); FloatVector a2b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a3a = RowEndKernels.load(z, zo); FloatVector a3b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a4a = RowEndKernels.load(z, zo); FloatVector a4b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a5a = RowEndKernels.load(z, zo); FloatVector a5b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a6a = RowEndKernels.load(z, zo); FloatVector a6b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a7a = RowEndKernels.load(z, zo); FloatVector a7b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a8a = RowEndKernels.load(z, zo); FloatVector a8b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a9a = RowEndKernels.load(z, zo); FloatVector a9b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a10a = RowEndKernels.load(z, zo); FloatVector a10b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a11a = RowEndKernels.load(z, zo); FloatVector a11b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a12a = RowEndKernels.load(z, zo); FloatVector a12b = RowEndKernels.load(z, zo + l); zo += zs;
        FloatVector a13a = RowEndKernels.load(z, zo); FloatVector a13b = RowEndKernels.load(z, zo + l);
        for (int t = t0; t < t1; t += 3) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + ts); w1 = FloatVector.fromArray(S, w, q + ts + l);
            b = FloatVector.broadcast(S, x[p + 1]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 14]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + 2 * ts); w1 = FloatVector.fromArray(S, w, q + 2 * ts + l);
            b = FloatVector.broadcast(S, x[p + 2]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 8]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 9]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 10]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 11]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 12]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 13]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 14]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); yo += 2 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); yo += 2 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); yo += 2 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); yo += 2 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); yo += 2 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); yo += 2 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); yo += 2 * l;
        a7a.intoArray(y, yo); a7b.intoArray(y, yo + l); yo += 2 * l;
        a8a.intoArray(y, yo); a8b.intoArray(y, yo + l); yo += 2 * l;
        a9a.intoArray(y, yo); a9b.intoArray(y, yo + l); yo += 2 * l;
        a10a.intoArray(y, yo); a10b.intoArray(y, yo + l); yo += 2 * l;
        a11a.intoArray(y, yo); a11b.intoArray(y, yo + l); yo += 2 * l;
        a12a.intoArray(y, yo); a12b.intoArray(y, yo + l); yo += 2 * l;
        a13a.intoArray(y, yo); a13b.intoArray(y, yo + l);
        // spotless:on
    }
}
