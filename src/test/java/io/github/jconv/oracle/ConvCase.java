// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.PaddingMode;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One convolution to test, as plain numbers; input, weights and bias follow from data kind and seed.
 *
 * <p>It prints as one line that {@link #parse} reads back:
 *
 * <pre>
 *   n1g2_ic16ih7iw9_oc32_kh3kw3_s1x2_p1x0_d2x1_zeros_b1_seed7             batch, groups, input, outputs, kernel, ...
 *   ug1_ic3ih5iw5_oc4_kh2kw2_s1x1_same_d1x1_reflect_b0_subnormal_seed-1   unbatched, by padding word, other data
 *   n1g1_ic8ih4iw4_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_add_relu_seed1      a residual, and what follows
 *   ..._p1,0,2,1_...   top, left, bottom, right      ..._sameupper_..., ..._samelower_...   with a stride
 *   ..._zeros,circular_...   of height and width     ..._circular_repeats_...   more than once
 * </pre>
 *
 * @param n images, 1 where not batched
 * @param batched whether the shape is (N, C, H, W) rather than (C, H, W)
 * @param groups groups of channels
 * @param ic input channels of all groups
 * @param ih input rows
 * @param iw input columns
 * @param oc output channels of all groups
 * @param kh kernel rows
 * @param kw kernel columns
 * @param sh stride over rows
 * @param sw stride over columns
 * @param padding how the padding is given; {@code ph} and {@code pw} are 0 where it is a word
 * @param ph padding above, and below unless {@code extension} says otherwise
 * @param pw padding on the left, and on the right unless {@code extension} says otherwise
 * @param dh dilation over rows; 1 is dense
 * @param dw dilation over columns
 * @param mode what is read in the padding, on the left and right unless {@code extension} says otherwise
 * @param extension what PyTorch cannot say of padding
 * @param bias whether there is one
 * @param data what the floats are like
 * @param seed what the floats are drawn from
 * @param residual whether one is added to the sums
 * @param after the activation that follows
 */
public record ConvCase(
        int n,
        boolean batched,
        int groups,
        int ic,
        int ih,
        int iw,
        int oc,
        int kh,
        int kw,
        int sh,
        int sw,
        Padding padding,
        int ph,
        int pw,
        int dh,
        int dw,
        PaddingMode mode,
        Extension extension,
        boolean bias,
        Data data,
        long seed,
        boolean residual,
        After after) {

    /** A convolution alone. */
    public ConvCase(
            int n,
            boolean batched,
            int groups,
            int ic,
            int ih,
            int iw,
            int oc,
            int kh,
            int kw,
            int sh,
            int sw,
            Padding padding,
            int ph,
            int pw,
            int dh,
            int dw,
            PaddingMode mode,
            Extension extension,
            boolean bias,
            Data data,
            long seed) {
        this(
                n,
                batched,
                groups,
                ic,
                ih,
                iw,
                oc,
                kh,
                kw,
                sh,
                sw,
                padding,
                ph,
                pw,
                dh,
                dw,
                mode,
                extension,
                bias,
                data,
                seed,
                false,
                After.NOTHING);
    }

    /** A case that PyTorch has too. */
    public ConvCase(
            int n,
            boolean batched,
            int groups,
            int ic,
            int ih,
            int iw,
            int oc,
            int kh,
            int kw,
            int sh,
            int sw,
            Padding padding,
            int ph,
            int pw,
            int dh,
            int dw,
            PaddingMode mode,
            boolean bias,
            Data data,
            long seed) {
        this(
                n,
                batched,
                groups,
                ic,
                ih,
                iw,
                oc,
                kh,
                kw,
                sh,
                sw,
                padding,
                ph,
                pw,
                dh,
                dw,
                mode,
                new Extension(ph, pw, mode, false),
                bias,
                data,
                seed);
    }

    /**
     * What PyTorch cannot say of padding.
     *
     * @param bottom padding below
     * @param right padding on the right
     * @param columns what is read in the padding on the left and right
     * @param repeats whether circular padding may go round more than once
     */
    public record Extension(int bottom, int right, PaddingMode columns, boolean repeats) {}

    /** How a case gives its padding to the builder. */
    public enum Padding {
        /** By numbers, one an axis. */
        AMOUNT,
        /** As PyTorch's {@code 'same'}: the output has the input's size. */
        SAME,
        /** As PyTorch's {@code 'valid'}: none. */
        VALID,
        /** As ONNX's {@code SAME_UPPER}: 'same' of any stride. */
        SAME_UPPER,
        /** As ONNX's {@code SAME_LOWER}: an odd one goes to the start. */
        SAME_LOWER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace("_", "");
        }

        private static Padding of(String word) {
            for (Padding each : values()) {
                if (each.word().equals(word)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(word);
        }
    }

    private static final Pattern LINE = Pattern.compile("(?:n(\\d+)|u)g(\\d+)_ic(\\d+)ih(\\d+)iw(\\d+)_oc(\\d+)"
            + "_kh(\\d+)kw(\\d+)_s(\\d+)x(\\d+)_(?:p(\\d+)[x,](\\d+)(?:,(\\d+),(\\d+))?|(same|valid|sameupper|samelower))"
            + "_d(\\d+)x(\\d+)_(zeros|reflect|replicate|circular)(?:,(zeros|reflect|replicate|circular))?(_repeats)?"
            + "_b([01])(?:_" + Data.WORDS + ")?(_add)?(?:_" + After.WORDS + ")?_seed(-?\\d+)");

    /**
     * The case that a line describes.
     *
     * @throws IllegalArgumentException if the line is none
     */
    public static ConvCase parse(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            throw new IllegalArgumentException("not a case: " + line);
        }
        boolean amount = m.group(15) == null;
        int ph = amount ? number(m, 11) : 0;
        int pw = amount ? number(m, 12) : 0;
        boolean sides = m.group(13) != null;
        PaddingMode mode = PaddingMode.of(m.group(18));
        return new ConvCase(
                m.group(1) == null ? 1 : number(m, 1),
                m.group(1) != null,
                number(m, 2),
                number(m, 3),
                number(m, 4),
                number(m, 5),
                number(m, 6),
                number(m, 7),
                number(m, 8),
                number(m, 9),
                number(m, 10),
                amount ? Padding.AMOUNT : Padding.of(m.group(15)),
                ph,
                pw,
                number(m, 16),
                number(m, 17),
                mode,
                new Extension(
                        sides ? number(m, 13) : ph,
                        sides ? number(m, 14) : pw,
                        m.group(19) == null ? mode : PaddingMode.of(m.group(19)),
                        m.group(20) != null),
                m.group(21).equals("1"),
                m.group(22) == null ? Data.REAL : Data.valueOf(m.group(22).toUpperCase(Locale.ROOT)),
                Long.parseLong(m.group(25)),
                m.group(23) != null,
                m.group(24) == null ? After.NOTHING : After.parse(m.group(24)));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    @Override
    public String toString() {
        String images = batched ? "n" + n : "u";
        boolean even = extension.bottom == ph && extension.right == pw;
        String amounts = even ? ph + "x" + pw : ph + "," + pw + "," + extension.bottom + "," + extension.right;
        String pad = padding == Padding.AMOUNT ? "p" + amounts : padding.word();
        String columns = extension.columns == mode ? "" : "," + extension.columns.torchName();
        String kind = data == Data.REAL ? "" : "_" + data.word();
        return images + "g" + groups + "_ic" + ic + "ih" + ih + "iw" + iw + "_oc" + oc + "_kh" + kh + "kw" + kw
                + "_s" + sh + "x" + sw + "_" + pad + "_d" + dh + "x" + dw + "_" + mode.torchName() + columns
                + (extension.repeats ? "_repeats" : "") + "_b" + (bias ? 1 : 0) + kind
                + (residual ? "_add" : "") + (after.nothing() ? "" : "_" + after) + "_seed" + seed;
    }

    /** The same case with other data. */
    public ConvCase with(Data data) {
        return new ConvCase(
                n, batched, groups, ic, ih, iw, oc, kh, kw, sh, sw, padding, ph, pw, dh, dw, mode, extension, bias,
                data, seed, residual, after);
    }

    /** The same case with other random numbers. */
    public ConvCase with(long seed) {
        return new ConvCase(
                n, batched, groups, ic, ih, iw, oc, kh, kw, sh, sw, padding, ph, pw, dh, dw, mode, extension, bias,
                data, seed, residual, after);
    }

    /** The same case with or without a residual, and with another activation. */
    public ConvCase with(boolean residual, After after) {
        return new ConvCase(
                n, batched, groups, ic, ih, iw, oc, kh, kw, sh, sw, padding, ph, pw, dh, dw, mode, extension, bias,
                data, seed, residual, after);
    }

    /** The same layer on larger images. */
    public ConvCase enlarged(int rows, int columns) {
        return new ConvCase(
                n,
                batched,
                groups,
                ic,
                ih + rows,
                iw + columns,
                oc,
                kh,
                kw,
                sh,
                sw,
                padding,
                ph,
                pw,
                dh,
                dw,
                mode,
                extension,
                bias,
                data,
                seed,
                residual,
                after);
    }

    /** The input's shape. */
    public int[] shape() {
        return batched ? new int[] {n, ic, ih, iw} : new int[] {ic, ih, iw};
    }

    /** A builder of jconv's layer, with its weights and bias. */
    public Conv2dBuilder builder() {
        Conv2dBuilder builder = builderWithoutWeights().weight(weight());
        return bias ? builder.bias(biasValues()) : builder.bias(false);
    }

    /** A builder of the layer's other parameters. */
    public Conv2dBuilder builderWithoutWeights() {
        Conv2dBuilder builder = Conv2d.builder()
                .inChannels(ic)
                .outChannels(oc)
                .kernelSize(kh, kw)
                .stride(sh, sw)
                .dilation(dh, dw)
                .groups(groups)
                .activation(after.activation());
        builder = extension.columns == mode ? builder.paddingMode(mode) : builder.paddingMode(mode, extension.columns);
        builder = extension.repeats ? builder.circularRepeats(true) : builder;
        return switch (padding) {
            case AMOUNT ->
                extension.bottom == ph && extension.right == pw
                        ? builder.padding(ph, pw)
                        : builder.paddingSides(ph, pw, extension.bottom, extension.right);
            case SAME, VALID -> builder.padding(padding.word());
            case SAME_UPPER -> builder.paddingSameUpper();
            case SAME_LOWER -> builder.paddingSameLower();
        };
    }

    /** Floats of the input. */
    public int inputLength() {
        return n * ic * ih * iw;
    }

    /** A new array of the input, (N, C, H, W). */
    public float[] input() {
        return data.values(inputLength(), random(1));
    }

    /** A new array of the weights, (oc, ic / groups, kh, kw). */
    public float[] weight() {
        return data.values(oc * (ic / groups) * kh * kw, random(2));
    }

    /** A new array of the bias, or null if there is none. */
    public float[] biasValues() {
        return bias ? data.values(oc, random(3)) : null;
    }

    /** A new array of the residual, of as many floats as the output has, or null if there is none. */
    public float[] residualValues(int length) {
        return residual ? data.values(length, random(4)) : null;
    }

    private SplittableRandom random(int stream) {
        return new SplittableRandom(31 * seed + stream);
    }
}
