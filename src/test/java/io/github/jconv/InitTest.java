// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The default weights: uniform within 1/sqrt(fan_in) of 0. */
class InitTest {
    private static final int FAN_IN = 16 / 2 * 5 * 5;
    private static final float BOUND = (float) (1 / Math.sqrt(FAN_IN));

    @Test
    void staysWithinTheBoundAndComesCloseToIt() {
        float[] weight = layer(1).weight();
        assertEquals(64 * FAN_IN, weight.length);
        assertTrue(max(weight) <= BOUND && min(weight) >= -BOUND);
        assertTrue(max(weight) > 0.99f * BOUND && min(weight) < -0.99f * BOUND);
    }

    @Test
    void fillsTheRangeEvenly() {
        int[] tenths = new int[10];
        float[] weight = layer(2).weight();
        for (float w : weight) {
            tenths[(int) Math.min(9, (w / BOUND + 1) * 5)]++;
        }
        double expected = weight.length / 10.0;
        for (int count : tenths) {
            // Six standard deviations of a binomial count.
            assertEquals(expected, count, 6 * Math.sqrt(expected * 0.9), () -> Arrays.toString(tenths));
        }
    }

    @Test
    void drawsTheBiasFromTheSameRange() {
        float[] bias = layer(3).bias();
        assertEquals(64, bias.length);
        assertTrue(max(bias) <= BOUND && min(bias) >= -BOUND);
        assertTrue(max(bias) > 0.5f * BOUND && min(bias) < -0.5f * BOUND);
        assertFalse(Arrays.equals(bias, Arrays.copyOf(layer(3).weight(), 64)));
    }

    @Test
    void theSeedDecides() {
        assertArrayEquals(layer(4).weight(), layer(4).weight());
        assertArrayEquals(layer(4).bias(), layer(4).bias());
        assertFalse(Arrays.equals(layer(4).weight(), layer(5).weight()));
        assertFalse(Arrays.equals(layer(4).bias(), layer(5).bias()));
        assertArrayEquals(layer(0).weight(), builder().build().weight());
    }

    @Test
    void withoutABiasThereIsNone() {
        Conv2d conv = builder().seed(6).bias(false).build();
        assertNull(conv.bias());
        assertArrayEquals(layer(6).weight(), conv.weight());
    }

    private static Conv2d layer(long seed) {
        return builder().seed(seed).build();
    }

    private static Conv2dBuilder builder() {
        return Conv2d.builder().inChannels(16).outChannels(64).kernelSize(5).groups(2);
    }

    private static float max(float[] values) {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static float min(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
        }
        return min;
    }
}
