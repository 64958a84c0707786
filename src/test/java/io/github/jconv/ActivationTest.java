// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.After;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each activation of floats of all magnitudes: the stated formula's bits, within the stated bound of the exact function. */
@Tag("bits")
class ActivationTest {
    private static final List<After> ALL = List.of(
            After.RELU,
            After.RELU6,
            After.clamp(-1.5f, 0.25f),
            After.clamp(Float.NEGATIVE_INFINITY, 1),
            After.leaky(0.01f),
            After.leaky(-2),
            After.HARD_SWISH,
            After.SILU,
            After.SIGMOID,
            After.TANH);

    /** Prime, so that samples of all bit patterns end in all ways. */
    private static final int STEP = 19_997;

    private static final int SAMPLES = (int) ((1L << 32) / STEP);

    private static final float[] EDGES = {
        0,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1,
        -1,
        3,
        -3,
        6,
        10,
        -10,
        30,
        31,
        -87.4f,
        -88,
        -103.9f,
        -104,
        -105,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.intBitsToFloat(0xffc00001)
    };

    /** Every 19997th of all floats, and the edges; through a 1x1 layer of weight 1. */
    private static float[] inputs() {
        float[] x = new float[SAMPLES + EDGES.length];
        for (int i = 0; i < SAMPLES; i++) {
            x[i] = Float.intBitsToFloat(Integer.MIN_VALUE + i * STEP);
        }
        System.arraycopy(EDGES, 0, x, SAMPLES, EDGES.length);
        return x;
    }

    private static float[] applied(Activation activation, float[] x) {
        Conv2d conv = Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(1)
                .weight(new float[] {1})
                .bias(false)
                .activation(activation)
                .build();
        return conv.forward(x, 1, 1, x.length);
    }

    @Test
    void theBitsOfTheFormulas() {
        float[] x = inputs();
        for (After after : ALL) {
            float[] y = applied(after.activation(), x);
            for (int i = 0; i < x.length; i++) {
                float expected = after.apply(x[i]);
                boolean same = expected == y[i] || (Float.isNaN(expected) && Float.isNaN(y[i]));
                int at = i;
                assertTrue(same, () -> after + " of " + x[at] + ": expected " + expected + " but got " + y[at]);
            }
        }
    }

    @Test
    void nanStaysNan() {
        for (After after : ALL) {
            assertTrue(Float.isNaN(applied(after.activation(), new float[] {Float.NaN})[0]), after::toString);
        }
    }

    /** The bounds of docs/numerics.md, against double precision. */
    @Test
    void errorsAreWithinTheirBounds() {
        float[] x = inputs();
        assertClose(After.SIGMOID, x, 4, 0, v -> 1 / (1 + Math.exp(-v)));
        assertClose(After.SILU, x, 5, 0x1p-142, v -> v / (1 + Math.exp(-v)));
        assertClose(After.TANH, x, 5, 0, Math::tanh);
        assertClose(After.HARD_SWISH, x, 2, 0, v -> v * Math.min(Math.max(v + 3, 0), 6) / 6);
    }

    private static void assertClose(After after, float[] x, double ulps, double absolute, DoubleUnaryOperator exact) {
        float[] y = applied(after.activation(), x);
        for (int i = 0; i < x.length; i++) {
            double wanted = exact.applyAsDouble(x[i]);
            if (Double.isNaN(wanted)) {
                assertTrue(Float.isNaN(y[i]), after + " of " + x[i]);
            } else if (!Float.isNaN(y[i]) || Math.abs(x[i]) < Float.MAX_VALUE) {
                double most = ulps * Math.ulp((float) wanted) + absolute;
                double error = Math.abs(y[i] - wanted);
                assertTrue(
                        y[i] == (float) wanted || error <= most,
                        after + " of " + x[i] + ": " + y[i] + ", not " + wanted);
            }
        }
    }

