// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase.Padding;

/**
 * What a convolution is: the definition, in nested loops over an image that really is padded first.
 *
 * <p>It shares no code with the library, its padding and its output size included, so that an error in one is not in
 * the other. Each output starts from the bias and takes one {@link Math#fma(float, float, float)} a tap in the order
 * ic, kh, kw.
 */
public final class Oracle {
    /** The source of a padded index that reads 0. */
    private static final int NOTHING = Integer.MIN_VALUE;

    private final ConvCase c;
    private final int[] rows;
    private final int[] columns;
    private final int oh;
    private final int ow;

    /** The definition of a case's layer, on inputs of its shape. */
    public Oracle(ConvCase c) {
        this.c = c;
        this.rows = axis(
                c,
                c.mode(),
                c.ih(),
                c.kh(),
                c.sh(),
                c.dh(),
                c.ph(),
                c.extension().bottom());
        this.columns = axis(
                c,
                c.extension().columns(),
                c.iw(),
                c.kw(),
                c.sw(),
                c.dw(),
                c.pw(),
                c.extension().right());
        this.oh = places(rows.length, c.kh(), c.sh(), c.dh());
        this.ow = places(columns.length, c.kw(), c.sw(), c.dw());
    }

    /** The output, (N, C, H, W), of a case on its own input, weights, bias and residual, its activation applied. */
    public static float[] forward(ConvCase c) {
        Oracle oracle = new Oracle(c);
        float[] y = oracle.forward(c.input(), c.weight(), c.biasValues());
        float[] residual = c.residualValues(y.length);
        for (int i = 0; i < y.length; i++) {
            y[i] = c.after().apply(residual == null ? y[i] : y[i] + residual[i]);
        }
        return y;
    }

    /** Rows of a padded plane. */
    public int paddedHeight() {
        return rows.length;
    }

    /** Columns of a padded plane. */
    public int paddedWidth() {
        return columns.length;
    }

    /** Output rows. */
    public int oh() {
        return oh;
    }

    /** Output columns. */
    public int ow() {
        return ow;
    }

    /** Taps of all outputs. */
    public long multiplyAdds() {
        return (long) c.n() * c.oc() * oh * ow * (c.ic() / c.groups()) * c.kh() * c.kw();
    }

    /** Places of a window along an axis, counted one by one. */
    static int places(int padded, int kernel, int stride, int dilation) {
        int count = 0;
        for (long start = 0; start + (long) dilation * (kernel - 1) < padded; start += stride) {
            count++;
        }
        return count;
    }

    /** The padded planes of all images: {@code n * ic} planes of {@link #paddedHeight} by {@link #paddedWidth}. */
    public float[] pad(float[] x) {
        float[] padded = new float[c.n() * c.ic() * rows.length * columns.length];
        int to = 0;
        for (int plane = 0; plane < c.n() * c.ic(); plane++) {
            for (int row : rows) {
                for (int column : columns) {
                    boolean outside = row == NOTHING || column == NOTHING;
                    padded[to++] = outside ? 0 : x[(plane * c.ih() + row) * c.iw() + column];
                }
            }
        }
        return padded;
    }

    /** The sums of this case's layer with other data; {@code bias} may be null. */
    public float[] forward(float[] x, float[] weight, float[] bias) {
        float[] padded = pad(x);
        float[] y = new float[c.n() * c.oc() * oh * ow];
        int at = 0;
        for (int image = 0; image < c.n(); image++) {
            for (int oc = 0; oc < c.oc(); oc++) {
                for (int oy = 0; oy < oh; oy++) {
                    for (int ox = 0; ox < ow; ox++) {
                        y[at++] = output(padded, weight, bias == null ? 0 : bias[oc], image, oc, oy, ox);
                    }
                }
            }
        }
        return y;
    }

    private float output(float[] padded, float[] weight, float start, int image, int oc, int oy, int ox) {
        int icg = c.ic() / c.groups();
        int group = oc / (c.oc() / c.groups());
        float sum = start;
        for (int ic = 0; ic < icg; ic++) {
            int plane = image * c.ic() + group * icg + ic;
            for (int kh = 0; kh < c.kh(); kh++) {
                int row = plane * rows.length + oy * c.sh() + kh * c.dh();
                for (int kw = 0; kw < c.kw(); kw++) {
                    float w = weight[((oc * icg + ic) * c.kh() + kh) * c.kw() + kw];
                    sum = Math.fma(w, padded[row * columns.length + ox * c.sw() + kw * c.dw()], sum);
                }
            }
        }
        return sum;
    }

    private static int[] axis(
            ConvCase c, PaddingMode mode, int size, int kernel, int stride, int dilation, int before, int after) {
        if (c.padding() == Padding.AMOUNT || c.padding() == Padding.VALID) {
            return axis(mode, size, before, after);
        }
        int total = 0;
        if (c.padding() == Padding.SAME) {
            total = dilation * (kernel - 1);
        } else {
            // The least that gives as many places as there are pixels a stride apart.
            int wanted = places(size, 1, stride, 1);
            while (places(size + total, kernel, stride, dilation) < wanted) {
                total++;
            }
        }
        int start = c.padding() == Padding.SAME_LOWER ? total - total / 2 : total / 2;
        return axis(mode, size, start, total - start);
    }

    /** Laid out from the image outwards, {@code k} being the distance from its edge. */
    static int[] axis(PaddingMode mode, int size, int before, int after) {
        int[] source = new int[before + size + after];
        for (int i = 0; i < size; i++) {
            source[before + i] = i;
        }
        for (int k = 1; k <= before; k++) {
            source[before - k] = switch (mode) {
                case ZEROS -> NOTHING;
                case REPLICATE -> 0;
                case REFLECT -> k;
                case CIRCULAR -> source[before - k + size];
            };
        }
        int last = size - 1;
        for (int k = 1; k <= after; k++) {
            source[before + last + k] = switch (mode) {
                case ZEROS -> NOTHING;
                case REPLICATE -> last;
                case REFLECT -> last - k;
                case CIRCULAR -> source[before + last + k - size];
            };
        }
        return source;
    }
}
