// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools that are shut down, that start no thread, that are full; callers that are interrupted. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskFaultsTest {
    /** A pool that is shut down has its joins return at once, before what they wait for. */
    @Test
    void aPoolShutDownMeanwhileIsWaitedFor() throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(2);
        CountDownLatch both = new CountDownLatch(2);
        AtomicBoolean shutDown = new AtomicBoolean();
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger endedBeforeReturn = new AtomicInteger();
        CountDownLatch returned = new CountDownLatch(1);
        pool.execute(() -> {
            caller.set(Thread.currentThread());
            Tasks.run(2, 2, true, piece -> {
                both.countDown();
                untilTrue(() -> both.getCount() == 0 && shutDown.get());
                if (Thread.currentThread() != caller.get()) {
                    waitUntilParked(caller.get(), returned);
                }
                ended.incrementAndGet();
            });
            endedBeforeReturn.set(ended.get());
            returned.countDown();
        });
        both.await();
        pool.shutdownNow();
        shutDown.set(true);
        returned.await();
        assertEquals(2, endedBeforeReturn.get());
        assertTrue(pool.awaitTermination(5, TimeUnit.MINUTES));
    }

    /** The worker that cannot be started is not missed: its caller takes its pieces. */
    @Test
    void aPoolThatStartsNoThreadLeavesAllPiecesToTheCaller() {
        AtomicInteger started = new AtomicInteger();
        ForkJoinWorkerThreadFactory onlyOne = pool -> {
            if (started.getAndIncrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread, for a test");
            }
            return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        };
        ForkJoinPool pool = new ForkJoinPool(4, onlyOne, null, false);
        try {
            AtomicInteger pieces = new AtomicInteger();
            pool.submit(() -> Tasks.run(20, 4, true, piece -> pieces.incrementAndGet()))
                    .join();
            assertEquals(20, pieces.get());
            assertTrue(started.get() > 1);
        } finally {
            pool.shutdown();
        }
    }

    /** It may be long until a pool comes to a task that it no longer needs to run. */
    @Test
    void aTaskThatABusyPoolKeepsHoldsNoArrays() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        int workers = ForkJoinPool.getCommonPoolParallelism();
        CountDownLatch busy = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                busy.countDown();
                untilTrue(() -> release.getCount() == 0);
            });
        }
        busy.await();
        try {
            WeakReference<float[]> array = runWithATaskOnTop();
            for (int i = 0; i < 100 && array.get() != null; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertTrue(array.get() == null, "held by a task");
        } finally {
            release.countDown();
        }
    }

    /** Runs pieces that hold an array and submit a task, so that helpers submitted before cannot be taken back. */
    private static WeakReference<float[]> runWithATaskOnTop() {
        float[] array = new float[1000];
        Tasks.run(4, 4, true, piece -> {
            array[piece] = piece;
            ForkJoinPool.commonPool().execute(() -> {});
        });
        return new WeakReference<>(array);
    }

    @Test
    void anInterruptedCallerWaitsAndStaysInterrupted() throws InterruptedException {
        Thread caller = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread interrupter = new Thread(() -> {
            untilTrue(() -> both.getCount() == 0 && caller.getState() == Thread.State.WAITING);
            caller.interrupt();
            interrupted.countDown();
        });
        interrupter.start();
        Tasks.run(2, 2, true, piece -> {
            both.countDown();
            untilTrue(() -> both.getCount() == 0);
            if (Thread.currentThread() != caller) {
                untilTrue(() -> interrupted.getCount() == 0);
            }
            ended.incrementAndGet();
        });
        assertTrue(Thread.interrupted());
        assertEquals(2, ended.get());
        interrupter.join();
    }

    /** Whoever waits for a piece runs nobody else's work meanwhile: it may hold a lock. */
    @Test
    void aWaitingCallerRunsNoOtherTask() {
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            AtomicReference<Thread> ranOn = new AtomicReference<>();
            Thread caller = pool.submit(() -> {
                        Thread self = Thread.currentThread();
                        CountDownLatch both = new CountDownLatch(2);
                        AtomicReference<ForkJoinTask<?>> foreign = new AtomicReference<>();
                        Tasks.run(2, 2, true, piece -> {
                            both.countDown();
                            untilTrue(() -> both.getCount() == 0);
                            if (Thread.currentThread() != self) {
                                foreign.set(ForkJoinTask.adapt(() -> ranOn.set(Thread.currentThread()))
                                        .fork());
                                waitUntilParked(self, new CountDownLatch(1));
                                foreign.get().join();
                            }
                        });
                        return self;
                    })
                    .join();
            assertFalse(ranOn.get() == caller, "ran another task while it waited");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void oneErrorOfAllPiecesIsNotSuppressedInItself() {
        Error first = new OutOfMemoryError("first, for a test");
        IntConsumer failing = piece -> {
            throw first;
        };
        Error thrown = assertThrows(OutOfMemoryError.class, () -> Tasks.run(50, 8, true, failing));
        assertSame(first, thrown);
        assertEquals(0, thrown.getSuppressed().length);
    }

    private static void waitUntilParked(Thread caller, CountDownLatch orReturned) {
        untilTrue(() -> caller.getState() == Thread.State.WAITING
                || caller.getState() == Thread.State.TIMED_WAITING
                || orReturned.getCount() == 0);
    }

    private static void untilTrue(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
