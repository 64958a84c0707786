// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import io.github.jconv.Activation;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;

/**
 * Is a layer legal? With {@link CallValidator} and {@link OnnxValidator} the only class that throws for a user's mistake:
 * parameter, value and limit in every message.
 */
public final class Validator {
    /** The longest array any JVM gives. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private Validator() {}

    /**
     * A layer of legal parameters.
     *
     * @throws IllegalArgumentException as in {@code Conv2dBuilder}
     */
    public static LayerSpec layer(LayerSpec s) {
        atLeastOne("inChannels", s.inChannels(), "");
        atLeastOne("outChannels", s.outChannels(), "");
        atLeastOne("groups", s.groups(), "");
        divisible("inChannels", s.inChannels(), s.groups());
        divisible("outChannels", s.outChannels(), s.groups());
        axes("kernelSize", s.kh(), s.kw(), "");
        axes("stride", s.sh(), s.sw(), "");
        axes("dilation", s.dh(), s.dw(), " (1 is a dense kernel)");
        padding(s.padding());
        if (s.accuracy() == null) {
            throw bad("accuracy=null: must be EXACT or FAST");
        }
        notNull("activation", s.activation());
        if (s.same() && (s.sh() != 1 || s.sw() != 1)) {
            throw bad(
                    "padding=same: is not supported for strided convolutions, stride=(%d, %d) must be (1, 1)",
                    s.sh(), s.sw());
        }
        // Each factor is below 2^31, so the product of two fits a long; the third is checked by division.
        long window = (long) s.kh() * s.kw();
        long perOutput = window > MAX_ARRAY ? window : window * s.icg();
        if (perOutput > MAX_ARRAY || perOutput * s.outChannels() > MAX_ARRAY) {
            throw bad(
                    "kernelSize=(%d, %d): weight of shape (%d, %d, %d, %d) has more than %d elements, the limit of an array",
                    s.kh(), s.kw(), s.outChannels(), s.icg(), s.kh(), s.kw(), MAX_ARRAY);
        }
        return s;
    }

    private static void padding(Padding p) {
        if (p.even()) {
            notNegative("padding[0]", p.top());
            notNegative("padding[1]", p.left());
        }
        notNegative("paddingSides[top]", p.top());
        notNegative("paddingSides[left]", p.left());
        notNegative("paddingSides[bottom]", p.bottom());
        notNegative("paddingSides[right]", p.right());
        if (p.heightMode() == null || p.widthMode() == null) {
            String axis = p.heightMode() == p.widthMode() ? "" : p.heightMode() == null ? "[0]" : "[1]";
            throw bad("paddingMode%s=null: must be one of zeros, reflect, replicate, circular", axis);
        }
        if (p.word() == null) {
            throw bad("padding=null: must be numbers, same or valid");
        }
        if (p.word() != PaddingWord.AMOUNT && !p.even()) {
            throw bad(
                    "paddingSides=(%d, %d, %d, %d): must be (0, 0, 0, 0) where padding is given as a word",
                    p.top(), p.left(), p.bottom(), p.right());
        }
        if (p.word() != PaddingWord.AMOUNT && (p.top() != 0 || p.left() != 0)) {
            throw bad("padding=(%d, %d): must be (0, 0) where it is given as a word", p.top(), p.left());
        }
    }

    /** A padding given as a word: {@code same} or {@code valid}. */
    public static PaddingWord paddingWord(String padding) {
        if ("same".equals(padding)) {
            return PaddingWord.SAME;
        }
        if ("valid".equals(padding)) {
            return PaddingWord.VALID;
        }
        throw bad("padding=%s: invalid padding string, must be one of same, valid", padding);
    }

    /** A builder's parameter that has no default. */
    public static int given(String name, int value, boolean given) {
        if (!given) {
            throw bad("%s: must be set", name);
        }
        return value;
    }

    /** A parallelism: positive. */
    public static int parallelism(int parallelism) {
        atLeastOne("parallelism", parallelism, "");
        return parallelism;
    }

