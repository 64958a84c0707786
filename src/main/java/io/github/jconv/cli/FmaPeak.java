// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The fastest that some threads together multiply and add, on threads of its own if they are several. */
final class FmaPeak implements AutoCloseable {
    private static final int WARM_UP_RUNS = 300;

    private final int threads;
    private final ExecutorService pool;

    /** So that all work at the same time: they may have to share a core, or its power. */
    private final CyclicBarrier start;

    private volatile float sink;

    FmaPeak(int threads) {
        this.threads = threads;
        pool = Executors.newFixedThreadPool(threads);
        start = new CyclicBarrier(threads);
    }

    /** Has the loop compiled: a rate before that is none of the machine's. */
    void warmUp() {
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            sink = FmaLoop.run();
        }
    }

    /** GFLOP/s of all threads together, the sum of their medians, measured for {@code nanos}. */
    double gflops(long nanos) {
        if (threads == 1) {
            return rate(nanos);
        }
        Callable<Double> one = () -> {
            start.await();
            return rate(nanos);
        };
        try {
            double sum = 0;
            for (Future<Double> rate : pool.invokeAll(Collections.nCopies(threads, one))) {
                sum += rate.get();
            }
            return sum;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private double rate(long nanos) {
        return FmaLoop.OPERATIONS
                / Samples.of(() -> sink = FmaLoop.run(), nanos).median();
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
