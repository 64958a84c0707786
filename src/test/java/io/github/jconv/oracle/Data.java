// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What the floats of a case are like. */
public enum Data {
    /** Between -1 and 1 times a power of two, so that every rounding shows the order of the sum. */
    REAL {
        @Override
        float next(SplittableRandom random) {
            return Math.scalb((float) (2 * random.nextDouble() - 1), random.nextInt(-4, 5));
        }
    },
    /** Integers so small that every sum is exact in any order. */
    INT {
        @Override
        float next(SplittableRandom random) {
            return random.nextInt(-4, 5);
        }
    },
    /** Zeros of both signs among ones. */
    ZERO {
        @Override
        float next(SplittableRandom random) {
            return one(random, 0f, -0f, 0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE);
        }
    },
    /** Values, products and sums around the smallest normal float. */
    SUBNORMAL {
        @Override
        float next(SplittableRandom random) {
            float value = one(random, Float.MIN_VALUE, Float.MIN_NORMAL, 0x1p-75f, 0x1p-70f, 0x1.8p-140f, 0.5f, 1f);
            return (float) (value * (1 + random.nextDouble())) * (random.nextBoolean() ? 1 : -1);
        }
    },
    /** Values, products and sums around the largest float. */
    HUGE {
        @Override
        float next(SplittableRandom random) {
            float value = one(random, Float.MAX_VALUE, 0x1p127f, 0x1p63f, 0x1p64f, 0x1p60f, 1f, 0.5f, 0x1p-60f);
            return (float) (value * (1 - random.nextDouble() / 2)) * (random.nextBoolean() ? 1 : -1);
        }
    },
    /** Real values with a few infinities and NaN among them. */
    NONFINITE {
        @Override
        float next(SplittableRandom random) {
            return random.nextInt(32) != 0
                    ? REAL.next(random)
                    : one(random, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    };

    /** The words of a descriptor line, as a group of a pattern; without the first, which is not said. */
    static final String WORDS = Arrays.stream(values())
            .filter(data -> data != REAL)
            .map(Data::word)
            .collect(Collectors.joining("|", "(", ")"));

    abstract float next(SplittableRandom random);

    float[] values(int length, SplittableRandom random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = next(random);
        }
        return values;
    }

    /** The word in a descriptor line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static float one(SplittableRandom random, float... values) {
        return values[random.nextInt(values.length)];
    }
}
