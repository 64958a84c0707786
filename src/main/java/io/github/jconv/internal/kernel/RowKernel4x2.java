// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 4 pixels of a row by 2 vectors of output channels: see {@link RowKernels} for the contract.
 *
 * <p>For the pixels that tiles of 14 leave over: 8 accumulators just hide the latency of one multiply-add a cycle.
 */
final class RowKernel4x2 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RowKernel4x2() {}

    static void run(
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
        for (int t = t0; t < t1; t++) {
            int q = wo + weightsAt[t];
            int p = xo + offsets[t];
            FloatVector w0 = FloatVector.fromArray(S, w, q); FloatVector w1 = FloatVector.fromArray(S, w, q + l);
            FloatVector b = FloatVector.broadcast(S, x[p]); a0a = w0.fma(b, a0a); a0b = w1.fma(b, a0b);
            b = FloatVector.broadcast(S, x[p + 1]); a1a = w0.fma(b, a1a); a1b = w1.fma(b, a1b);
            b = FloatVector.broadcast(S, x[p + 2]); a2a = w0.fma(b, a2a); a2b = w1.fma(b, a2b);
            b = FloatVector.broadcast(S, x[p + 3]); a3a = w0.fma(b, a3a); a3b = w1.fma(b, a3b);
        }
        a0a.intoArray(y, yo); a0b.intoArray(y, yo + l);
        a1a.intoArray(y, yo + 2 * l); a1b.intoArray(y, yo + 3 * l);
        a2a.intoArray(y, yo + 4 * l); a2b.intoArray(y, yo + 5 * l);
        a3a.intoArray(y, yo + 6 * l); a3b.intoArray(y, yo + 7 * l);
        // spotless:on
    }
}
