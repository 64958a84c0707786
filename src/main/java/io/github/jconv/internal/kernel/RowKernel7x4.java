// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 7 pixels of a row by 4 vectors of output channels: see {@link RowKernels} for the contract.
 *
 * <p>For rows of seven, where a tile of 14 would be half empty. Two vectors of weights at a time: with 28 accumulators and a
 * broadcast they are all that 32 registers hold.
 */
final class RowKernel7x4 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RowKernel7x4() {}

    static void run(
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
        final int l = S.length();
        final int nought = RowKernels.FENCED ? 0 : RowKernels.nought;
        // spotless:off
        FloatVector a0a = FloatVector.fromArray(S, z, zo); FloatVector a0b = FloatVector.fromArray(S, z, zo + l);
        FloatVector a0c = FloatVector.fromArray(S, z, zo + 2 * l); FloatVector a0d = FloatVector.fromArray(S, z, zo + 3 * l);
        FloatVector a1a = FloatVector.fromArray(S, z, zo + zs); FloatVector a1b = FloatVector.fromArray(S, z, zo + zs + l);
        FloatVector a1c = FloatVector.fromArray(S, z, zo + zs + 2 * l); FloatVector a1d = FloatVector.fromArray(S, z, zo + zs + 3 * l);
        FloatVector a2a = FloatVector.fromArray(S, z, zo + 2 * zs);
        FloatVector a2b = FloatVector.fromArray(S, z, zo + 2 * zs + l);
        FloatVector a2c = FloatVector.fromArray(S, z, zo + 2 * zs + 2 * l);
        FloatVector a2d = FloatVector.fromArray(S, z, zo + 2 * zs + 3 * l);
        FloatVector a3a = FloatVector.fromArray(S, z, zo + 3 * zs);
        FloatVector a3b = FloatVector.fromArray(S, z, zo + 3 * zs + l);
        FloatVector a3c = FloatVector.fromArray(S, z, zo + 3 * zs + 2 * l);
        FloatVector a3d = FloatVector.fromArray(S, z, zo + 3 * zs + 3 * l);
        FloatVector a4a = FloatVector.fromArray(S, z, zo + 4 * zs);
        FloatVector a4b = FloatVector.fromArray(S, z, zo + 4 * zs + l);
        FloatVector a4c = FloatVector.fromArray(S, z, zo + 4 * zs + 2 * l);
        FloatVector a4d = FloatVector.fromArray(S, z, zo + 4 * zs + 3 * l);
        FloatVector a5a = FloatVector.fromArray(S, z, zo + 5 * zs);
        FloatVector a5b = FloatVector.fromArray(S, z, zo + 5 * zs + l);
        FloatVector a5c = FloatVector.fromArray(S, z, zo + 5 * zs + 2 * l);
        FloatVector a5d = FloatVector.fromArray(S, z, zo + 5 * zs + 3 * l);
        FloatVector a6a = FloatVector.fromArray(S, z, zo + 6 * zs);
        FloatVector a6b = FloatVector.fromArray(S, z, zo + 6 * zs + l);
        FloatVector a6c = FloatVector.fromArray(S, z, zo + 6 * zs + 2 * l);
        FloatVector a6d = FloatVector.fromArray(S, z, zo + 6 * zs + 3 * l);
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
            int p2 = p + nought;
            int q2 = q + ws;
            w0 = FloatVector.fromArray(S, w, q2); w1 = FloatVector.fromArray(S, w, q2 + l);
            b = FloatVector.broadcast(S, x[p2]); a0c = w0.fma(b, a0c); a0d = w1.fma(b, a0d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 1]); a1c = w0.fma(b, a1c); a1d = w1.fma(b, a1d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 2]); a2c = w0.fma(b, a2c); a2d = w1.fma(b, a2d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 3]); a3c = w0.fma(b, a3c); a3d = w1.fma(b, a3d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 4]); a4c = w0.fma(b, a4c); a4d = w1.fma(b, a4d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 5]); a5c = w0.fma(b, a5c); a5d = w1.fma(b, a5d);
            if (RowKernels.FENCED) { VarHandle.loadLoadFence(); }
            b = FloatVector.broadcast(S, x[p2 + 6]); a6c = w0.fma(b, a6c); a6d = w1.fma(b, a6d);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); a0c.intoArray(y, yo + 2 * l); a0d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); a1c.intoArray(y, yo + 2 * l); a1d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); a2c.intoArray(y, yo + 2 * l); a2d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); a3c.intoArray(y, yo + 2 * l); a3d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); a4c.intoArray(y, yo + 2 * l); a4d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); a5c.intoArray(y, yo + 2 * l); a5d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); a6c.intoArray(y, yo + 2 * l); a6d.intoArray(y, yo + 3 * l);
        // spotless:on
    }

    /** A row of 7 pixels by 4 vectors, two at a time: both, 8 of 84 multiply-adds. */
    static void bothEnds(
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
        FloatVector a0a = KernelRow14x2.load(z, zo); FloatVector a0b = KernelRow14x2.load(z, zo + l);
        FloatVector a0c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a0d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a1a = KernelRow14x2.load(z, zo); FloatVector a1b = KernelRow14x2.load(z, zo + l);
        FloatVector a1c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a1d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a2a = KernelRow14x2.load(z, zo); FloatVector a2b = KernelRow14x2.load(z, zo + l);
        FloatVector a2c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a2d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a3a = KernelRow14x2.load(z, zo); FloatVector a3b = KernelRow14x2.load(z, zo + l);
        FloatVector a3c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a3d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a4a = KernelRow14x2.load(z, zo); FloatVector a4b = KernelRow14x2.load(z, zo + l);
        FloatVector a4c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a4d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a5a = KernelRow14x2.load(z, zo); FloatVector a5b = KernelRow14x2.load(z, zo + l);
        FloatVector a5c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a5d = KernelRow14x2.load(z, zo + 3 * l); zo += zs;
        FloatVector a6a = KernelRow14x2.load(z, zo); FloatVector a6b = KernelRow14x2.load(z, zo + l);
        FloatVector a6c = KernelRow14x2.load(z, zo + 2 * l); FloatVector a6d = KernelRow14x2.load(z, zo + 3 * l);
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
            w0 = FloatVector.fromArray(S, w, q + 2 * l); w1 = FloatVector.fromArray(S, w, q + 3 * l);
            b = FloatVector.broadcast(S, x[p + 1]); a1c = w0.fma(b, a1c); a1d = w1.fma(b, a1d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a2c = w0.fma(b, a2c); a2d = w1.fma(b, a2d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a3c = w0.fma(b, a3c); a3d = w1.fma(b, a3d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a4c = w0.fma(b, a4c); a4d = w1.fma(b, a4d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a5c = w0.fma(b, a5c); a5d = w1.fma(b, a5d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a6c = w0.fma(b, a6c); a6d = w1.fma(b, a6d); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + ts); w1 = FloatVector.fromArray(S, w, q + ts + l);
            b = FloatVector.broadcast(S, x[p + 1]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a6a = w0.fma(b, a6a); a6b = w1.fma(b, a6b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + ts + 2 * l); w1 = FloatVector.fromArray(S, w, q + ts + 3 * l);
            b = FloatVector.broadcast(S, x[p + 1]); a0c = w0.fma(b, a0c); a0d = w1.fma(b, a0d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 2]); a1c = w0.fma(b, a1c); a1d = w1.fma(b, a1d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a2c = w0.fma(b, a2c); a2d = w1.fma(b, a2d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a3c = w0.fma(b, a3c); a3d = w1.fma(b, a3d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a4c = w0.fma(b, a4c); a4d = w1.fma(b, a4d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a5c = w0.fma(b, a5c); a5d = w1.fma(b, a5d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a6c = w0.fma(b, a6c); a6d = w1.fma(b, a6d); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + 2 * ts); w1 = FloatVector.fromArray(S, w, q + 2 * ts + l);
            b = FloatVector.broadcast(S, x[p + 2]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a4a = w0.fma(b, a4a); a4b = w1.fma(b, a4b); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a5a = w0.fma(b, a5a); a5b = w1.fma(b, a5b); VarHandle.loadLoadFence();
            w0 = FloatVector.fromArray(S, w, q + 2 * ts + 2 * l); w1 = FloatVector.fromArray(S, w, q + 2 * ts + 3 * l);
            b = FloatVector.broadcast(S, x[p + 2]); a0c = w0.fma(b, a0c); a0d = w1.fma(b, a0d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 3]); a1c = w0.fma(b, a1c); a1d = w1.fma(b, a1d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 4]); a2c = w0.fma(b, a2c); a2d = w1.fma(b, a2d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 5]); a3c = w0.fma(b, a3c); a3d = w1.fma(b, a3d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 6]); a4c = w0.fma(b, a4c); a4d = w1.fma(b, a4d); VarHandle.loadLoadFence();
            b = FloatVector.broadcast(S, x[p + 7]); a5c = w0.fma(b, a5c); a5d = w1.fma(b, a5d);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l); a0c.intoArray(y, yo + 2 * l); a0d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a1a.intoArray(y, yo); a1b.intoArray(y, yo + l); a1c.intoArray(y, yo + 2 * l); a1d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a2a.intoArray(y, yo); a2b.intoArray(y, yo + l); a2c.intoArray(y, yo + 2 * l); a2d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a3a.intoArray(y, yo); a3b.intoArray(y, yo + l); a3c.intoArray(y, yo + 2 * l); a3d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a4a.intoArray(y, yo); a4b.intoArray(y, yo + l); a4c.intoArray(y, yo + 2 * l); a4d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a5a.intoArray(y, yo); a5b.intoArray(y, yo + l); a5c.intoArray(y, yo + 2 * l); a5d.intoArray(y, yo + 3 * l); yo += 4 * l;
        a6a.intoArray(y, yo); a6b.intoArray(y, yo + l); a6c.intoArray(y, yo + 2 * l); a6d.intoArray(y, yo + 3 * l);
        // spotless:on
    }
}
