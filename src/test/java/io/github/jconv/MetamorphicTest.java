// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.internal.kernel.CompiledKernels;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * One layer computed as another: laws that hold whatever a convolution is.
 *
 * <p>Where the other layer takes its taps in another order, the data are small integers, of which every sum is exact.
 */
class MetamorphicTest {
    /** It is the vector kernels that are tested. */
    @BeforeContainer
    static void compile() {
        CompiledKernels.await();
    }

    @Property(tries = 360, edgeCases = EdgeCasesMode.NONE)
    void paddingIsPaddingTheInputFirst(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Oracle oracle = new Oracle(c);
        Conv2d unpadded = c.builder().padding(0).build();
        float[] y = unpadded.forward(oracle.pad(c.input()), c.n(), c.ic(), oracle.paddedHeight(), oracle.paddedWidth());
        assertBits(c, "padded first", y, forward(c));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void dilationIsAKernelStuffedWithZeros(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.REAL);
        int height = c.dh() * (c.kh() - 1) + 1;
        int width = c.dw() * (c.kw() - 1) + 1;
        float[] stuffed = new float[c.oc() * (c.ic() / c.groups()) * height * width];
        float[] weight = c.weight();
        for (int i = 0; i < weight.length; i++) {
            int kw = i % c.kw();
            int kh = i / c.kw() % c.kh();
            int plane = i / c.kw() / c.kh();
            stuffed[(plane * height + kh * c.dh()) * width + kw * c.dw()] = weight[i];
        }
        Conv2d dense = c.builder()
                .dilation(1)
                .kernelSize(height, width)
                .weight(stuffed)
                .build();
        assertBits(c, "stuffed", dense.forward(c.input(), c.shape()), forward(c));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void groupsAreBlocksOfZerosOffTheDiagonal(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.REAL);
        int icg = c.ic() / c.groups();
        int window = c.kh() * c.kw();
        float[] blocks = new float[c.oc() * c.ic() * window];
        for (int oc = 0; oc < c.oc(); oc++) {
            int group = oc / (c.oc() / c.groups());
            System.arraycopy(c.weight(), oc * icg * window, blocks, (oc * c.ic() + group * icg) * window, icg * window);
        }
        Conv2d ungrouped = c.builder().groups(1).weight(blocks).build();
        assertBits(c, "block-diagonal", ungrouped.forward(c.input(), c.shape()), forward(c));
    }

    @Property(tries = 240, edgeCases = EdgeCasesMode.NONE)
    void groupsAreLayersSideBySide(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Assume.that(c.n() == 1);
        int in = c.inputLength() / c.groups();
        int weights = c.weight().length / c.groups();
        int ocg = c.oc() / c.groups();
        float[] whole = forward(c);
        float[] parts = new float[whole.length];
        for (int g = 0; g < c.groups(); g++) {
            Conv2dBuilder part = c.builder()
                    .groups(1)
                    .inChannels(c.ic() / c.groups())
                    .outChannels(ocg)
                    .weight(Arrays.copyOfRange(c.weight(), g * weights, (g + 1) * weights));
            part = c.bias() ? part.bias(Arrays.copyOfRange(c.biasValues(), g * ocg, (g + 1) * ocg)) : part;
            float[] x = Arrays.copyOfRange(c.input(), g * in, (g + 1) * in);
            float[] y = part.build().forward(x, c.ic() / c.groups(), c.ih(), c.iw());
            System.arraycopy(y, 0, parts, g * y.length, y.length);
        }
        assertBits(c, "side by side", parts, whole);
    }

    @Property(tries = 180, edgeCases = EdgeCasesMode.NONE)
    void strideIsLeavingOutOutputs(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Conv2d dense = c.builder().stride(1).build();
        int[] all = dense.outputShape(c.n(), c.ic(), c.ih(), c.iw());
        float[] y = dense.forward(c.input(), c.shape());
        float[] expected = forward(c);
        int[] some = c.builder().build().outputShape(c.n(), c.ic(), c.ih(), c.iw());
        float[] picked = new float[expected.length];
        for (int i = 0; i < picked.length; i++) {
            int ox = i % some[3];
            int oy = i / some[3] % some[2];
            int plane = i / some[3] / some[2];
            picked[i] = y[(plane * all[2] + oy * c.sh()) * all[3] + ox * c.sw()];
        }
        assertBits(c, "every so manieth", picked, expected);
    }

