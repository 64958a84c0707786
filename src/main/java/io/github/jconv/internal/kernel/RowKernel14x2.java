// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 14 pixels of a row by 2 vectors of output channels: see {@link RowKernels} for the contract.
 *
 * <p>28 accumulators and three more registers: all that 32 hold. 14 divides the rows of most networks.
 */
final class RowKernel14x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RowKernel14x2() {}

    static void run(
            float[] x,
            int xo,
            int[] offsets,
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
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l);
        FloatVector a1a = FloatVector.fromArray(S, z, zo + zs); FloatVector a1b = FloatVector.fromArray(S, z, zo + zs + l);
        FloatVector a2a = FloatVector.fromArray(S, z, zo + 2 * zs); FloatVector a2b = FloatVector.fromArray(S, z, zo + 2 * zs + l);
        FloatVector a3a = FloatVector.fromArray(S, z, zo + 3 * zs); FloatVector a3b = FloatVector.fromArray(S, z, zo + 3 * zs + l);
        FloatVector a4a = FloatVector.fromArray(S, z, zo + 4 * zs); FloatVector a4b = FloatVector.fromArray(S, z, zo + 4 * zs + l);
        FloatVector a5a = FloatVector.fromArray(S, z, zo + 5 * zs); FloatVector a5b = FloatVector.fromArray(S, z, zo + 5 * zs + l);
        FloatVector a6a = FloatVector.fromArray(S, z, zo + 6 * zs); FloatVector a6b = FloatVector.fromArray(S, z, zo + 6 * zs + l);
        FloatVector a7a = FloatVector.fromArray(S, z, zo + 7 * zs); FloatVector a7b = FloatVector.fromArray(S, z, zo + 7 * zs + l);
        FloatVector a8a = FloatVector.fromArray(S, z, zo + 8 * zs); FloatVector a8b = FloatVector.fromArray(S, z, zo + 8 * zs + l);
        FloatVector a9a = FloatVector.fromArray(S, z, zo + 9 * zs); FloatVector a9b = FloatVector.fromArray(S, z, zo + 9 * zs + l);
        FloatVector a10a = FloatVector.fromArray(S, z, zo + 10 * zs); FloatVector a10b = FloatVector.fromArray(S, z, zo + 10 * zs + l);
        FloatVector a11a = FloatVector.fromArray(S, z, zo + 11 * zs); FloatVector a11b = FloatVector.fromArray(S, z, zo + 11 * zs + l);
        FloatVector a12a = FloatVector.fromArray(S, z, zo + 12 * zs); FloatVector a12b = FloatVector.fromArray(S, z, zo + 12 * zs + l);
        FloatVector a13a = FloatVector.fromArray(S, z, zo + 13 * zs); FloatVector a13b = FloatVector.fromArray(S, z, zo + 13 * zs + l);
        final int step = ws == l ? 2 * l : l;
        int q = wo + step * t0;
        for (int t = t0; t < t1; t++) {
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + ws);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 8]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 9]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 10]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 11]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 12]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 13]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b);
            q += step;
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

    /**
     * The same with a place for each tap's weights. A method of its own: where one has a loop for either case and both are taken,
     * C2 keeps addresses in vector registers and moves them in the loop, in one JVM of three, and the tile takes 1.14 times as
     * long.
     */
    static void gaps(
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
        final int l = S.length();
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l);
        FloatVector a1a = FloatVector.fromArray(S, z, zo + zs); FloatVector a1b = FloatVector.fromArray(S, z, zo + zs + l);
        FloatVector a2a = FloatVector.fromArray(S, z, zo + 2 * zs); FloatVector a2b = FloatVector.fromArray(S, z, zo + 2 * zs + l);
        FloatVector a3a = FloatVector.fromArray(S, z, zo + 3 * zs); FloatVector a3b = FloatVector.fromArray(S, z, zo + 3 * zs + l);
        FloatVector a4a = FloatVector.fromArray(S, z, zo + 4 * zs); FloatVector a4b = FloatVector.fromArray(S, z, zo + 4 * zs + l);
        FloatVector a5a = FloatVector.fromArray(S, z, zo + 5 * zs); FloatVector a5b = FloatVector.fromArray(S, z, zo + 5 * zs + l);
        FloatVector a6a = FloatVector.fromArray(S, z, zo + 6 * zs); FloatVector a6b = FloatVector.fromArray(S, z, zo + 6 * zs + l);
        FloatVector a7a = FloatVector.fromArray(S, z, zo + 7 * zs); FloatVector a7b = FloatVector.fromArray(S, z, zo + 7 * zs + l);
        FloatVector a8a = FloatVector.fromArray(S, z, zo + 8 * zs); FloatVector a8b = FloatVector.fromArray(S, z, zo + 8 * zs + l);
        FloatVector a9a = FloatVector.fromArray(S, z, zo + 9 * zs); FloatVector a9b = FloatVector.fromArray(S, z, zo + 9 * zs + l);
        FloatVector a10a = FloatVector.fromArray(S, z, zo + 10 * zs); FloatVector a10b = FloatVector.fromArray(S, z, zo + 10 * zs + l);
        FloatVector a11a = FloatVector.fromArray(S, z, zo + 11 * zs); FloatVector a11b = FloatVector.fromArray(S, z, zo + 11 * zs + l);
        FloatVector a12a = FloatVector.fromArray(S, z, zo + 12 * zs); FloatVector a12b = FloatVector.fromArray(S, z, zo + 12 * zs + l);
        FloatVector a13a = FloatVector.fromArray(S, z, zo + 13 * zs); FloatVector a13b = FloatVector.fromArray(S, z, zo + 13 * zs + l);
        for (int t = t0; t < t1; t++) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 4]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 5]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 6]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 7]); a7a = w0.fma(b, a7a); a7b = w1.fma(b, a7b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 8]); a8a = w0.fma(b, a8a); a8b = w1.fma(b, a8b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 9]); a9a = w0.fma(b, a9a); a9b = w1.fma(b, a9b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 10]); a10a = w0.fma(b, a10a); a10b = w1.fma(b, a10b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 11]); a11a = w0.fma(b, a11a); a11b = w1.fma(b, a11b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 12]); a12a = w0.fma(b, a12a); a12b = w1.fma(b, a12b);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p + 13]); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b);
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
