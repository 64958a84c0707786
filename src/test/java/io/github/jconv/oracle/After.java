// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.Activation;

/**
 * What follows the sum of a {@link ConvCase}: an activation by its definition in docs/numerics.md, sharing no code with the
 * library.
 *
 * @param word its name in a descriptor line
 * @param first the lower bound or the slope, 0 if it has none
 * @param second the upper bound, 0 if it has none
 */
public record After(String word, float first, float second) {
    public static final After NOTHING = new After("none", 0, 0);
    public static final After RELU = new After("relu", 0, 0);
    public static final After RELU6 = new After("clamp", 0, 6);
    public static final After HARD_SWISH = new After("hardswish", 0, 0);
    public static final After SILU = new After("silu", 0, 0);
    public static final After SIGMOID = new After("sigmoid", 0, 0);
    public static final After TANH = new After("tanh", 0, 0);

    /** As a group of a pattern. */
    static final String WORDS = "(relu|hardswish|silu|sigmoid|tanh|clamp[-.\\dE]+to[-.\\dE]+|leaky[-.\\dE]+)";

    public static After clamp(float lower, float upper) {
        return new After("clamp", lower, upper);
    }

    public static After leaky(float slope) {
        return new After("leaky", slope, 0);
    }

    static After parse(String text) {
        if (text.startsWith("clamp")) {
            String[] bounds = text.substring("clamp".length()).split("to");
            return clamp(Float.parseFloat(bounds[0]), Float.parseFloat(bounds[1]));
        }
        return text.startsWith("leaky")
                ? leaky(Float.parseFloat(text.substring("leaky".length())))
                : new After(text, 0, 0);
    }

    @Override
    public String toString() {
        return switch (word) {
            case "clamp" -> word + first + "to" + second;
            case "leaky" -> word + first;
            default -> word;
        };
    }

    boolean nothing() {
        return word.equals("none");
    }

    /** As the library's users name it. */
    public Activation activation() {
        return switch (word) {
            case "none" -> Activation.none();
            case "relu" -> Activation.relu();
            case "clamp" -> Activation.clamp(first, second);
            case "leaky" -> Activation.leakyRelu(first);
            case "hardswish" -> Activation.hardSwish();
            case "silu" -> Activation.silu();
            case "sigmoid" -> Activation.sigmoid();
            default -> Activation.tanh();
        };
    }

    /** The activation of a float, rounded operation by operation. */
    public float apply(float x) {
        return switch (word) {
            case "none" -> x;
            case "relu" -> clamped(x, 0, Float.POSITIVE_INFINITY);
            case "clamp" -> clamped(x, first, second);
            case "leaky" -> x > 0 ? x : first * x;
            case "hardswish" -> x * (clamped(x + 3, 0, 6) / 6);
            case "silu" -> x * sigmoid(x);
            case "sigmoid" -> sigmoid(x);
            default -> tanh(x);
        };
    }

    private static float clamped(float x, float lower, float upper) {
        return x < lower ? lower : x > upper ? upper : x;
    }

    private static float sigmoid(float x) {
        float t = clamped(x, -104, 30);
        int n = nearest(t);
        // Rounded once more where 2^n is subnormal.
        float shifted = Math.fma(Math.scalb(1f, n + 64), expm1(t, n), Math.scalb(1f, n + 64));
        float e = shifted * 0x1p-64f;
        return e / (1 + e);
    }

    private static float tanh(float x) {
        float t = -2 * clamped(Math.abs(x), 0, 10);
        int n = nearest(t);
        float power = Math.scalb(1f, n);
        float m = Math.fma(power, expm1(t, n), power - 1);
        return Math.copySign(m / (m + 2), x);
    }

    /** The integer next to {@code t log2(e)}, the product not rounded before; of a NaN any. */
    private static int nearest(float t) {
        return (int) Math.rint(t * (double) (float) (1 / Math.log(2)));
    }

    private static float expm1(float t, int n) {
        float high = (float) Math.log(2);
        float low = -0x1.05c61p-29f;
        float r = Math.fma(-n, low, Math.fma(-n, high, t));
        float p = 1f / 5040;
        for (int factorial : new int[] {720, 120, 24, 6, 2}) {
            p = Math.fma(r, p, 1f / factorial);
        }
        return Math.fma(r * r, p, r);
    }
}
