// SPDX-License-Identifier: Apache-2.0
package com.example;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.BitEquality;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.ErrorBound;
import io.github.jconv.oracle.Oracle;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A convolution of one's own, im2col and a matrix product, held against jconv's oracle. */
class Im2ColTest {
    @Property(tries = 500)
    void roundsNoMoreThanASumMay(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        new ErrorBound(c).check("im2col", forward(c));
    }

    @Property(tries = 500)
    void isExactOnSmallIntegers(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        BitEquality.assertBits(c, "im2col", Oracle.forward(c), forward(c));
    }

    private static float[] forward(ConvCase c) {
        int pixels =
                places(c, c.ih(), c.kh(), c.sh(), c.ph(), c.dh()) * places(c, c.iw(), c.kw(), c.sw(), c.pw(), c.dw());
        int taps = c.ic() / c.groups() * c.kh() * c.kw();
        float[] weight = c.weight();
        float[] bias = c.biasValues();
        float[] y = new float[c.n() * c.oc() * pixels];
        for (int image = 0; image < c.n(); image++) {
            for (int oc = 0; oc < c.oc(); oc++) {
                float[] columns = columns(c, image, oc / (c.oc() / c.groups()), pixels);
                for (int pixel = 0; pixel < pixels; pixel++) {
                    float sum = 0;
                    for (int tap = 0; tap < taps; tap++) {
                        sum += weight[oc * taps + tap] * columns[tap * pixels + pixel];
                    }
                    y[(image * c.oc() + oc) * pixels + pixel] = bias == null ? sum : sum + bias[oc];
                }
            }
        }
        return y;
    }

    /** The matrix of taps by output pixels that a group of an image is multiplied by. */
    private static float[] columns(ConvCase c, int image, int group, int pixels) {
        int icg = c.ic() / c.groups();
        int ow = places(c, c.iw(), c.kw(), c.sw(), c.pw(), c.dw());
        float[] x = c.input();
        float[] columns = new float[icg * c.kh() * c.kw() * pixels];
        for (int i = 0; i < columns.length; i++) {
            int pixel = i % pixels;
            int kw = i / pixels % c.kw();
            int kh = i / pixels / c.kw() % c.kh();
            int ic = i / pixels / c.kw() / c.kh();
            int row = source(c.mode(), c.ih(), pixel / ow * c.sh() + kh * c.dh() - before(c, c.kh(), c.ph(), c.dh()));
            int column =
                    source(c.mode(), c.iw(), pixel % ow * c.sw() + kw * c.dw() - before(c, c.kw(), c.pw(), c.dw()));
            int plane = image * c.ic() + group * icg + ic;
            columns[i] = row < 0 || column < 0 ? 0 : x[(plane * c.ih() + row) * c.iw() + column];
        }
        return columns;
    }

    /** Places of the window along an axis. */
    private static int places(ConvCase c, int size, int kernel, int stride, int padding, int dilation) {
        int reach = dilation * (kernel - 1);
        int padded = c.padding() == Padding.SAME ? size + reach : size + 2 * padding;
        return (padded - reach - 1) / stride + 1;
    }

    /** Padding before the first pixel of an axis: of PyTorch's 'same' the smaller half. */
    private static int before(ConvCase c, int kernel, int padding, int dilation) {
        return c.padding() == Padding.SAME ? dilation * (kernel - 1) / 2 : padding;
    }

    /** The pixel that an index beside the image reads, or -1 for a zero. */
    private static int source(PaddingMode mode, int size, int i) {
        if (i >= 0 && i < size) {
            return i;
        }
        return switch (mode) {
            case ZEROS -> -1;
            case REPLICATE -> i < 0 ? 0 : size - 1;
            case REFLECT -> i < 0 ? -i : 2 * size - 2 - i;
            case CIRCULAR -> i < 0 ? i + size : i - size;
        };
    }
}
