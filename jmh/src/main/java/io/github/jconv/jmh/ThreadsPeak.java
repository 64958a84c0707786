// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** {@link FmaPeak} of several threads at once. */
final class ThreadsPeak {
    private ThreadsPeak() {}

    /** GFLOP/s of all threads together: the sum of their medians. */
    static double gflops(int threads, int bursts) {
        if (threads == 1) {
            return FmaPeak.gflops(bursts);
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            double sum = 0;
            // Together, or a thread that wakes late has a core to itself that is not there.
            CyclicBarrier start = new CyclicBarrier(threads);
            Callable<Double> peak = () -> {
                start.await();
                return FmaPeak.gflops(bursts);
            };
            for (Future<Double> rate : pool.invokeAll(Collections.nCopies(threads, peak))) {
                sum += rate.get();
            }
            return sum;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }
}
