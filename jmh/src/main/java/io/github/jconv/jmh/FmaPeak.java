// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fastest this core multiplies and adds: independent FMAs that touch no memory. Each adds to its accumulator, as a
 * kernel does: where accumulators are multiplied, C2's code ran at 62 to 77 % of this rate.
 *
 * <p>Not the loop of {@code jconv bench}, which is a tenth as long: in a report of a hundred layers C2 compiled that anew, with
 * its caller, at 45 % of the rate.
 */
final class FmaPeak {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int ACCUMULATORS = 12;
    private static final int TURNS = 100_000;

    private FmaPeak() {}

    /** GFLOP/s of one thread: the median of {@code bursts} bursts of about half a millisecond. */
    static double gflops(int bursts) {
        double[] rates = new double[bursts];
        for (int i = 0; i < bursts; i++) {
            long start = System.nanoTime();
            float result = burst(TURNS);
            long nanos = System.nanoTime() - start;
            rates[i] = Float.isNaN(result) ? 0 : 2.0 * ACCUMULATORS * S.length() * TURNS / nanos;
        }
        Arrays.sort(rates);
        return rates[bursts / 2];
    }

    private static float burst(int turns) {
        FloatVector m = FloatVector.broadcast(S, 0.9999f);
        FloatVector c = FloatVector.broadcast(S, 1e-4f);
        FloatVector a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int i = 0; i < turns; i++) {
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
