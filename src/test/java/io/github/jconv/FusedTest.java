// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.After;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Oracle;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.function.Executable;

/** Residuals and activations by the public API. */
@Tag("bits")
class FusedTest {
    /** 16 outputs: the input's channels, doubled. */
    private static final ConvCase SMALL =
            ConvCase.parse("n1g1_ic2ih2iw4_oc2_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_add_relu_seed1");

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void allWaysToCallGiveTheOraclesBits(@ForAll(supplier = ConvCases.Fused.class) ConvCase c) {
        float[] expected = Oracle.forward(c);
        Conv2d conv = c.builder().build();
        float[] x = c.input();
        float[] residual = c.residualValues(expected.length);
        if (residual == null) {
            assertBits(c, "new array", expected, conv.forward(x, c.shape()));
            return;
        }
        assertBits(c, "new array", expected, conv.forwardAdd(x, residual, c.shape()));
        float[] y = new float[expected.length + 5];
        conv.forwardAdd(x, 0, residual, 0, y, 5, c.shape());
        assertBits(c, "region", expected, Arrays.copyOfRange(y, 5, y.length));
        assertArrayEquals(c.residualValues(expected.length), residual, c::toString);
        conv.forwardAdd(x, 0, residual, 0, residual, 0, c.shape());
        assertBits(c, "in place", expected, residual);
        assertArrayEquals(c.input(), x, c::toString);
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void whateverTheParallelism(@ForAll(supplier = ConvCases.FusedLarge.class) ConvCase c) {
        float[] expected = Oracle.forward(c);
        for (int parallelism : new int[] {1, 2, 5}) {
            Conv2d conv = c.builder().parallelism(parallelism).build();
            float[] y = new float[expected.length];
            if (c.residual()) {
                y = c.residualValues(expected.length);
                conv.forwardAdd(c.input(), 0, y, 0, y, 0, c.shape());
            } else {
                conv.forward(c.input(), 0, y, 0, c.shape());
            }
            assertBits(c, "parallelism " + parallelism, expected, y);
        }
    }

    @Example
    void theResidualMayBeTheInput() {
        float[] x = SMALL.input();
        float[] expected = new float[16];
        float[] sums = new Oracle(SMALL).forward(x, SMALL.weight(), null);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = SMALL.after().apply(sums[i] + x[i]);
        }
        assertBits(
                SMALL, "added to its input", expected, SMALL.builder().build().forwardAdd(x, x, SMALL.shape()));
    }

    @Example
    void regionsOfOneArrayMayTouch() {
        float[] array = new float[48];
        System.arraycopy(SMALL.input(), 0, array, 0, 16);
        System.arraycopy(SMALL.residualValues(16), 0, array, 16, 16);
        SMALL.builder().build().forwardAdd(array, 0, array, 16, array, 32, SMALL.shape());
        assertBits(SMALL, "one array", Oracle.forward(SMALL), Arrays.copyOfRange(array, 32, 48));
    }

    @Example
    void residualsThatDoNotFitAreRefusedAndNothingIsWritten() {
        Conv2d conv = SMALL.builder().build();
        float[] x = SMALL.input();
        float[] y = new float[40];
        int[] shape = SMALL.shape();
        assertRefused(() -> conv.forwardAdd(x, 0, null, 0, y, 0, shape), "residual=null: must be given");
        assertRefused(
                () -> conv.forwardAdd(x, 0, new float[17], 2, y, 0, shape),
                "residual.length=17: expected at least 18 = residualOffset 2 + 16 elements");
        assertRefused(
                () -> conv.forwardAdd(x, 0, new float[16], -1, y, 0, shape), "residualOffset=-1: must be at least 0");
        for (int offset : new int[] {1, 15}) {
            assertRefused(
                    () -> conv.forwardAdd(x, 0, y, offset, y, 0, shape),
                    "residualOffset=" + offset + ": residual of 16 elements overlaps the output at outputOffset=0");
            assertRefused(() -> conv.forwardAdd(x, 0, y, 0, y, offset, shape), "overlaps the output at outputOffset");
        }
        assertRefused(() -> conv.forwardAdd(y, 0, x, 0, y, 3, shape), "overlaps the input");
        assertRefused(() -> conv.forwardAdd(x, 0, x, 0, null, 0, shape), "output=null");
        assertArrayEquals(new float[40], y);
        assertRefused(() -> conv.forwardAdd(x, null, shape), "residual=null: must be given");
        assertRefused(
                () -> conv.forwardAdd(x, new float[15], shape),
                "residual.length=15: expected 16 = N 1 * outChannels 2 * H' 2 * W' 4");
        assertRefused(() -> conv.forwardAdd(new float[15], new float[16], shape), "input.length=15");
    }

    @Example
    void anEmptyBatchAddsNothing() {
        Conv2d conv = SMALL.builder().build();
        assertEquals(0, conv.forwardAdd(new float[0], new float[0], 0, 2, 2, 4).length);
        conv.forwardAdd(new float[0], 0, new float[0], 0, new float[0], 0, 0, 2, 2, 4);
    }

    @Example
    void theSameLayerWithAnotherActivation() {
        ConvCase silu = SMALL.with(false, After.SILU);
        Conv2d conv = SMALL.builder().build().withActivation(Activation.silu());
        assertEquals(Activation.silu(), conv.activation());
        assertBits(silu, "changed", Oracle.forward(silu), conv.forward(silu.input(), silu.shape()));
        assertRefused(() -> conv.withActivation(null), "activation=null: must be given");
        assertRefused(() -> SMALL.builder().activation(null).build(), "activation=null: must be given");
    }

    /** PyTorch's repr is of the convolution; the plan tells what follows. */
    @Example
    void thePlanTellsTheActivation() {
        Conv2d conv = SMALL.builder().build();
        assertEquals("Conv2d(2, 2, kernel_size=(1, 1), stride=(1, 1), bias=False)", conv.toString());
        Conv2dPlan plan = conv.plan(SMALL.shape());
        assertEquals("ReLU()", plan.activation());
        assertEquals(
                "activation            ReLU()", plan.toString().lines().toList().get(1));
        Conv2dPlan none = conv.withActivation(Activation.none()).plan(SMALL.shape());
        assertEquals("Identity()", none.activation());
        assertTrue(!none.toString().contains("activation"), none::toString);
    }

    private static void assertRefused(Executable call, String message) {
        String said = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(said.contains(message), said);
    }
}
