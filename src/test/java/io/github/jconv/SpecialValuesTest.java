// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.internal.kernel.CompiledKernels;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of NaN, infinities, subnormal and overflowing numbers, worked out by hand, for each kind of layer. */
@Tag("bits")
class SpecialValuesTest {
    /** It is the vector kernels that are tested. */
    @BeforeAll
    static void compile() {
        CompiledKernels.await();
    }

    private static final int SIDE = 20;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** Layers of 2 channels whose output channel 0 is the sum of 9 neighbours, or of both channels. */
    private enum Kind {
        GENERAL(3, 1),
        DEPTHWISE(3, 2),
        POINTWISE(1, 1);

        private final int kernel;
        private final int groups;

        Kind(int kernel, int groups) {
            this.kernel = kernel;
            this.groups = groups;
        }

        /** Every weight is {@code w}, but that of the first tap {@code first}. */
        Conv2d layer(float first, float w, float bias) {
            float[] weight = new float[2 * (2 / groups) * kernel * kernel];
            Arrays.fill(weight, w);
            weight[0] = first;
            return Conv2d.builder()
                    .inChannels(2)
                    .outChannels(2)
                    .kernelSize(kernel)
                    .padding(kernel / 2)
                    .groups(groups)
                    .weight(weight)
                    .bias(new float[] {bias, bias})
                    .build();
        }

        float[] forward(Conv2d conv, float[] x) {
            return conv.forward(x, 2, SIDE, SIDE);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNanReachesTheOutputsThatSeeItAndNoOthers(Kind kind) {
        float[] x = filled(1);
        x[5 * SIDE + 6] = Float.NaN;
        float[] y = kind.forward(kind.layer(1, 1, 0), x);
        int reach = kind.kernel / 2;
        for (int oy = 0; oy < SIDE; oy++) {
            for (int ox = 0; ox < SIDE; ox++) {
                boolean sees = Math.abs(oy - 5) <= reach && Math.abs(ox - 6) <= reach;
                assertEquals(sees, Float.isNaN(y[oy * SIDE + ox]), oy + ", " + ox);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "POINTWISE", mode = EnumSource.Mode.EXCLUDE)
    void paddingZerosAreMultipliedToo(Kind kind) {
        // The first tap lies up and to the left: infinity * 0 in the first row and column, infinity inside.
        float[] y = kind.forward(kind.layer(INFINITY, 1, 0), filled(1));
        for (int oy = 0; oy < SIDE; oy++) {
            for (int ox = 0; ox < SIDE; ox++) {
                float expected = oy == 0 || ox == 0 ? Float.NaN : INFINITY;
                assertEquals(expected, y[oy * SIDE + ox], oy + ", " + ox);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void infinityLessInfinityIsNan(Kind kind) {
        assertBits("inf - inf", constant(kind, Float.NaN), channel0(kind, -INFINITY, 0, INFINITY, 1));
        assertBits("inf + inf", constant(kind, INFINITY), channel0(kind, INFINITY, 0, INFINITY, 1));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void overflowIsNotUndone(Kind kind) {
        // The bias overflows with the first tap; the rest, though as large and negative, does not bring it back.
        float[] y = channel0(kind, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 1);
        assertBits("max + max - max", constant(kind, INFINITY), y);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aProductThatOverflowsMayStillFit(Kind kind) {
        // 2^128 is more than a float holds; less the largest float it is not.
        float[] y = channel0(kind, 0x1p64f, 0, -Float.MAX_VALUE, 0x1p64f);
        assertBits("fused", constant(kind, 0x1p104f), y);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void subnormalsAreNotFlushedToZero(Kind kind) {
        float[] y = channel0(kind, 0x1p-80f, 0, Float.MIN_VALUE, 0x1p-60f);
        assertBits("2^-140 + 2^-149", constant(kind, 0x1p-140f + Float.MIN_VALUE), y);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachTapIsRoundedOnce(Kind kind) {
        // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24: the last term is lost if the product is rounded on its own.
        float a = 1 + 0x1p-12f;
        assertBits("fused", constant(kind, 0x1p-24f), channel0(kind, a, 0, -(1 + 0x1p-11f), a));
    }

    /** Output channel 0, away from the padding, of a layer on an input of one value. */
    private static float[] channel0(Kind kind, float first, float rest, float bias, float input) {
        float[] y = kind.forward(kind.layer(first, rest, bias), filled(input));
        int margin = kind.kernel / 2;
        int side = SIDE - 2 * margin;
        float[] inside = new float[side * side];
        for (int row = 0; row < side; row++) {
            System.arraycopy(y, (row + margin) * SIDE + margin, inside, row * side, side);
        }
        return inside;
    }

    private static float[] constant(Kind kind, float value) {
        int side = SIDE - kind.kernel / 2 * 2;
        float[] values = new float[side * side];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] filled(float value) {
        float[] x = new float[2 * SIDE * SIDE];
        Arrays.fill(x, value);
        return x;
    }
}
