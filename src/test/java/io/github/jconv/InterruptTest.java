// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A forward takes no notice of interrupts: it ends as always, and its thread is still interrupted. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptTest {
    private static final ConvCase CASE = ConvCase.parse("n3g1_ic16ih28iw28_oc24_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
    private static final int FORWARDS = 100;

    private final float[] x = CASE.input();
    private final float[] expected = Oracle.forward(CASE);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void ofAThreadAlreadyInterrupted(int parallelism) {
        Conv2d conv = CASE.builder().parallelism(parallelism).build();
        Thread.currentThread().interrupt();
        float[] y = conv.forward(x, CASE.shape());
        assertTrue(Thread.interrupted());
        assertBits(CASE, "interrupted before", expected, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void ofAPlatformThread(int parallelism) throws Exception {
        interruptedOften(Executors.newSingleThreadExecutor(), parallelism);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void ofAVirtualThread(int parallelism) throws Exception {
        interruptedOften(VirtualThreads.executor(), parallelism);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void ofAForkJoinThread(int parallelism) throws Exception {
        interruptedOften(new ForkJoinPool(3), parallelism);
    }

    /** Its threads are interrupted, its queued tasks cancelled, and it takes no more: the caller computes what is left. */
    @Test
    void aPoolShutDownDuringForwards() throws Exception {
        for (int round = 0; round < 20; round++) {
            ForkJoinPool pool = new ForkJoinPool(3);
            Conv2d conv = CASE.builder().build();
            AtomicInteger forwards = new AtomicInteger();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            pool.execute(() -> {
                try {
                    for (int i = 0; i < FORWARDS; i++) {
                        assertBits(CASE, "shut down", expected, conv.forward(x, CASE.shape()));
                        forwards.incrementAndGet();
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            while (forwards.get() < round && failure.get() == null) {
                Thread.onSpinWait();
            }
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(5, TimeUnit.MINUTES));
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
            // Unless it was shut down before it came to the task at all, which round 0 allows.
            assertTrue(forwards.get() == FORWARDS || (round == 0 && forwards.get() == 0), () -> forwards + " forwards");
        }
    }

    private void interruptedOften(ExecutorService threads, int parallelism) throws Exception {
        Conv2d conv = CASE.builder().parallelism(parallelism).build();
        AtomicReference<Thread> caller = new AtomicReference<>();
        try {
            var running = threads.submit(() -> {
                caller.set(Thread.currentThread());
                for (int i = 0; i < FORWARDS; i++) {
                    float[] y = conv.forward(x, CASE.shape());
                    assertBits(CASE, "interrupted", expected, y);
                }
                Thread.currentThread().interrupt();
                conv.forward(x, CASE.shape());
                assertTrue(Thread.currentThread().isInterrupted());
                return null;
            });
            while (!running.isDone()) {
                Thread thread = caller.get();
                if (thread != null) {
                    thread.interrupt();
                }
                Thread.sleep(1);
            }
            running.get();
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(5, TimeUnit.MINUTES));
        }
    }
}
