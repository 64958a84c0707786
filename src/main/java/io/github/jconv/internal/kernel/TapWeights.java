// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies the weights of some taps of a packed channel tile of two vectors side by side. */
final class TapWeights {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private TapWeights() {}

    /** Those of tap {@code t} from {@code w[wo + weightsAt[t] ...]}, for taps {@code [t0, t1)}, to {@code to[at ...]}. */
    static void copy(float[] w, int wo, int[] weightsAt, int t0, int t1, float[] to, int at) {
        final int l = S.length();
        int q = at;
        for (int t = t0; t < t1; t++, q += 2 * l) {
            int p = wo + weightsAt[t];
            FloatVector a = FloatVector.fromArray(S, w, p);
            FloatVector b = FloatVector.fromArray(S, w, p + l);
            a.intoArray(to, q);
            b.intoArray(to, q + l);
        }
    }
}
