// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Independent multiply-adds that touch no memory, as in the benchmarks' {@code FmaPeak}; loaded only where the Vector API is there and fast. */
final class FmaLoop {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int ACCUMULATORS = 12;
    private static final int TURNS = 10_000;

    /** Operations of a {@link #run}, two for each multiply-add. */
    static final double OPERATIONS = 2.0 * ACCUMULATORS * S.length() * TURNS;

    private FmaLoop() {}

    /**
     * Sums of products: with the accumulator as a factor C2 copies registers, and the loop is a third below the peak.
     *
     * <p>Some tens of microseconds of work. The result has no meaning; to use it keeps the work from being dropped.
     */
    static float run() {
        FloatVector m = FloatVector.broadcast(S, 0.9999f);
        FloatVector c = FloatVector.broadcast(S, 1e-4f);
        FloatVector a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (int i = 0; i < TURNS; i++) {
            a0 = m.fma(c, a0);
            a1 = m.fma(c, a1);
            a2 = m.fma(c, a2);
            a3 = m.fma(c, a3);
            a4 = m.fma(c, a4);
            a5 = m.fma(c, a5);
            a6 = m.fma(c, a6);
            a7 = m.fma(c, a7);
            a8 = m.fma(c, a8);
            a9 = m.fma(c, a9);
            a10 = m.fma(c, a10);
            a11 = m.fma(c, a11);
        }
        FloatVector low = a0.add(a1).add(a2).add(a3).add(a4).add(a5);
        FloatVector high = a6.add(a7).add(a8).add(a9).add(a10).add(a11);
        return low.add(high).lane(0);
    }
}
