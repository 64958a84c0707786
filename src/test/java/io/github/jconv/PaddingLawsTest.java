// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.Oracle;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What padding that PyTorch has not must be: the same layer by other means, and ONNX's own examples. */
class PaddingLawsTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void paddingIsPaddingTheInputFirst(@ForAll(supplier = ExtendedCases.Any.class) ConvCase c) {
        Oracle oracle = new Oracle(c);
        Conv2d unpadded = c.builder().padding(0).build();
        float[] y = unpadded.forward(oracle.pad(c.input()), c.n(), c.ic(), oracle.paddedHeight(), oracle.paddedWidth());
        assertBits(c, "padded first", y, forward(c));
    }

    /** Rows first, by a layer that copies, then columns. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aModePerAxisIsOneAxisAfterTheOther(@ForAll(supplier = ExtendedCases.Any.class) ConvCase any) {
        Assume.that(any.padding() == Padding.AMOUNT);
        // A copy by multiply-adds makes +0 of -0, which the oracle does not tell apart, and NaN of what is not finite.
        ConvCase c = any.with(Data.REAL);
        Conv2d rows = copying(c.ic())
                .paddingSides(c.ph(), 0, c.extension().bottom(), 0)
                .paddingMode(c.mode())
                .circularRepeats(c.extension().repeats())
                .build();
        Conv2d columns = copying(c.ic())
                .paddingSides(0, c.pw(), 0, c.extension().right())
                .paddingMode(c.extension().columns())
                .circularRepeats(c.extension().repeats())
                .build();
        int[] shape = {c.n(), c.ic(), c.ih(), c.iw()};
        int[] taller = rows.outputShape(shape);
        float[] padded = columns.forward(rows.forward(c.input(), shape), taller);
        float[] y = c.builder().padding(0).build().forward(padded, columns.outputShape(taller));
        assertBits(c, "axis by axis", y, forward(c));
    }

    /** A layer of one tap a channel, 1. */
    private static Conv2dBuilder copying(int channels) {
        float[] ones = new float[channels];
        java.util.Arrays.fill(ones, 1);
        return Conv2d.builder()
                .inChannels(channels)
                .outChannels(channels)
                .groups(channels)
                .kernelSize(1)
                .weight(ones)
                .bias(false);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void goingRoundMoreThanOnceIsTilingTheImage(
            @ForAll(supplier = ConvCases.Any.class) ConvCase any,
            @ForAll @IntRange(max = 3) int down,
            @ForAll @IntRange(max = 3) int across) {
        Assume.that(any.ih() * any.iw() <= 100
                && any.dh() * (any.kh() - 1) < any.ih() * (2 * down + 1)
                && any.dw() * (any.kw() - 1) < any.iw() * (2 * across + 1));
        Conv2d circular = any.builder()
                .padding(down * any.ih(), across * any.iw())
                .paddingMode(PaddingMode.CIRCULAR)
                .circularRepeats(true)
                .build();
        int rows = (2 * down + 1) * any.ih();
        int columns = (2 * across + 1) * any.iw();
        float[] image = any.input();
        float[] tiled = new float[any.n() * any.ic() * rows * columns];
        for (int row = 0; row < any.n() * any.ic() * rows; row++) {
            int source = row / rows * any.ih() + row % rows % any.ih();
            for (int tile = 0; tile <= 2 * across; tile++) {
                System.arraycopy(image, source * any.iw(), tiled, row * columns + tile * any.iw(), any.iw());
            }
        }
        Conv2d plain = any.builder().padding(0).build();
        float[] expected = plain.forward(tiled, any.n(), any.ic(), rows, columns);
        assertBits(any, "tiled " + down + " x " + across, expected, circular.forward(image, any.shape()));
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void sameUpperOfStrideOneIsPyTorchsSame(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Conv2dBuilder dense = c.builder().stride(1).paddingMode(PaddingMode.REPLICATE);
        float[] same = dense.padding("same").build().forward(c.input(), c.shape());
        assertBits(c, "SAME_UPPER", same, dense.paddingSameUpper().build().forward(c.input(), c.shape()));
    }

    /** Where no stride is longer than the window, so that every pixel is under one. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void sameLowerIsSameUpperInAMirror(@ForAll(supplier = ExtendedCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        Assume.that(c.mode() != PaddingMode.REFLECT && c.extension().columns() != PaddingMode.REFLECT);
        Assume.that(c.sh() <= c.dh() * (c.kh() - 1) + 1 && c.sw() <= c.dw() * (c.kw() - 1) + 1);
        Conv2dBuilder layer = c.builder().circularRepeats(true);
        Conv2d lower = layer.paddingSameLower().build();
        Conv2d upper = layer.paddingSameUpper()
                .weight(mirrored(c.weight(), c.kh() * c.kw()))
                .build();
        float[] y = upper.forward(mirrored(c.input(), c.ih() * c.iw()), c.shape());
        int[] shape = upper.outputShape(c.shape());
        int plane = shape[shape.length - 1] * shape[shape.length - 2];
        assertBits(c, "mirrored", mirrored(y, plane), lower.forward(c.input(), c.shape()));
    }

    /** Of the ONNX operator's own tests: conv_with_autopad_same. */
    @Example
    void sameLowerOfTheOnnxSpecification() {
        Conv2d conv = ones().stride(2).paddingSameLower().build();
        assertArrayEquals(new int[] {1, 1, 3, 3}, conv.outputShape(1, 1, 5, 5));
        assertArrayEquals(new float[] {12, 27, 24, 63, 108, 81, 72, 117, 84}, conv.forward(count(25), 1, 1, 5, 5));
    }

    /** Of the ONNX operator's own tests: conv_with_strides_and_asymmetric_padding, whose pads are [1, 0, 1, 0]. */
    @Example
    void padsOfTheOnnxSpecification() {
        Conv2d conv = ones().stride(2).paddingSides(1, 0, 1, 0).build();
        assertArrayEquals(new float[] {21, 33, 99, 117, 189, 207, 171, 183}, conv.forward(count(35), 1, 1, 7, 5));
    }

    /** Worked out by hand: of 1 2 3 4 5 6 and a window of 3 ones, stride 2, one zero is missing. */
    @Example
    void theOddOneGoesWhereTheNameSays() {
        Conv2dBuilder row =
                ones().kernelSize(1, 3).weight(new float[] {1, 1, 1}).stride(1, 2);
        float[] x = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(
                new float[] {6, 12, 11}, row.paddingSameUpper().build().forward(x, 1, 1, 6));
        assertArrayEquals(new float[] {3, 9, 15}, row.paddingSameLower().build().forward(x, 1, 1, 6));
        // With dilation 3 the window is 7: 5 are missing.
        row.dilation(1, 3);
        assertArrayEquals(
                new float[] {2 + 5, 1 + 4, 3 + 6},
                row.paddingSameUpper().build().forward(x, 1, 1, 6));
        assertArrayEquals(
                new float[] {1 + 4, 3 + 6, 2 + 5},
                row.paddingSameLower().build().forward(x, 1, 1, 6));
    }

    /** A panorama: columns go round, rows end; a corner is 0. */
    @Example
    void circularAcrossAndZerosDown() {
        Conv2d conv = copying(1)
                .padding(1)
                .paddingMode(PaddingMode.ZEROS, PaddingMode.CIRCULAR)
                .build();
        float[] padded = {
            0, 0, 0, 0, 0,
            3, 1, 2, 3, 1,
            6, 4, 5, 6, 4,
            0, 0, 0, 0, 0
        };
        assertArrayEquals(padded, conv.forward(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3));
    }

    /** Padding of hundreds of millions of rounds, nearly as long as an axis can be; of two outputs one is beside the image. */
    @Example
    void goingRoundUntilTheEndOfAnInt() {
        int most = 1_073_741_800;
        int step = 1 << 30;
        Conv2dBuilder row = copying(1).paddingMode(PaddingMode.CIRCULAR).circularRepeats(true);
        float[] x = {0, 1, 2, 3, 4, 5, 6};
        float[] expected = {Math.floorMod(-most, 7), Math.floorMod(step - most, 7)};
        Conv2d across = row.padding(0, most).stride(1, step).build();
        assertArrayEquals(expected, across.forward(x, 1, 1, 7));
        Conv2d down = row.paddingSides(most, 0, most, 0).stride(step, 1).build();
        assertArrayEquals(expected, down.forward(x, 1, 7, 1));
        Conv2d oneSide = row.paddingSides(0, 0, 2 * most, 0).build();
        assertArrayEquals(new float[] {0, Math.floorMod(step, 7)}, oneSide.forward(x, 1, 7, 1));
    }

    @Example
    void theReprSaysWhatPyTorchHasNot() {
        Conv2dBuilder layer = Conv2d.builder().inChannels(1).outChannels(1).kernelSize(3);
        String plain = "Conv2d(1, 1, kernel_size=(3, 3), stride=(1, 1)";
        assertRepr(plain + ", padding=(top=0, left=1, bottom=2, right=3))", layer.paddingSides(0, 1, 2, 3));
        assertRepr(plain + ", padding=(1, 2))", layer.paddingSides(1, 2, 1, 2));
        assertRepr(plain + ", padding=same_upper)", layer.paddingSameUpper());
        assertRepr(plain + ", padding=same_lower)", layer.paddingSameLower());
        assertRepr(
                plain + ", padding_mode=(zeros, circular))",
                layer.padding(0).paddingMode(PaddingMode.ZEROS, PaddingMode.CIRCULAR));
        assertRepr(
                plain + ", padding_mode=circular, circular_repeats=True)",
                layer.paddingMode(PaddingMode.CIRCULAR).circularRepeats(true));
    }

    private static void assertRepr(String expected, Conv2dBuilder layer) {
        assertEquals(expected, layer.build().toString());
    }

    private static Conv2dBuilder ones() {
        float[] ones = new float[9];
        java.util.Arrays.fill(ones, 1);
        return Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(3)
                .weight(ones)
                .bias(false);
    }

    private static float[] count(int length) {
        float[] count = new float[length];
        for (int i = 0; i < length; i++) {
            count[i] = i;
        }
        return count;
    }

    private static float[] mirrored(float[] values, int plane) {
        float[] mirrored = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mirrored[i / plane * plane + plane - 1 - i % plane] = values[i];
        }
        return mirrored;
    }

    private static float[] forward(ConvCase c) {
        return c.builder().build().forward(c.input(), c.shape());
    }
}
