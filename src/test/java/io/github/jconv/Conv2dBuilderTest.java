// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class Conv2dBuilderTest {
    private static final int[] WIDE_SHAPE = {1, 32, 128, 128};

    @Test
    void defaultsAreTorchs() {
        Conv2d conv = builder().build();
        assertArrayEquals(new int[] {3, 6, 6}, conv.outputShape(2, 8, 8));
        assertEquals(2 * 3 * 9 + 3, conv.parameterCount());
        assertEquals("Conv2d(2, 3, kernel_size=(3, 3), stride=(1, 1))", conv.toString());
    }

    @Test
    void oneSizeHoldsForBothAxes() {
        Conv2d one = builder().kernelSize(3).stride(2).padding(4).dilation(5).build();
        Conv2d two = builder()
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(4, 4)
                .dilation(5, 5)
                .build();
        assertEquals(two.toString(), one.toString());
    }

    @Test
    void theFirstOfAPairIsTheHeight() {
        Conv2d conv = builder()
                .kernelSize(1, 4)
                .stride(2, 3)
                .padding(5, 0)
                .dilation(7, 2)
                .build();
        assertArrayEquals(new int[] {3, 10, 2}, conv.outputShape(2, 10, 10));
        assertArrayEquals(new int[] {3, 17, 1}, conv.outputShape(2, 24, 8));
    }

    @Test
    void accuracyMustBeKnown() {
        Conv2dBuilder builder = builder().accuracy(null);
        Exception refusal = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals("accuracy=null: must be EXACT or FAST", refusal.getMessage());
    }

    @Test
    void arraysAreCopiedWhenTheLayerIsBuilt() {
        float[] weight = new float[54];
        float[] bias = {1, 2, 3};
        Arrays.fill(weight, 1);
        Conv2dBuilder builder = builder().weight(weight).bias(bias);
        Conv2d conv = builder.build();
        weight[0] = 100;
        bias[0] = 100;
        assertEquals(1, conv.weight()[0]);
        assertEquals(1, conv.bias()[0]);
        assertEquals(100, builder.build().weight()[0]);
        assertEquals(19, conv.forward(ones(), 2, 3, 3)[0]);
    }

    @Test
    void whatTheLayerGivesBackAreCopies() {
        Conv2d conv = builder().build();
        float[] weight = conv.weight();
        float[] bias = conv.bias();
        conv.weight()[0] += 1;
        conv.bias()[0] += 1;
        assertArrayEquals(weight, conv.weight());
        assertArrayEquals(bias, conv.bias());
    }

    @Test
    void aBuilderCanBeUsedAgain() {
        Conv2dBuilder builder = builder().padding("same");
        Conv2d same = builder.build();
        Conv2d padded = builder.padding(2).build();
        Conv2d valid = builder.padding("valid").build();
        assertArrayEquals(new int[] {3, 8, 8}, same.outputShape(2, 8, 8));
        assertArrayEquals(new int[] {3, 10, 10}, padded.outputShape(2, 8, 8));
        assertArrayEquals(new int[] {3, 6, 6}, valid.outputShape(2, 8, 8));
        assertArrayEquals(same.weight(), valid.weight());
    }

    @Test
    void theLastWordOnTheBiasCounts() {
        assertNull(weighted().bias(new float[3]).bias(false).build().bias());
        assertArrayEquals(
                new float[] {1, 2, 3},
                weighted().bias(false).bias(new float[] {1, 2, 3}).build().bias());
        assertNull(builder().bias(false).build().bias());
        assertEquals(3, builder().bias(false).bias(true).build().bias().length);
    }

    @Test
    void withoutABiasOutputsStartFromZero() {
        Conv2d conv = weighted().bias(false).build();
        assertEquals(0, conv.forward(ones(), 2, 3, 3)[0]);
        assertEquals(54, conv.parameterCount());
    }

    @Test
    void parallelismIsTheMostThreads() {
        for (int parallelism : new int[] {1, 2, 7}) {
            assertEquals(
                    parallelism,
                    wide().parallelism(parallelism).build().plan(WIDE_SHAPE).threads());
        }
    }

    @Test
    void parallelismIsThePoolsByDefault() {
        Conv2d conv = wide().build();
        assertEquals(
                ForkJoinPool.getCommonPoolParallelism() + 1,
                conv.plan(WIDE_SHAPE).threads());
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            assertEquals(3, pool.submit(() -> conv.plan(WIDE_SHAPE).threads()).join());
        } finally {
            pool.shutdown();
        }
    }

    private static Conv2dBuilder builder() {
        return Conv2d.builder().inChannels(2).outChannels(3).kernelSize(3);
    }

    /** Enough work for any number of threads. */
    private static Conv2dBuilder wide() {
        return Conv2d.builder().inChannels(32).outChannels(32).kernelSize(3);
    }

    private static Conv2dBuilder weighted() {
        return builder().weight(new float[54]);
    }

    private static float[] ones() {
        float[] ones = new float[18];
        Arrays.fill(ones, 1);
        return ones;
    }
}