    /** Weights of the layer's OIHW shape. */
    public static float[] weight(LayerSpec s, float[] weight) {
        notNull("weight", weight);
        if (weight.length != s.weightLength()) {
            throw bad(
                    "weight.length=%d: expected %d = outChannels %d * inChannels/groups %d * kernelSize %d * %d",
                    weight.length, s.weightLength(), s.outChannels(), s.icg(), s.kh(), s.kw());
        }
        return weight;
    }

    /** A bias of one float an output channel. */
    public static float[] bias(LayerSpec s, float[] bias) {
        notNull("bias", bias);
        if (bias.length != s.outChannels()) {
            throw bad(
                    "bias.length=%d: expected bias to be 1-dimensional with %d elements (outChannels)",
                    bias.length, s.outChannels());
        }
        return bias;
    }

    /** Refuses given weights whose bias was left open. */
    public static void biasDecided(boolean weightGiven, boolean biasGiven, boolean biasWanted) {
        if (weightGiven && biasWanted && !biasGiven) {
            throw bad("bias: weight was given without it; give bias(float[]) too, or bias(false) for none");
        }
        if (biasGiven && !biasWanted) {
            throw bad("bias=false: contradicts the bias given");
        }
        if (biasGiven && !weightGiven) {
            throw bad("weight: bias was given without it");
        }
    }

    /** The parameters of an activation: a clamp's bounds, in order, or a leaky ReLU's slope and 0; those not used are 0. */
    public static void activation(Activation.Function function, float first, float second) {
        notNull("function", function);
        if (function == Activation.Function.CLAMP) {
            if (!(first < second)) {
                throw bad("min=%s: must be less than max %s", first, second);
            }
            return;
        }
        boolean leaky = function == Activation.Function.LEAKY_RELU;
        if (leaky && !Float.isFinite(first)) {
            throw bad("slope=%s: must be finite", first);
        }
        if ((!leaky && first != 0) || second != 0) {
            throw bad("activation=%s: has no parameters %s, %s", function, first, second);
        }
    }

    /** A layer and the parameters of a batch normalisation that can be folded into it. */
    public static void batchNorm(LayerSpec s, float[] gamma, float[] beta, float[] mean, float[] variance, double eps) {
        if (s.activation().function() != Activation.Function.NONE) {
            throw bad(
                    "activation=%s: a normalisation behind an activation cannot be folded; fold it into the layer without,"
                            + " then give that the activation",
                    s.activation());
        }
        perChannel("gamma", gamma, s);
        perChannel("beta", beta, s);
        perChannel("mean", mean, s);
        perChannel("variance", variance, s);
        if (!(eps >= 0) || Double.isInfinite(eps)) {
            throw bad("eps=%s: must be finite and not negative", eps);
        }
        for (int oc = 0; oc < variance.length; oc++) {
            if (!(variance[oc] >= 0)) {
                throw bad("variance[%d]=%s: must not be negative or NaN", oc, variance[oc]);
            }
            if (variance[oc] + eps == 0) {
                throw bad("variance[%d]=%s: with eps=%s it must be positive", oc, variance[oc], eps);
            }
        }
    }

    private static void perChannel(String name, float[] values, LayerSpec s) {
        notNull(name, values);
        if (values.length != s.outChannels()) {
            throw bad("%s.length=%d: expected %d elements (outChannels)", name, values.length, s.outChannels());
        }
    }

    private static void axes(String name, int height, int width, String hint) {
        atLeastOne(name + "[0]", height, hint);
        atLeastOne(name + "[1]", width, hint);
    }

    private static void atLeastOne(String name, int value, String hint) {
        if (value < 1) {
            throw bad("%s=%d: must be at least 1%s", name, value, hint);
        }
    }

    static void notNegative(String name, int value) {
        if (value < 0) {
            throw bad("%s=%d: must not be negative", name, value);
        }
    }

    private static void divisible(String name, int channels, int groups) {
        if (channels % groups != 0) {
            throw bad("%s=%d: must be divisible by groups %d", name, channels, groups);
        }
    }

    static void notNull(String name, Object value) {
        if (value == null) {
            throw bad("%s=null: must be given", name);
        }
    }

    static IllegalArgumentException bad(String format, Object... values) {
        return new IllegalArgumentException(String.format(java.util.Locale.ROOT, format, values));
    }
}
