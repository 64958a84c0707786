// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.After;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that ask for {@link Accuracy#FAST}, in JVMs that have vectors. */
@Tag("bits")
class FastVectorApiTest {
    private static final int WINDOW = 6;

    @ParameterizedTest
    @CsvSource({
        "n2g1_ic53ih30iw33_oc45_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed1, 2c91ce9e",
        "n2g1_ic61ih30iw33_oc45_kh5kw5_s1x1_p2x2_d1x1_reflect_b1_seed1, bea439ad",
        "n2g1_ic93ih30iw33_oc97_kh3kw3_s1x1_p2x2_d2x2_reflect_b1_seed1, 83a8c400",
        "n1g1_ic131ih29iw63_oc97_kh3kw3_s1x1_p2x5_d2x5_zeros_b1_seed1, ee05a9ac",
        "n1g1_ic67ih29iw40_oc81_kh5kw5_s1x1_p2x6_d1x3_circular_b1_seed1, 2f6e5be4"
    })
    void theSameBitsWhateverTheVectorWidth(String line, String expected) {
        ConvCase c = ConvCase.parse(line);
        float[] y = winograd(c).forward(c.input(), c.shape());
        ByteBuffer bytes = ByteBuffer.allocate(y.length * Float.BYTES);
        for (float value : y) {
            bytes.putFloat(value);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.flip());
        assertEquals(expected, String.format("%08x", crc.getValue()));
    }

