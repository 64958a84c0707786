// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.kernel.CompiledKernels;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** All ways to call a layer give the oracle's bits. */
@Tag("bits")
class ForwardTest {
    /** It is the vector kernels that are tested. */
    @BeforeContainer
    static void compile() {
        CompiledKernels.await();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void intoANewArray(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Conv2d conv = c.builder().build();
        float[] x = c.input();
        float[] y = conv.forward(x, c.shape());
        assertBits(c, "new array", Oracle.forward(c), y);
        assertArrayEquals(c.input(), x);
        assertEquals(y.length, Arrays.stream(conv.outputShape(c.shape())).reduce(1, Math::multiplyExact));
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void intoARegion(
            @ForAll(supplier = ConvCases.Any.class) ConvCase c,
            @ForAll @IntRange(max = 40) int inputOffset,
            @ForAll @IntRange(max = 40) int outputOffset) {
        float[] expected = Oracle.forward(c);
        float[] x = new float[inputOffset + c.inputLength()];
        float[] y = new float[outputOffset + expected.length + 9];
        Arrays.fill(x, Float.NaN);
        Arrays.fill(y, 7);
        System.arraycopy(c.input(), 0, x, inputOffset, c.inputLength());
        c.builder().build().forward(x, inputOffset, y, outputOffset, c.shape());
        float[] region = Arrays.copyOfRange(y, outputOffset, outputOffset + expected.length);
        assertBits(c, "from " + inputOffset + " to " + outputOffset, expected, region);
        Arrays.fill(region, 7);
        System.arraycopy(region, 0, y, outputOffset, region.length);
        float[] untouched = new float[y.length];
        Arrays.fill(untouched, 7);
        assertArrayEquals(untouched, y, c::toString);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void withinOneArray(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        float[] expected = Oracle.forward(c);
        float[] behind = Arrays.copyOf(c.input(), c.inputLength() + expected.length);
        c.builder().build().forward(behind, 0, behind, c.inputLength(), c.shape());
        assertBits(c, "right behind its input", expected, Arrays.copyOfRange(behind, c.inputLength(), behind.length));
        float[] before = new float[c.inputLength() + expected.length];
        System.arraycopy(c.input(), 0, before, expected.length, c.inputLength());
        c.builder().build().forward(before, expected.length, before, 0, c.shape());
        assertBits(c, "right before its input", expected, Arrays.copyOf(before, expected.length));
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void imageByImageAndUnbatched(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Assume.that(c.n() > 0);
        Conv2d conv = c.builder().build();
        float[] whole = conv.forward(c.input(), c.shape());
        int in = c.inputLength() / c.n();
        int out = whole.length / c.n();
        for (int image = 0; image < c.n(); image++) {
            float[] x = Arrays.copyOfRange(c.input(), image * in, (image + 1) * in);
            float[] y = Arrays.copyOfRange(whole, image * out, (image + 1) * out);
            assertBits(c, "image " + image + " alone", y, conv.forward(x, 1, c.ic(), c.ih(), c.iw()));
            assertBits(c, "image " + image + " unbatched", y, conv.forward(x, c.ic(), c.ih(), c.iw()));
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void withAnyParallelism(
            @ForAll(supplier = ConvCases.Large.class) ConvCase c, @ForAll @IntRange(min = 1, max = 9) int parallelism) {
        float[] y = c.builder().parallelism(parallelism).build().forward(c.input(), c.shape());
        assertBits(c, "parallelism " + parallelism, Oracle.forward(c), y);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void oneLayerOnImagesOfManySizes(
            @ForAll(supplier = ConvCases.General.class) ConvCase c, @ForAll @IntRange(min = 1, max = 12) int more) {
        Conv2d conv = c.builder().build();
        for (int i = 0; i < more; i++) {
            ConvCase larger = c.enlarged(i, more - i);
            assertBits(larger, "same layer", Oracle.forward(larger), conv.forward(larger.input(), larger.shape()));
        }
    }
}
