// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The FMA of machines without one, against the JDK's. */
@Tag("bits")
class FmaTest {
    private static final int CALLS = 1_000_000;

    private static final float[] EDGES = {
        0f,
        Float.MIN_VALUE,
        3 * Float.MIN_VALUE,
        Float.MIN_NORMAL - Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MIN_NORMAL + Float.MIN_VALUE,
        0x1p-75f,
        0x1p-74f,
        0x1.000002p-75f,
        0x1p-25f,
        0x1p-24f,
        0x1.8p-24f,
        0x1.fffffep-1f,
        1f,
        0x1.000002p0f,
        1.5f,
        0x1.fffffep0f,
        2f,
        3f,
        0x1.000002p23f,
        0x1p24f,
        0x1.000002p24f,
        0x1p63f,
        0x1.fffffep63f,
        0x1p64f,
        0x1.fffffcp127f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN,
    };

    @Test
    void anyBits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CALLS; i++) {
            check(bits(random), bits(random), bits(random));
        }
    }

    @Test
    void edges() {
        for (float a : EDGES) {
            for (float b : EDGES) {
                for (float c : EDGES) {
                    for (int signs = 0; signs < 8; signs++) {
                        check((signs & 1) == 0 ? a : -a, (signs & 2) == 0 ? b : -b, (signs & 4) == 0 ? c : -c);
                    }
                }
            }
        }
    }

    /** The sum is close to the product, or to half a unit of it: what was rounded away decides. */
    @Test
    void cancellation() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < CALLS; i++) {
            float a = real(random, 20);
            float b = real(random, 20);
            float c = Math.scalb(-a * b, random.nextInt(4) * random.nextInt(-26, 26));
            check(a, b, Float.intBitsToFloat(Float.floatToRawIntBits(c) + random.nextInt(-2, 3)));
        }
    }

    /** Few bits set: sums that lie exactly between two floats, or one bit beside. */
    @Test
    void ties() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < CALLS; i++) {
            check(sparse(random), sparse(random), sparse(random));
        }
    }

    @Test
    void subnormalResults() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < CALLS; i++) {
            float a = Math.scalb(real(random, 1), random.nextInt(-75, 0));
            float b = Math.scalb(real(random, 1), -140 - Math.getExponent(a) + random.nextInt(-12, 20));
            check(a, b, Float.intBitsToFloat(random.nextInt(1 << 24)) * (random.nextBoolean() ? 1 : -1));
        }
    }

    @Test
    void overflow() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < CALLS; i++) {
            float a = Math.scalb(real(random, 1), random.nextInt(0, 127));
            float b = Math.scalb(real(random, 1), 127 - Math.getExponent(a) + random.nextInt(-1, 2));
            check(a, b, Math.scalb(real(random, 1), random.nextInt(100, 128)));
        }
    }

    private static float bits(SplittableRandom random) {
        return Float.intBitsToFloat(random.nextInt());
    }

    private static float real(SplittableRandom random, int exponents) {
        float value = 1 + random.nextInt(1 << 23) * 0x1p-23f;
        return Math.scalb(random.nextBoolean() ? value : -value, random.nextInt(-exponents, exponents + 1));
    }

    private static float sparse(SplittableRandom random) {
        float value = 1 + Math.scalb(1f, -random.nextInt(1, 24));
        return Math.scalb(random.nextBoolean() ? value : -value, random.nextInt(-30, 31));
    }

    private static void check(float a, float b, float c) {
        int expected = Float.floatToIntBits(Math.fma(a, b, c));
        int actual = Float.floatToIntBits(Fma.inDouble(a, b, c));
        if (expected != actual) {
            Supplier<String> call = () -> String.format("fma(%a, %a, %a)", a, b, c);
            assertEquals(Float.intBitsToFloat(expected), Float.intBitsToFloat(actual), call);
        }
    }
}
