// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import io.github.jconv.Accuracy;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import java.util.Arrays;

/** The part of {@link Validator} that speaks of ONNX's attributes. */
public final class OnnxValidator {
    private static final int[] ONES = {1, 1};
    private static final int[] NONE = {0, 0, 0, 0};

    private OnnxValidator() {}

    /**
     * The layer of a {@code Conv} node; what is null is absent.
     *
     * @throws IllegalArgumentException as in {@code OnnxConvBuilder}
     */
    public static LayerSpec layer(
            String autoPad,
            int[] pads,
            int[] strides,
            int[] dilations,
            int[] kernelShape,
            int group,
            float[] weight,
            int[] weightShape,
            Accuracy accuracy) {
        if (weight == null || weightShape == null) {
            throw Validator.bad("weight=null: W must be given, with its shape (M, C/group, kH, kW)");
        }
        int[] w = atLeast(1, "weight.shape", weightShape, 4, "(M, C/group, kH, kW)");
        int[] stride = strides == null ? ONES : atLeast(1, "strides", strides, 2, "(height, width)");
        int[] dilation = dilations == null ? ONES : atLeast(1, "dilations", dilations, 2, "(height, width)");
        int[] pad = pads == null ? NONE : atLeast(0, "pads", pads, 4, "(top, left, bottom, right)");
        if (kernelShape != null && !Arrays.equals(kernelShape, Arrays.copyOfRange(w, 2, 4))) {
            throw Validator.bad(
                    "kernelShape=%s: must be that of the weights, [%d, %d]", Arrays.toString(kernelShape), w[2], w[3]);
        }
        PaddingWord word = word(autoPad);
        if (word != PaddingWord.AMOUNT && pads != null) {
            throw Validator.bad(
                    "pads=%s: must not be given with autoPad=%s, which decides the padding by itself",
                    Arrays.toString(pads), autoPad);
        }
        if (group < 1) {
            throw Validator.bad("group=%d: must be at least 1", group);
        }
        if (w[0] % group != 0) {
            throw Validator.bad("weight.shape[0]=%d: must be divisible by group %d", w[0], group);
        }
        if ((long) w[1] * group > Validator.MAX_ARRAY) {
            throw Validator.bad(
                    "group=%d: with weight.shape[1]=%d there are %d input channels, more than %d, the limit of an array",
                    group, w[1], (long) w[1] * group, Validator.MAX_ARRAY);
        }
        Padding padding =
                new Padding(word, pad[0], pad[1], pad[2], pad[3], PaddingMode.ZEROS, PaddingMode.ZEROS, false);
        return Validator.layer(new LayerSpec(
                w[1] * group,
                w[0],
                w[2],
                w[3],
                stride[0],
                stride[1],
                padding,
                dilation[0],
                dilation[1],
                group,
                accuracy));
    }

    private static PaddingWord word(String autoPad) {
        if (autoPad == null) {
            return PaddingWord.AMOUNT;
        }
        return switch (autoPad) {
            case "NOTSET" -> PaddingWord.AMOUNT;
            case "SAME_UPPER" -> PaddingWord.SAME_UPPER;
            case "SAME_LOWER" -> PaddingWord.SAME_LOWER;
            case "VALID" -> PaddingWord.VALID;
            default -> throw Validator.bad("autoPad=%s: must be one of NOTSET, SAME_UPPER, SAME_LOWER, VALID", autoPad);
        };
    }

    private static int[] atLeast(int least, String name, int[] values, int length, String meaning) {
        if (values.length != length) {
            throw Validator.bad(
                    "%s=%s: must be %d values, %s, for two axes", name, Arrays.toString(values), length, meaning);
        }
        for (int i = 0; i < length; i++) {
            if (values[i] < least) {
                throw Validator.bad("%s[%d]=%d: must be at least %d", name, i, values[i], least);
            }
        }
        return values;
    }
}
