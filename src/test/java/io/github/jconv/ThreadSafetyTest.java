// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Threads that share layers of several kinds, on images of more sizes than a layer remembers plans for. */
class ThreadSafetyTest {
    private static final int THREADS = 8;
    private static final int SIZES = 11;

    private static final String[] LINES = {
        "n1g1_ic16ih20iw17_oc24_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "n3g1_ic7ih9iw17_oc13_kh3kw2_s2x1_p1x0_d1x2_reflect_b1_seed2",
        "ug1_ic33ih15iw17_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed3",
        "n2g12_ic12ih30iw40_oc12_kh3kw3_s1x1_p1x1_d1x1_replicate_b1_seed4",
    };

    /** A layer that all threads share, and what it gives. */
    private record Shared(ConvCase c, Conv2d conv, float[] x, float[] expected) {
        void check() {
            assertBits(c, "shared layer", expected, conv.forward(x, c.shape()));
        }
    }

    @Test
    void plainThreadsShareLayers() throws Exception {
        inAllThreads(Executors.newFixedThreadPool(THREADS));
    }

    @Test
    void forkJoinThreadsShareLayers() throws Exception {
        inAllThreads(new ForkJoinPool(THREADS));
    }

    private static void inAllThreads(ExecutorService threads) throws InterruptedException, ExecutionException {
        try {
            List<Shared> layers = layers();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                running.add(threads.submit(() -> useAtRandom(layers, seed)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void useAtRandom(List<Shared> layers, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            layers.get(random.nextInt(layers.size())).check();
        }
    }

    private static List<Shared> layers() {
        List<Shared> layers = new ArrayList<>();
        for (String line : LINES) {
            ConvCase first = ConvCase.parse(line);
            Conv2d conv = first.builder().parallelism(3).build();
            for (int i = 0; i < SIZES; i++) {
                ConvCase c = first.enlarged(i % 4, i);
                layers.add(new Shared(c, conv, c.input(), Oracle.forward(c)));
            }
        }
        return layers;
    }
}