    @Test
    void theSameBitsInTenThousandCalls() {
        ConvCase c = ConvCase.parse("n1g1_ic56ih15iw16_oc58_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
        Conv2d conv = winograd(c);
        float[] x = c.input();
        float[] first = conv.forward(x, c.shape());
        float[] y = new float[first.length];
        for (int call = 1; call < 10_000; call++) {
            conv.forward(x, 0, y, 0, c.shape());
            assertBits(c, "call " + call, first, y);
        }
    }

    @Test
    void fastAndExactAreNotTheSame() {
        ConvCase c = ConvCase.parse("n1g1_ic64ih16iw16_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
        float[] exact = c.builder().build().forward(c.input(), c.shape());
        assertNotEquals(-1, Arrays.mismatch(exact, winograd(c).forward(c.input(), c.shape())));
        assertNotEquals("winograd", c.builder().build().plan(c.shape()).kernel());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic64ih20iw20_oc64_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic64ih20iw20_oc64_kh3kw3_s1x2_p1x1_d1x1_zeros_b1_seed2",
                "n1g1_ic16ih20iw20_oc32_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_seed3",
                "n1g1_ic16ih20iw20_oc32_kh3kw3_s1x1_p1x2_d1x2_zeros_b1_seed4",
                "n1g2_ic128ih20iw20_oc128_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5",
                "n1g32_ic32ih20iw20_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed6",
                "n1g1_ic64ih33iw33_oc64_kh3kw3_s1x1_p12x12_d12x12_zeros_b1_seed3",
                "n1g1_ic112ih104iw104_oc112_kh3kw3_s1x1_p13x13_d13x13_circular_b1_seed4",
                "n1g1_ic64ih20iw20_oc64_kh7kw7_s1x1_p3x3_d1x1_zeros_b1_seed5",
                "n1g1_ic64ih20iw20_oc64_kh5kw5_s2x2_p2x2_d1x1_zeros_b1_seed6",
                "n1g1_ic64ih20iw20_oc64_kh5kw3_s1x1_p2x1_d1x1_zeros_b1_seed7",
                "n1g1_ic64ih20iw20_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed8",
                "n2g1_ic3ih20iw20_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed9",
                "n2g1_ic64ih4iw5_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed10",
            })
    void layersThatWinogradDoesNotTakeAreExact(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().accuracy(Accuracy.FAST).build();
        assertNotEquals("winograd", conv.plan(c.shape()).kernel());
        assertBits(c, "FAST", Oracle.forward(c), conv.forward(c.input(), c.shape()));
    }

    /** What follows is computed of Winograd's own sums; along pixels and, with 32 registers, along channels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic48ih22iw27_oc65_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_relu_seed1",
                "n2g1_ic48ih22iw26_oc57_kh3kw3_s1x1_valid_d1x1_zeros_b0_add_seed2",
                "n2g1_ic32ih28iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_add_leaky0.01_seed3",
                "n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_add_silu_seed4",
                "n1g1_ic56ih27iw29_oc57_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_add_relu_seed5",
                "n2g1_ic96ih31iw33_oc96_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_add_leaky0.01_seed6",
                "n1g1_ic112ih31iw33_oc112_kh3kw3_s1x1_p2x3_d2x3_zeros_b1_silu_seed7",
            })
    void residualAndActivationFollowFastSums(String line) {
        ConvCase c = ConvCase.parse(line);
        float[] expected = winograd(c.with(false, After.NOTHING)).forward(c.input(), c.shape());
        float[] residual = c.residualValues(expected.length);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = c.after().apply(residual == null ? expected[i] : expected[i] + residual[i]);
        }
        for (int parallelism : new int[] {1, 3}) {
            Conv2d conv =
                    c.builder().accuracy(Accuracy.FAST).parallelism(parallelism).build();
            if (residual == null) {
                assertBits(c, "new array", expected, conv.forward(c.input(), c.shape()));
                continue;
            }
            assertBits(c, "new array", expected, conv.forwardAdd(c.input(), residual, c.shape()));
            float[] y = residual.clone();
            conv.forwardAdd(c.input(), 0, y, 0, y, 0, c.shape());
            assertBits(c, "in place", expected, y);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic48ih22iw27_oc65_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n2g1_ic48ih22iw26_oc57_kh3kw3_s1x1_valid_d1x1_zeros_b0_seed2",
                "ug1_ic48ih21iw26_oc64_kh3kw3_s1x1_same_d1x1_circular_b1_seed3",
                "n1g1_ic48ih21iw26_oc64_kh3kw3_s1x1_p2x2_d1x1_replicate_b1_seed4",
                "n1g1_ic56ih22iw26_oc64_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed5",
                "n1g1_ic112ih31iw33_oc112_kh3kw3_s1x1_p2x3_d2x3_circular_b1_seed6",
            })
    void whatIsNotFiniteStaysInItsTiles(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = winograd(c);
        float[] clean = conv.forward(c.input(), c.shape());
        int centre = c.ih() / 2 * c.iw() + c.iw() / 2;
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place : new int[] {0, centre, c.inputLength() - 1}) {
                float[] x = c.input();
                x[place] = value;
                checkSpread(c, x, clean, conv.forward(x, c.shape()));
            }
        }
    }

    /** Outputs of tiles whose window is finite are those of the clean input; outputs that see the value are not finite. */
    private static void checkSpread(ConvCase c, float[] x, float[] clean, float[] y) {
        Oracle oracle = new Oracle(c);
        float[] padded = oracle.pad(x);
        int untouched = 0;
        for (int i = 0; i < y.length; i++) {
            int ox = i % oracle.ow();
            int oy = i / oracle.ow() % oracle.oh();
            int image = i / oracle.ow() / oracle.oh() / c.oc();
            String where = c + " at " + oy + ", " + ox;
            if (finite(c, oracle, padded, image, first(c, oy, c.dh()), first(c, ox, c.dw()), WINDOW)) {
                assertEquals(clean[i], y[i], where);
                untouched++;
            } else if (!finite(c, oracle, padded, image, oy, ox, c.kh())) {
                assertFalse(Float.isFinite(y[i]), where);
            }
        }
        assertTrue(untouched > y.length / 2, () -> c + " is mostly not finite");
    }

    /** The first row or column of an output's tile, which has every {@code dilation}-th of them. */
    private static int first(ConvCase c, int output, int dilation) {
        int outputs = WINDOW + 1 - c.kh();
        return output / (outputs * dilation) * outputs * dilation + output % dilation;
    }

    /** Whether all channels are finite in a square window of a case's dilation, as far as it reaches in the padded image. */
    private static boolean finite(ConvCase c, Oracle oracle, float[] padded, int image, int top, int left, int side) {
        for (int ic = 0; ic < c.ic(); ic++) {
            int plane = (image * c.ic() + ic) * oracle.paddedHeight();
            for (int row = top; row < Math.min(top + side * c.dh(), oracle.paddedHeight()); row += c.dh()) {
                int end = Math.min(left + side * c.dw(), oracle.paddedWidth());
                for (int column = left; column < end; column += c.dw()) {
                    if (!Float.isFinite(padded[(plane + row) * oracle.paddedWidth() + column])) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static Conv2d winograd(ConvCase c) {
        Conv2d conv = c.builder().accuracy(Accuracy.FAST).build();
        assertEquals("winograd", conv.plan(c.shape()).kernel());
        return conv;
    }
}