    @Property(tries = 180, edgeCases = EdgeCasesMode.NONE)
    void pointwiseIsAMatrixProduct(
            @ForAll @IntRange(min = 1, max = 40) int oc,
            @ForAll @IntRange(min = 1, max = 40) int ic,
            @ForAll @IntRange(min = 1, max = 12) int ih,
            @ForAll @IntRange(min = 1, max = 70) int iw) {
        ConvCase c =
                ConvCase.parse("n1g1_ic%sih%siw%s_oc%s_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed1".formatted(ic, ih, iw, oc));
        float[] a = c.weight();
        float[] b = c.input();
        float[] product = new float[oc * ih * iw];
        for (int k = 0; k < ic; k++) {
            for (int i = 0; i < product.length; i++) {
                int row = i / (ih * iw);
                product[i] = Math.fma(a[row * ic + k], b[k * ih * iw + i % (ih * iw)], product[i]);
            }
        }
        assertBits(c, "matrix product", product, forward(c));
    }

    @Property(tries = 180, edgeCases = EdgeCasesMode.NONE)
    void isLinearInInputWeightAndBias(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        ConvCase other = c.with(c.seed() + 1);
        float[] y = forward(c);
        float[] bias = c.bias() ? c.biasValues() : new float[c.oc()];
        float[] twice = sum(bias, bias);
        float[] ofOtherInput = c.builder().build().forward(other.input(), c.shape());
        float[] ofSum = c.builder().bias(twice).build().forward(sum(c.input(), other.input()), c.shape());
        assertBits(c, "sum of inputs", sum(y, ofOtherInput), ofSum);
        float[] byOtherWeight = c.builder().weight(other.weight()).build().forward(c.input(), c.shape());
        float[] bySum = c.builder()
                .weight(sum(c.weight(), other.weight()))
                .bias(twice)
                .build()
                .forward(c.input(), c.shape());
        assertBits(c, "sum of weights", sum(y, byOtherWeight), bySum);
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    void aMultipleOfInputAndBiasIsThatOfTheOutput(
            @ForAll(supplier = ConvCases.Any.class) ConvCase any, @ForAll @IntRange(min = -9, max = 9) int factor) {
        ConvCase c = any.with(Data.INT);
        float[] bias = c.bias() ? c.biasValues() : new float[c.oc()];
        Conv2d conv = c.builder().bias(times(factor, bias)).build();
        assertBits(c, factor + " times", times(factor, forward(c)), conv.forward(times(factor, c.input()), c.shape()));
    }

    @Property(tries = 240, edgeCases = EdgeCasesMode.NONE)
    void rowsAndColumnsAreAlike(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        ConvCase t = new ConvCase(
                c.n(),
                c.batched(),
                c.groups(),
                c.ic(),
                c.iw(),
                c.ih(),
                c.oc(),
                c.kw(),
                c.kh(),
                c.sw(),
                c.sh(),
                c.padding(),
                c.pw(),
                c.ph(),
                c.dw(),
                c.dh(),
                c.mode(),
                c.bias(),
                c.data(),
                c.seed());
        float[] weight = transposed(c.weight(), c.kh(), c.kw());
        float[] y = t.builder().weight(weight).build().forward(transposed(c.input(), c.ih(), c.iw()), t.shape());
        Oracle oracle = new Oracle(c);
        assertBits(c, "transposed", transposed(y, oracle.ow(), oracle.oh()), forward(c));
    }

    @Property(tries = 180, edgeCases = EdgeCasesMode.NONE)
    void onATorusAShiftOfTheInputIsAShiftOfTheOutput(
            @ForAll(supplier = ConvCases.Any.class) ConvCase any,
            @ForAll @IntRange(max = 9) int down,
            @ForAll @IntRange(max = 9) int right) {
        Assume.that(any.dh() < any.ih() / any.kh() && any.dw() < any.iw() / any.kw());
        ConvCase c = new ConvCase(
                any.n(),
                true,
                any.groups(),
                any.ic(),
                any.ih(),
                any.iw(),
                any.oc(),
                any.kh(),
                any.kw(),
                1,
                1,
                Padding.SAME,
                0,
                0,
                any.dh(),
                any.dw(),
                PaddingMode.CIRCULAR,
                any.bias(),
                any.data(),
                any.seed());
        float[] shifted = c.builder().build().forward(rolled(c.input(), c.ih(), c.iw(), down, right), c.shape());
        assertBits(c, "shifted", rolled(forward(c), c.ih(), c.iw(), down, right), shifted);
    }

    private static float[] forward(ConvCase c) {
        return c.builder().build().forward(c.input(), c.shape());
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private static float[] times(int factor, float[] a) {
        float[] product = new float[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = factor * a[i];
        }
        return product;
    }

    private static float[] transposed(float[] planes, int height, int width) {
        float[] transposed = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            int column = i % width;
            int row = i / width % height;
            int plane = i / width / height;
            transposed[(plane * width + column) * height + row] = planes[i];
        }
        return transposed;
    }

    private static float[] rolled(float[] planes, int height, int width, int down, int right) {
        float[] rolled = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            int column = (i % width + right) % width;
            int row = (i / width % height + down) % height;
            rolled[(i / width / height * height + row) * width + column] = planes[i];
        }
        return rolled;
    }
}
