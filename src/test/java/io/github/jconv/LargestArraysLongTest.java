// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.github.jconv.oracle.ConvCase;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Layers whose input or output is as long as an array can be, where the machine has the memory. */
@EnabledIfSystemProperty(named = "jconv.run", matches = "long", disabledReason = "by design: in the run long")
class LargestArraysLongTest {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** Of the JVM itself, beside the arrays. */
    private static final long ASIDE = 1L << 30;

    /** 8 GiB: the output alone, nearly all of it padding. */
    @Test
    void theLongestOutput() {
        requireArrays(1);
        int padding = (LONGEST - 1) / 2;
        Conv2d conv = layer("n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x%s_d1x1_zeros_b1_seed1".formatted(padding));
        float[] y = conv.forward(new float[] {3}, 1, 1, 1, 1);
        assertEquals(LONGEST, y.length);
        assertEquals(7, y[padding]);
        y[padding] = 1;
        assertAll(1, y, 0, LONGEST);
    }

    /** 8 GiB: the input alone, of which a stride takes a few. */
    @Test
    void theLongestInput() {
        requireArrays(1);
        float[] x = new float[LONGEST];
        x[0] = 1;
        x[1 << 30] = 2;
        x[LONGEST - 1] = 5;
        Conv2d conv = layer("n1g1_ic1ih1iw1_oc1_kh1kw1_s1x%s_p0x0_d1x1_zeros_b1_seed1".formatted(1 << 30));
        assertEquals("[3.0, 5.0]", Arrays.toString(conv.forward(x, 1, 1, 1, LONGEST)));
        Conv2d last = layer("n1g1_ic1ih1iw1_oc1_kh1kw2_s1x1_p0x0_d1x%s_zeros_b1_seed1".formatted(LONGEST - 1));
        assertEquals("[13.0]", Arrays.toString(last.forward(x, 1, 1, 1, LONGEST)));
    }

    /** 16 GiB: as many pixels in as out, by the vector kernels. */
    @Test
    void theLongestInputAndOutput() {
        requireArrays(2);
        float[] x = new float[LONGEST];
        Arrays.fill(x, 2);
        Conv2d conv = layer("n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1");
        float[] y = conv.forward(x, 1, 1, 1, LONGEST);
        assertEquals(LONGEST, y.length);
        assertAll(5, y, 0, LONGEST);
    }

    /** The layer of a case, with weights of 2 and a bias of 1. */
    private static Conv2d layer(String line) {
        ConvCase c = ConvCase.parse(line);
        float[] weight = new float[c.kh() * c.kw()];
        Arrays.fill(weight, 2);
        return c.builderWithoutWeights().weight(weight).bias(new float[] {1}).build();
    }

    private static void assertAll(float expected, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            if (y[i] != expected) {
                assertEquals(expected, y[i], "at " + i);
            }
        }
    }

    private static void requireArrays(int arrays) {
        long bytes = arrays * (long) Float.BYTES * LONGEST + ASIDE;
        long heap = Runtime.getRuntime().maxMemory();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // What this JVM has not committed yet must come from the machine.
        long free = system.getFreeMemorySize() + Runtime.getRuntime().totalMemory();
        assumeTrue(
                bytes <= heap && bytes <= free,
                () -> "by design: needs %d MiB; the heap may have %d, the machine has %d free"
                        .formatted(bytes >> 20, heap >> 20, free >> 20));
    }
}
