// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * The activations of one float: each is a formula of operations that IEEE 754 rounds correctly, so that
 * {@link VectorEpilogue}, lane by lane, gives the same bits.
 *
 * <p>The exponential is that of Cody and Waite, "Software Manual for the Elementary Functions", 1980: {@code exp(t) = 2^n
 * exp(r)} with {@code n = round(t / ln 2)}, {@code r = t - n ln 2} within half of ln 2, and {@code exp(r) - 1} as the
 * Taylor polynomial of degree 7. {@code n} is never converted to an integer: added to {@link #ROUND}, it is found in the
 * last bits of the sum.
 */
final class Activations {
    static final float LOG2_E = 0x1.715476p0f;

    /** The float next to ln 2, negated, and what is missing; {@code t - n ln 2} is exact in the first. */
    static final float MINUS_LN2_HIGH = -0x1.62e43p-1f;

    static final float MINUS_LN2_LOW = 0x1.05c61p-29f;

    /** 1 / k!. */
    static final float C2 = 1 / 2f;

    static final float C3 = 1 / 6f;
    static final float C4 = 1 / 24f;
    static final float C5 = 1 / 120f;
    static final float C6 = 1 / 720f;
    static final float C7 = 1 / 5040f;

    /** Numbers from 2^23 on are integers: a sum with 1.5 * 2^23 is rounded to one. */
    static final float ROUND = 0x1.8p23f;

    /** Bits of a float's fraction: where its exponent stands. */
    static final int FRACTION = 23;

    /** {@link #ROUND} and the bias of a float's exponent: the sum's last bits, shifted, are those of {@code 2^n}. */
    static final float ROUND_EXPONENT = ROUND + 127;

    /** The same for {@code 2^(n + 64)}, which is a normal number where {@code 2^n} is not. */
    static final float ROUND_EXPONENT_64 = ROUND_EXPONENT + 64;

    static final float TWO_TO_MINUS_64 = 0x1p-64f;

    /** Sigmoid's argument from where on it is 1, and below which it is 0. */
    static final float SIGMOID_MOST = 30;

    static final float SIGMOID_LEAST = -104;

    /** Tanh's argument from where on it is 1. */
    static final float TANH_MOST = 10;

    private Activations() {}

    static float leakyRelu(float x, float slope) {
        return x > 0 ? x : x * slope;
    }

    static float hardSwish(float x) {
        return x * (Math.min(Math.max(x + 3, 0), 6) / 6);
    }

    static float silu(float x) {
        return x * sigmoid(x);
    }

    /** {@code e / (1 + e)} with {@code e = exp(x)}. */
    static float sigmoid(float x) {
        float t = Math.min(Math.max(x, SIGMOID_LEAST), SIGMOID_MOST);
        float shifted = Fma.fma(t, LOG2_E, ROUND_EXPONENT_64);
        float scale = powerOfTwo(shifted);
        float e = Fma.fma(scale, expm1(t, shifted - ROUND_EXPONENT_64), scale) * TWO_TO_MINUS_64;
        return e / (1 + e);
    }

    /** {@code m / (2 + m)} with {@code m = exp(-2 |x|) - 1}, which is minus the tangent of {@code |x|}. */
    static float tanh(float x) {
        float t = -2 * Math.min(Math.abs(x), TANH_MOST);
        float shifted = Fma.fma(t, LOG2_E, ROUND_EXPONENT);
        float scale = powerOfTwo(shifted);
        float m = Fma.fma(scale, expm1(t, shifted - ROUND_EXPONENT), scale - 1);
        float negative = m / (m + 2);
        return x > 0 ? -negative : negative;
    }

    private static float powerOfTwo(float shifted) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FRACTION);
    }

    /** {@code exp(t - n ln 2) - 1}. */
    private static float expm1(float t, float n) {
        float r = Fma.fma(n, MINUS_LN2_LOW, Fma.fma(n, MINUS_LN2_HIGH, t));
        float p = Fma.fma(r, Fma.fma(r, Fma.fma(r, Fma.fma(r, Fma.fma(r, C7, C6), C5), C4), C3), C2);
        return Fma.fma(r * r, p, r);
    }
}