    @Test
    void whatIsExactIsExact() {
        assertEquals(1, applied(Activation.sigmoid(), new float[] {Float.POSITIVE_INFINITY})[0]);
        assertEquals(0, applied(Activation.sigmoid(), new float[] {Float.NEGATIVE_INFINITY})[0]);
        assertEquals(0.5f, applied(Activation.sigmoid(), new float[] {0})[0]);
        assertEquals(1, applied(Activation.tanh(), new float[] {Float.POSITIVE_INFINITY})[0]);
        assertEquals(-1, applied(Activation.tanh(), new float[] {Float.NEGATIVE_INFINITY})[0]);
        assertEquals(Float.MAX_VALUE, applied(Activation.hardSwish(), new float[] {Float.MAX_VALUE})[0]);
        assertEquals(Float.MAX_VALUE, applied(Activation.silu(), new float[] {Float.MAX_VALUE})[0]);
        assertEquals(0, 0f + applied(Activation.silu(), new float[] {-Float.MAX_VALUE})[0]);
    }

    @Test
    void tanhIsOddAndStaysWithinOne() {
        float[] x = inputs();
        float[] negative = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            negative[i] = -x[i];
        }
        float[] y = applied(Activation.tanh(), x);
        float[] z = applied(Activation.tanh(), negative);
        for (int i = 0; i < x.length; i++) {
            assertTrue(y[i] == -z[i] || Float.isNaN(x[i]), "tanh of " + x[i]);
            assertTrue(Math.abs(y[i]) <= 1 || Float.isNaN(x[i]), "tanh of " + x[i]);
        }
    }

    @Test
    void printsAsPyTorchDoes() {
        assertEquals("Identity()", Activation.none().toString());
        assertEquals("ReLU()", Activation.relu().toString());
        assertEquals("ReLU6()", Activation.relu6().toString());
        assertEquals(
                "Hardtanh(min_val=-1.0, max_val=1.0)", Activation.clamp(-1, 1).toString());
        assertEquals(
                "Hardtanh(min_val=0.0, max_val=inf)",
                Activation.clamp(0, Float.POSITIVE_INFINITY).toString());
        assertEquals(
                "LeakyReLU(negative_slope=0.01)", Activation.leakyRelu(0.01f).toString());
        assertEquals(
                "LeakyReLU(negative_slope=0.0001)", Activation.leakyRelu(1e-4f).toString());
        assertEquals(
                "LeakyReLU(negative_slope=20000000.0)",
                Activation.leakyRelu(2e7f).toString());
        assertEquals(
                "LeakyReLU(negative_slope=1e-5)", Activation.leakyRelu(1e-5f).toString());
        assertEquals("Hardswish()", Activation.hardSwish().toString());
        assertEquals("SiLU()", Activation.silu().toString());
        assertEquals("Sigmoid()", Activation.sigmoid().toString());
        assertEquals("Tanh()", Activation.tanh().toString());
    }

    @Test
    void equalsBySort() {
        assertEquals(Activation.relu6(), Activation.clamp(0, 6));
        assertEquals(Activation.relu6().hashCode(), Activation.clamp(0, 6).hashCode());
        assertNotEquals(Activation.clamp(0, 6), Activation.clamp(0, 5));
        assertNotEquals(Activation.leakyRelu(0.1f), Activation.leakyRelu(0.2f));
        assertNotEquals(Activation.silu(), Activation.sigmoid());
        assertEquals(
                Activation.none(),
                Conv2d.builder()
                        .inChannels(1)
                        .outChannels(1)
                        .kernelSize(1)
                        .build()
                        .activation());
    }

    @Test
    void parametersAreTold() {
        Activation clamp = Activation.clamp(-2, 5);
        assertEquals(Activation.Function.CLAMP, clamp.function());
        assertEquals(-2, clamp.lower());
        assertEquals(5, clamp.upper());
        assertEquals(0, clamp.slope());
        Activation leaky = Activation.leakyRelu(0.5f);
        assertEquals(0.5f, leaky.slope());
        assertEquals(0, leaky.lower());
        assertEquals(0, leaky.upper());
    }

    @Test
    void parametersOutsideTheirLimitsAreRefused() {
        assertRefused("min=1.0: must be less than max 1.0", () -> Activation.clamp(1, 1));
        assertRefused("min=2.0: must be less than max 1.0", () -> Activation.clamp(2, 1));
        assertRefused("min=NaN: must be less than max 1.0", () -> Activation.clamp(Float.NaN, 1));
        assertRefused("min=1.0: must be less than max NaN", () -> Activation.clamp(1, Float.NaN));
        assertRefused("slope=NaN: must be finite", () -> Activation.leakyRelu(Float.NaN));
        assertRefused("slope=-Infinity: must be finite", () -> Activation.leakyRelu(Float.NEGATIVE_INFINITY));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
