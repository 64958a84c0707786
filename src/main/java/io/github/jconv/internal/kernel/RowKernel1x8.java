// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One pixel by 8 vectors of output channels: see {@link RowKernels} for the contract.
 *
 * <p>For planes of a pixel or two, where every other tile is nearly empty: 1x1 from 2048 to 256 channels in a third of the time.
 */
final class RowKernel1x8 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private RowKernel1x8() {}

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
