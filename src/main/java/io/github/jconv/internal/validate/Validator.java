// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import io.github.jconv.Activation;
import io.github.jconv.DataLayout;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddedAxis;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Is it legal? With {@link OnnxValidator} the only class that throws for a user's mistake: parameter, value and limit in every message. */
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

    /**
     * The geometry of an input of {@code shape}, (N, C, H, W) or (C, H, W).
     *
     * @throws IllegalArgumentException if the layer does not take it
     */
    public static Geometry geometry(LayerSpec s, int[] shape) {
        return geometry(s, DataLayout.NCHW, shape);
    }

    /**
     * The geometry of an input of {@code shape}, (N, C, H, W) or (C, H, W), or of NHWC (N, H, W, C) or (H, W, C).
     *
     * @throws IllegalArgumentException if the layer does not take it
     */
    public static Geometry geometry(LayerSpec s, DataLayout layout, int[] shape) {
        notNull("layout", layout);
        notNull("shape", shape);
        boolean channelsLast = layout == DataLayout.NHWC;
        if (shape.length != 3 && shape.length != 4) {
            throw bad(
                    "shape=%s: expected 3 %s or 4 %s sizes, got %d",
                    Arrays.toString(shape),
                    channelsLast ? "(H, W, C)" : "(C, H, W)",
                    channelsLast ? "(N, H, W, C)" : "(N, C, H, W)",
                    shape.length);
        }
        int at = shape.length - 3;
        int n = at == 0 ? 1 : shape[0];
        int channels = shape[channelsLast ? at + 2 : at];
        int ih = shape[channelsLast ? at : at + 1];
        int iw = shape[channelsLast ? at + 1 : at + 2];
        notNegative("shape[0] (N)", n);
        if (channels != s.inChannels()) {
            throw bad(
                    "shape=%s: given groups=%d, weight of size [%d, %d, %d, %d], expected input to have %d channels, but got %d channels instead",
                    Arrays.toString(shape),
                    s.groups(),
                    s.outChannels(),
                    s.icg(),
                    s.kh(),
                    s.kw(),
                    s.inChannels(),
                    channels);
        }
        if (ih <= 0 || iw <= 0) {
            throw bad(
                    "shape=%s: height %d and width %d must be at least 1; only a batch of 0 is supported",
                    Arrays.toString(shape), ih, iw);
        }
        PaddedAxis height = PaddedAxis.height(s, ih);
        PaddedAxis width = PaddedAxis.width(s, iw);
        paddingFits(s.padding(), s.padding().heightMode(), 0, height);
        paddingFits(s.padding(), s.padding().widthMode(), 1, width);
        long paddedHeight = height.padded();
        long paddedWidth = width.padded();
        if (s.windowHeight() > paddedHeight || s.windowWidth() > paddedWidth) {
            throw bad(
                    "shape=%s: calculated padded input size per channel: (%d x %d). Kernel size: (%d x %d) with dilation."
                            + " Kernel size can't be greater than actual input size",
                    Arrays.toString(shape), paddedHeight, paddedWidth, s.windowHeight(), s.windowWidth());
        }
        if (paddedHeight > MAX_ARRAY || paddedWidth > MAX_ARRAY) {
            throw bad(
                    "shape=%s: padded size (%d x %d) has a side of more than %d",
                    Arrays.toString(shape), paddedHeight, paddedWidth, MAX_ARRAY);
        }
        fitsArray("input", n, channels, ih, iw);
        fitsArray("output", n, s.outChannels(), height.outputs(), width.outputs());
        return Geometry.of(s, n, ih, iw);
    }

    /** An input array that is the whole input. */
    public static void wholeInput(float[] input, Geometry g) {
        notNull("input", input);
        long expected = (long) g.n() * g.inImage();
        if (input.length != expected) {
            throw bad(
                    "input.length=%d: expected %d = N %d * C %d * H %d * W %d",
                    input.length, expected, g.n(), g.layer().inChannels(), g.ih(), g.iw());
        }
    }

    /** Input and output regions inside their arrays, not overlapping. */
    public static void regions(float[] input, int inputOffset, float[] output, int outputOffset, Geometry g) {
        notNull("input", input);
        notNull("output", output);
        long in = (long) g.n() * g.inImage();
        long out = (long) g.n() * g.outImage();
        region("input", input, inputOffset, in);
        region("output", output, outputOffset, out);
        if (input == output && inputOffset < outputOffset + out && outputOffset < inputOffset + in) {
            throw bad(
                    "outputOffset=%d: output of %d elements overlaps the input of %d elements at inputOffset=%d in the same array",
                    outputOffset, out, in, inputOffset);
        }
    }

    /** Input and output between the positions and limits of buffers of this machine's byte order, not overlapping. */
    public static void buffers(FloatBuffer input, FloatBuffer output, Geometry g) {
        buffer("input", input, (long) g.n() * g.inImage());
        buffer("output", output, (long) g.n() * g.outImage());
        if (output.isReadOnly()) {
            throw bad("output.isReadOnly()=true: must be a buffer that can be written");
        }
        boolean sameArray = input.hasArray() && output.hasArray() && input.array() == output.array();
        int from = sameArray ? input.arrayOffset() + input.position() : 0;
        int to = sameArray ? output.arrayOffset() + output.position() : 0;
        // Of other buffers Java 17 does not say where their memory is, but for one and the same object.
        boolean overlap = sameArray ? from < to + output.remaining() && to < from + input.remaining() : input == output;
        if (overlap && input.hasRemaining()) {
            throw bad(
                    "output.position()=%d: output of %d elements overlaps the input of %d elements at position %d in the same %s",
                    output.position(),
                    output.remaining(),
                    input.remaining(),
                    input.position(),
                    sameArray ? "array" : "buffer");
        }
    }

    private static void buffer(String name, FloatBuffer buffer, long length) {
        notNull(name, buffer);
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw bad(
                    "%s.order()=%s: must be %s, this machine's; call order(ByteOrder.nativeOrder()) on the ByteBuffer before asFloatBuffer()",
                    name, buffer.order(), ByteOrder.nativeOrder());
        }
        if (buffer.remaining() != length) {
            throw bad(
                    "%s.remaining()=%d: expected %d elements from position %d to limit %d",
                    name, buffer.remaining(), length, buffer.position(), buffer.limit());
        }
    }

    /** As {@link #regions}, and a residual of the output's shape: the output's own region, or one beside it. */
    public static void residual(float[] residual, int residualOffset, float[] output, int outputOffset, Geometry g) {
        notNull("residual", residual);
        long out = (long) g.n() * g.outImage();
        region("residual", residual, residualOffset, out);
        if (residual == output
                && residualOffset != outputOffset
                && residualOffset < outputOffset + out
                && outputOffset < residualOffset + out) {
            throw bad(
                    "residualOffset=%d: residual of %d elements overlaps the output at outputOffset=%d in the same array;"
                            + " it must be the output's region itself or beside it",
                    residualOffset, out, outputOffset);
        }
    }

    /** A residual array that is the whole residual. */
    public static void wholeResidual(float[] residual, Geometry g) {
        notNull("residual", residual);
        long expected = (long) g.n() * g.outImage();
        if (residual.length != expected) {
            throw bad(
                    "residual.length=%d: expected %d = N %d * outChannels %d * H' %d * W' %d",
                    residual.length, expected, g.n(), g.layer().outChannels(), g.oh(), g.ow());
        }
    }

    private static void region(String name, float[] array, int offset, long length) {
        if (offset < 0) {
            throw bad("%sOffset=%d: must be at least 0", name, offset);
        }
        if (offset + length > array.length) {
            throw bad(
                    "%s.length=%d: expected at least %d = %sOffset %d + %d elements",
                    name, array.length, offset + length, name, offset, length);
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

    private static void paddingFits(Padding padding, PaddingMode mode, int axis, PaddedAxis a) {
        String side = axis == 0 ? "height" : "width";
        if (mode == PaddingMode.REFLECT && a.most() >= a.size()) {
            throw bad(
                    "padding[%d]=%d: reflect padding size should be less than the corresponding input dimension, the input %s %d",
                    axis, a.most(), side, a.size());
        }
        if (mode == PaddingMode.CIRCULAR && a.most() > a.size() && !padding.repeats()) {
            throw bad(
                    "padding[%d]=%d: circular padding must be at most the input %s %d (padding value causes wrapping around more than once)",
                    axis, a.most(), side, a.size());
        }
    }

    private static void fitsArray(String name, long n, long c, long h, long w) {
        long plane = h * w; // each below 2^32 and positive: checked before
        if (plane > MAX_ARRAY || plane * c > MAX_ARRAY || plane * c * n > MAX_ARRAY) {
            throw bad(
                    "%s of shape (%d, %d, %d, %d) has more than %d elements, the limit of an array",
                    name, n, c, h, w, MAX_ARRAY);
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

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw bad("%s=%d: must not be negative", name, value);
        }
    }

    private static void divisible(String name, int channels, int groups) {
        if (channels % groups != 0) {
            throw bad("%s=%d: must be divisible by groups %d", name, channels, groups);
        }
    }

    private static void notNull(String name, Object value) {
        if (value == null) {
            throw bad("%s=null: must be given", name);
        }
    }

    static IllegalArgumentException bad(String format, Object... values) {
        return new IllegalArgumentException(String.format(java.util.Locale.ROOT, format, values));
    }
}
