// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 14 pixels of a row by 2 vectors, the three taps of a kernel row a turn: of staged rows, and of rows of the image, whose ends
 * see what is beside it.
 *
 * <p>A row's one tile and others are a loop and a method each, alike but for four multiply-adds: a branch in the loop would make
 * C2 spill. Between fences C2 keeps the order of the loads, and all accumulators in registers, as {@link RowKernels#FENCED} says.
 */
final class KernelRow14x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private KernelRow14x2() {}

    /**
     * Any 14 pixels: as {@link RowKernel14x2#gaps}, of {@link TapList#inThrees taps in threes}, whose bounds are checked once a
     * turn: 52 instructions a tap, not 69. For {@link RowKernels#FENCED} alone; without fences C2 spills accumulators.
     *
     * @param left -1, or 0 where the first pixel is a row's first: its first tap, beside the image, is 0 and is not read
     * @param right the same of the last pixel and its last tap
     */
    static void run(
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
            int left,
            int right,
            float[] y,
            int yo) {
        final int l = S.length();
        // spotless:off
        FloatVector a0a = load(z, zo); FloatVector a0b = load(z, zo + l); zo += zs;
        FloatVector a1a = load(z, zo); FloatVector a1b = load(z, zo + l); zo += zs;
        FloatVector a2a = load(z, zo); FloatVector a2b = load(z, zo + l); zo += zs;
        FloatVector a3a = load(z, zo); FloatVector a3b = load(z, zo + l); zo += zs;
        FloatVector a4a = load(z, zo); FloatVector a4b = load(z, zo + l); zo += zs;
        FloatVector a5a = load(z, zo); FloatVector a5b = load(z, zo + l); zo += zs;
        FloatVector a6a = load(z, zo); FloatVector a6b = load(z, zo + l); zo += zs;
        FloatVector a7a = load(z, zo); FloatVector a7b = load(z, zo + l); zo += zs;
        FloatVector a8a = load(z, zo); FloatVector a8b = load(z, zo + l); zo += zs;
        FloatVector a9a = load(z, zo); FloatVector a9b = load(z, zo + l); zo += zs;
        FloatVector a10a = load(z, zo); FloatVector a10b = load(z, zo + l); zo += zs;
        FloatVector a11a = load(z, zo); FloatVector a11b = load(z, zo + l); zo += zs;
        FloatVector a12a = load(z, zo); FloatVector a12b = load(z, zo + l); zo += zs;
        FloatVector a13a = load(z, zo); FloatVector a13b = load(z, zo + l);
        for (int t = t0; t < t1; t += 3) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, Float.intBitsToFloat(Float.floatToRawIntBits(x[p + 1 + left]) & left)); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b); VarHandle.loadLoadFence();
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
            b = FloatVector.broadcast(S, Float.intBitsToFloat(Float.floatToRawIntBits(x[p + 14 - right]) & right)); a13a = w0.fma(b, a13a); a13b = w1.fma(b, a13b);
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

    /** A row of 14 pixels of the image, without what its ends see beside it: 4 of 84 multiply-adds. */
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
        FloatVector a0a = load(z, zo); FloatVector a0b = load(z, zo + l); zo += zs;
        FloatVector a1a = load(z, zo); FloatVector a1b = load(z, zo + l); zo += zs;
        FloatVector a2a = load(z, zo); FloatVector a2b = load(z, zo + l); zo += zs;
        FloatVector a3a = load(z, zo); FloatVector a3b = load(z, zo + l); zo += zs;
        FloatVector a4a = load(z, zo); FloatVector a4b = load(z, zo + l); zo += zs;
        FloatVector a5a = load(z, zo); FloatVector a5b = load(z, zo + l); zo += zs;
        FloatVector a6a = load(z, zo); FloatVector a6b = load(z, zo + l); zo += zs;
        FloatVector a7a = load(z, zo); FloatVector a7b = load(z, zo + l); zo += zs;
        FloatVector a8a = load(z, zo); FloatVector a8b = load(z, zo + l); zo += zs;
        FloatVector a9a = load(z, zo); FloatVector a9b = load(z, zo + l); zo += zs;
        FloatVector a10a = load(z, zo); FloatVector a10b = load(z, zo + l); zo += zs;
        FloatVector a11a = load(z, zo); FloatVector a11b = load(z, zo + l); zo += zs;
        FloatVector a12a = load(z, zo); FloatVector a12b = load(z, zo + l); zo += zs;
        FloatVector a13a = load(z, zo); FloatVector a13b = load(z, zo + l);
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

    /**
     * A vector of the sums to start from. C2 inlines this method, but it is too long for C1, and has to be: with 28 more loads in
     * one of these tiles C1 runs out of virtual registers and gives up, and a method that it has compiled before without a
     * profile may then stay in that slow code for good.
     */
    static FloatVector load(float[] sums, int at) {
        if (at < 0 || at > sums.length - S.length()) {
            throw new IndexOutOfBoundsException("sums at " + at + " of " + sums.length);
        }
        return FloatVector.fromArray(S, sums, at);
    }
}
