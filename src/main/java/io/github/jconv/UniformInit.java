// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import java.util.SplittableRandom;

/** PyTorch's default initialisation: uniform within {@code 1/sqrt(fanIn)} of 0, weights first, then bias. */
final class UniformInit {
    private final SplittableRandom random;
    private final double bound;

    UniformInit(LayerSpec layer, long seed) {
        random = new SplittableRandom(seed);
        bound = 1 / Math.sqrt(layer.taps());
    }

    float[] next(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
