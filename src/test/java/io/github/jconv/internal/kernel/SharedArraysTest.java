// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrays that another thread changes during a forward: the outputs may be any floats, but no kernel throws or writes
 * beyond its output, and the next forward, left alone, is right.
 */
class SharedArraysTest {
    /** Odd, and more than a vector. */
    private static final int MARGIN = 67;

    private static final float BAND = 1.2345e-30f;
    private static final long NANOS = 30_000_000;

    private static final String[] LINES = {
        "n1g1_ic48ih20iw23_oc56_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed1",
        "n2g1_ic7ih9iw17_oc13_kh3kw2_s2x1_p1x0_d1x2_circular_b1_seed2",
        "n1g1_ic33ih15iw17_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed3",
        "n1g1_ic20ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
        "n1g12_ic12ih30iw41_oc12_kh3kw3_s1x1_p1x1_d1x1_replicate_b1_seed5",
        "n3g5_ic5ih21iw27_oc10_kh5kw3_s2x2_p2x1_d1x1_zeros_b1_seed6",
    };

    /** Writes any bits into a range of an array, over and over, until it is closed. */
    private static final class Scribbler implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final Thread thread;

        Scribbler(float[] array, int from, int to) {
            thread = new Thread(() -> {
                SplittableRandom random = new SplittableRandom(1);
                while (!closed.get()) {
                    array[random.nextInt(from, to)] = Float.intBitsToFloat(random.nextInt());
                    written.incrementAndGet();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitStart() {
            while (written.get() == 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            closed.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void everyKernelBearsAnInputThatChanges() {
        Set<Kernel> seen = new HashSet<>();
        for (String line : LINES) {
            ConvCase c = ConvCase.parse(line);
            Geometry g = Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
            for (Kernel kernel : Kernels.ALL) {
                if (kernel.accepts(g, Platform.current())) {
                    seen.add(kernel);
                    new Run(c, Planner.plan(kernel, g, Platform.current(), 1)).check();
                    new Run(c, Planner.plan(kernel, g, Platform.current(), 3)).check();
                }
            }
        }
        assertEquals(Set.copyOf(Kernels.ALL), seen);
    }

    /** Forwards by one plan. */
    private static final class Run {
        private final ConvCase c;
        private final Plan plan;
        private final Weights weights;
        private final float[] x;
        private final float[] y;
        private final int outputs;

        Run(ConvCase c, Plan plan) {
            this.c = c;
            this.plan = plan;
            weights = new Weights(plan.geometry().layer(), c.weight(), c.biasValues());
            outputs = c.n() * plan.geometry().outImage();
            x = surrounded(c.input(), BAND);
            y = surrounded(new float[outputs], BAND);
        }

        void check() {
            forward();
            float[] alone = y.clone();
            scribblingOn(x, c.inputLength());
            scribblingOn(y, outputs);
            System.arraycopy(c.input(), 0, x, MARGIN, c.inputLength());
            forward();
            assertBits(c, plan.kernel().name() + " after the changes", alone, y);
        }

        private void scribblingOn(float[] array, int length) {
            try (Scribbler scribbler = new Scribbler(array, MARGIN, MARGIN + length)) {
                scribbler.awaitStart();
                long start = System.nanoTime();
                while (System.nanoTime() - start < NANOS) {
                    forward();
                    assertBands(x, c.inputLength());
                    assertBands(y, outputs);
                }
            }
        }

        private void forward() {
            Executor.run(plan, weights, x, MARGIN, y, MARGIN);
        }

        private void assertBands(float[] array, int length) {
            for (int i = 0; i < MARGIN; i++) {
                int at = i;
                assertTrue(
                        array[i] == BAND && array[MARGIN + length + i] == BAND,
                        () -> plan.kernel().name() + " of " + c + " wrote beyond its output, " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLayerKeepsItsOwnWeights(boolean fast) {
        ConvCase c = ConvCase.parse(LINES[0]);
        float[] weight = c.weight();
        float[] bias = c.biasValues();
        Conv2d conv = c.builder()
                .weight(weight)
                .bias(bias)
                .accuracy(fast ? Accuracy.FAST : Accuracy.EXACT)
                .build();
        try (Scribbler w = new Scribbler(weight, 0, weight.length);
                Scribbler b = new Scribbler(bias, 0, bias.length)) {
            w.awaitStart();
            b.awaitStart();
            float[] expected = c.builder()
                    .accuracy(fast ? Accuracy.FAST : Accuracy.EXACT)
                    .build()
                    .forward(c.input(), c.shape());
            for (int call = 0; call < 100; call++) {
                assertBits(c, "weights that change", expected, conv.forward(c.input(), c.shape()));
            }
        }
    }

    /** The sizes, too, are an array of the caller's: what a call makes of them is a forward of one shape, or a refusal. */
    @Test
    void aShapeThatChangesIsAnyOfItsValuesOrRefused() throws Exception {
        ConvCase c = ConvCase.parse(LINES[1]);
        Conv2d conv = c.builder().build();
        int[] shape = c.shape();
        AtomicBoolean closed = new AtomicBoolean();
        Thread changes = new Thread(() -> {
            int[] sizes = {1, 2, 3, 9, 17, 46341, -1, 0, Integer.MAX_VALUE};
            SplittableRandom random = new SplittableRandom(1);
            while (!closed.get()) {
                int axis = random.nextInt(4);
                shape[axis] = random.nextInt(4) == 0 ? sizes[random.nextInt(sizes.length)] : c.shape()[axis];
            }
        });
        changes.setDaemon(true);
        changes.start();
        float[] x = surrounded(c.input(), BAND);
        float[] y = surrounded(new float[c.n() * CaseGeometry.of(c).outImage()], BAND);
        Set<String> outcomes = new TreeSet<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < 10 * NANOS) {
            try {
                conv.forward(x, MARGIN, y, MARGIN, shape);
                outcomes.add("done");
            } catch (IllegalArgumentException refusal) {
                outcomes.add("refused");
            }
        }
        closed.set(true);
        changes.join();
        assertEquals(Set.of("done", "refused"), outcomes);
        assertArrayEquals(surrounded(c.input(), BAND), x);
    }

    private static float[] surrounded(float[] values, float by) {
        float[] larger = new float[values.length + 2 * MARGIN];
        Arrays.fill(larger, by);
        System.arraycopy(values, 0, larger, MARGIN, values.length);
        return larger;
    }
}
