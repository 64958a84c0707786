// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that stay for the next call for a moment. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LingeringTest {
    @Test
    void smallWorkWakesNobody() {
        ForkJoinPool pool = new ForkJoinPool(4);
        try {
            pool.submit(() -> {
                        Set<Thread> threads = ConcurrentHashMap.newKeySet();
                        for (int i = 0; i < 1000; i++) {
                            Tasks.run(8, 4, false, piece -> threads.add(Thread.currentThread()));
                        }
                        assertEquals(Set.of(Thread.currentThread()), threads);
                    })
                    .join();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aThreadThatLingersTakesWhatIsHandedToItsPool() throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(1);
        ForkJoinPool other = new ForkJoinPool(1);
        AtomicReference<Worker> taken = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            while (taken.get() == null) {
                taken.set(Lingering.next(pool));
            }
        });
        thread.start();
        Worker[] workers = {new Worker(new Pieces(2, 2, piece -> {}), 1)};
        untilTrue(() -> Lingering.isAny(pool));
        assertEquals(0, Lingering.hand(workers, other));
        untilTrue(() -> Lingering.hand(workers, pool) == 1);
        thread.join();
        assertSame(workers[0], taken.get());
        assertFalse(Lingering.isAny(pool));
        pool.shutdown();
        other.shutdown();
    }

    /** As one that only helps a pool to become quiescent. */
    @Test
    void aThreadOfNoPoolDoesNotLinger() throws InterruptedException {
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            assertNull(Lingering.next(null));
        }
        aThreadThatLingersTakesWhatIsHandedToItsPool();
    }

    @Test
    void aThreadWhosePoolHasTasksDoesNotLinger() throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch end = new CountDownLatch(1);
        try {
            pool.execute(() -> untilTrue(() -> end.getCount() == 0));
            pool.execute(() -> {});
            assertNull(Lingering.next(pool));
        } finally {
            end.countDown();
            pool.shutdown();
        }
    }

    @Test
    void threadsOfOtherPoolsAreNotUsed() {
        ForkJoinPool[] pools = {new ForkJoinPool(2), new ForkJoinPool(2)};
        try {
            for (int i = 0; i < 2000; i++) {
                ForkJoinPool pool = pools[i % 2];
                boolean wakes = i % 3 == 0;
                pool.submit(() -> Tasks.run(6, 2, wakes, piece -> assertEquals(pool, ForkJoinTask.getPool())))
                        .join();
            }
        } finally {
            pools[0].shutdown();
            pools[1].shutdown();
        }
    }

    @Test
    void allPiecesRunOnceHoweverCallsFollowEachOther() throws InterruptedException {
        AtomicInteger pieces = new AtomicInteger();
        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            int caller = i;
            callers[i] = new Thread(() -> {
                for (int call = 0; call < 5000; call++) {
                    Tasks.run(5, 3, (call + caller) % 3 == 0, piece -> pieces.incrementAndGet());
                }
            });
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(callers.length * 5000 * 5, pieces.get());
    }

    @Test
    void aThreadGoesBackToItsPool() throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(2);
        pool.submit(LingeringTest::together).join();
        untilTrue(() -> !Lingering.isAny(pool));
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                both.countDown();
                untilTrue(() -> both.getCount() == 0);
            });
        }
        both.await();
        pool.submit(LingeringTest::together).join();
        pool.shutdown();
        assertTrue(pool.awaitTermination(5, TimeUnit.MINUTES));
        assertFalse(Lingering.isAny(pool));
    }

    @Test
    void aThreadThatLingersHoldsNoArrays() throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            WeakReference<float[]> array = pool.submit(() -> {
                        float[] floats = new float[1000];
                        CountDownLatch both = new CountDownLatch(2);
                        Tasks.run(2, 2, true, piece -> {
                            floats[piece] = piece;
                            both.countDown();
                            untilTrue(() -> both.getCount() == 0);
                        });
                        return new WeakReference<>(floats);
                    })
                    .join();
            for (int i = 0; i < 100 && array.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertTrue(array.get() == null, "held by a thread of the pool");
        } finally {
            pool.shutdown();
        }
    }

    /** Two pieces by two threads. */
    private static void together() {
        CountDownLatch both = new CountDownLatch(2);
        Tasks.run(2, 2, true, piece -> {
            both.countDown();
            untilTrue(() -> both.getCount() == 0);
        });
    }

    private static void untilTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.yield();
        }
    }
}
