// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TasksTest {
    @Test
    void runsEachPieceOnce() {
        for (int pieces = 0; pieces < 20; pieces++) {
            for (int threads = 1; threads < 8; threads++) {
                assertRunsEachOnce(pieces, threads);
            }
        }
    }

    @Test
    void oneThreadIsTheCallers() {
        Set<Thread> threads = new HashSet<>();
        Tasks.run(50, 1, true, piece -> threads.add(Thread.currentThread()));
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void onePieceIsTheCallers() {
        Set<Thread> threads = new HashSet<>();
        Tasks.run(1, 8, true, piece -> threads.add(Thread.currentThread()));
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void piecesRunAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        inPool(
                3,
                () -> Tasks.run(2, 2, true, piece -> {
                    both.countDown();
                    await(both);
                }));
        assertEquals(0, both.getCount());
    }

    @Test
    void insideAPoolOnlyItsThreadsWork() {
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            Set<ForkJoinPool> pools = ConcurrentHashMap.newKeySet();
            CountDownLatch three = new CountDownLatch(3);
            pool.submit(() -> Tasks.run(3, 3, true, piece -> {
                        pools.add(ForkJoinTask.getPool());
                        three.countDown();
                        await(three);
                    }))
                    .join();
            assertEquals(Set.of(pool), pools);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void neverMoreThreadsThanAsked() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        inPool(
                8,
                () -> Tasks.run(2000, 3, true, piece -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                }));
        assertTrue(most.get() <= 3, () -> most + " at once");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void anExceptionReachesTheCallerAsItIs(int threads) {
        for (int failing = 0; failing < 6; failing++) {
            IllegalStateException expected = new IllegalStateException("piece " + failing);
            int at = failing;
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> Tasks.run(6, threads, true, piece -> {
                        if (piece == at) {
                            throw expected;
                        }
                    }));
            assertSame(expected, thrown);
            assertEquals(0, thrown.getSuppressed().length);
        }
        assertRunsEachOnce(6, threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void anErrorReachesTheCallerAsItIs(int threads) {
        Error expected = new OutOfMemoryError("for a test");
        Error thrown = assertThrows(
                OutOfMemoryError.class,
                () -> Tasks.run(6, threads, true, piece -> {
                    if (piece == 3) {
                        throw expected;
                    }
                }));
        assertSame(expected, thrown);
        assertRunsEachOnce(6, threads);
    }

    @Test
    void oneOfSeveralFailuresIsThrownAndNoMorePiecesAreBegun() {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger begun = new AtomicInteger();
        inPool(4, () -> {
            RuntimeException thrown = assertThrows(
                    RuntimeException.class,
                    () -> Tasks.run(1000, 2, true, piece -> {
                        begun.incrementAndGet();
                        both.countDown();
                        await(both);
                        throw new IllegalStateException("piece " + piece);
                    }));
            assertAll(
                    () -> assertEquals(2, begun.get()),
                    () -> assertEquals(1, thrown.getSuppressed().length),
                    () -> assertEquals(IllegalStateException.class, thrown.getSuppressed()[0].getClass()));
        });
    }

    @Test
    void aPieceThatHasBegunEndsBeforeTheFailureIsThrown() {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch failed = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        inPool(4, () -> {
            Thread caller = Thread.currentThread();
            assertThrows(
                    IllegalStateException.class,
                    () -> Tasks.run(2, 2, true, piece -> {
                        begun.countDown();
                        await(begun);
                        if (Thread.currentThread() == caller) {
                            failed.countDown();
                            throw new IllegalStateException("the caller's piece");
                        }
                        await(failed);
                        waitUntilCallerIsJoining(caller);
                        ended.incrementAndGet();
                    }));
            assertEquals(1, ended.get());
        });
    }

    /** A helper that no thread has begun has nothing left to do: nobody needs to wait until the pool comes to it. */
    @Test
    void aBusyPoolDelaysNobody() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<ForkJoinTask<?>> occupied = occupyCommonPool(done);
        List<Thread> callers = new ArrayList<>();
        AtomicInteger pieces = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            callers.add(new Thread(() -> {
                for (int call = 0; call < 2000; call++) {
                    Tasks.run(4, 3, true, piece -> pieces.incrementAndGet());
                }
            }));
        }
        callers.forEach(Thread::start);
        awaitEndOrStandstill(callers, pieces);
        boolean delayed = callers.stream().anyMatch(Thread::isAlive);
        done.countDown();
        occupied.forEach(ForkJoinTask::join);
        for (Thread caller : callers) {
            caller.join();
        }
        assertFalse(delayed);
        assertEquals(8 * 2000 * 4, pieces.get());
    }

    /** Looks at the progress rather than at a clock, so that a slow machine is no standstill. */
    private static void awaitEndOrStandstill(List<Thread> threads, AtomicInteger progress) throws InterruptedException {
        int seen = -1;
        int unchanged = 0;
        while (threads.stream().anyMatch(Thread::isAlive) && unchanged < 100) {
            Thread.sleep(50);
            unchanged = progress.get() == seen ? unchanged + 1 : 0;
            seen = progress.get();
        }
    }

    private static List<ForkJoinTask<?>> occupyCommonPool(CountDownLatch until) {
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        CountDownLatch occupied = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
            tasks.add(ForkJoinPool.commonPool().submit(() -> {
                occupied.countDown();
                await(until);
            }));
        }
        await(occupied);
        return tasks;
    }

    /** The caller has left its own piece and waits for this one; the wait of a ForkJoin thread has any of these states. */
    private static void waitUntilCallerIsJoining(Thread caller) {
        while (caller.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
    }

    private static void assertRunsEachOnce(int pieces, int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(pieces);
        Tasks.run(pieces, threads, true, runs::incrementAndGet);
        for (int i = 0; i < pieces; i++) {
            assertEquals(1, runs.get(i), pieces + " pieces, " + threads + " threads, piece " + i);
        }
    }

    private static void inPool(int parallelism, Runnable work) {
        ForkJoinPool pool = new ForkJoinPool(parallelism);
        try {
            pool.submit(work).join();
        } finally {
            pool.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
