// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on the caller's thread and at most {@code threads - 1} others: threads of its pool that
 * linger, or else ForkJoin tasks. Each takes {@link Pieces} until none is left, so a busy core only takes fewer.
 *
 * <p>The tasks are never joined. A join ends early when the pool is shut down, and it may run other tasks of the pool on
 * the caller's stack, inside whatever lock the caller holds.
 */
final class Tasks {
    /** Small calls of one thread, none of another among them, that show a loop which has the other cores to itself. */
    private static final int LOOP = 8;

    /** Who made the last call whose work did not pay for waking a thread, how many one after the other, and when it ended. */
    private static volatile int caller;

    private static volatile int calls;
    private static volatile long ended;

    private Tasks() {}

    /** Says that such a call has ended. */
    static void wokeNobody() {
        int self = System.identityHashCode(Thread.currentThread());
        calls = self == caller ? Math.min(LOOP, calls + 1) : 1;
        caller = self;
        ended = System.nanoTime();
    }

    /** Whether the caller makes small calls so fast that a thread once woken will linger from one to the next. */
    static boolean isComingAgain() {
        return calls == LOOP
                && caller == System.identityHashCode(Thread.currentThread())
                && System.nanoTime() - ended < Lingering.MOST_NANOS;
    }

    /** Whether a thread of the caller's pool is awake that has nothing else to do. */
    static boolean isAnyoneAwake() {
        return Lingering.isAny(pool());
    }

    private static ForkJoinPool pool() {
        ForkJoinPool pool = ForkJoinTask.getPool();
        return pool != null ? pool : ForkJoinPool.commonPool();
    }

    /**
     * Runs pieces {@code 0 .. pieces - 1} and returns when all have ended, whatever becomes of the pool. The first failure
     * is thrown once, others suppressed in it, after the pieces that had begun have ended; no more are begun. An interrupt
     * changes nothing and is kept.
     *
     * @param wakes whether threads that sleep are worth waking, rather than those alone that are awake
     */
    static void run(int pieces, int threads, boolean wakes, IntConsumer piece) {
        int helpers = Math.min(pieces, threads) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < pieces; i++) {
                piece.accept(i);
            }
            return;
        }
        Pieces shared = new Pieces(pieces, helpers + 1, piece);
        Worker[] workers = new Worker[helpers];
        for (int i = 0; i < helpers; i++) {
            workers[i] = new Worker(shared, i + 1);
        }
        try {
            start(workers, wakes);
            shared.work(0);
        } finally {
            end(workers, shared);
        }
        shared.rethrow();
    }

    /** A pool that takes no more tasks, or finds no thread for them, is no failure: the caller takes their pieces. */
    private static void start(Worker[] workers, boolean wakes) {
        try {
            int started = Lingering.hand(workers, pool());
            for (int i = started; i < workers.length && wakes; i++) {
                workers[i].fork();
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Those that were not forked will not begin.
        }
    }

    /** Returns when no worker is at work nor ever will be. It allocates nothing: there may be no memory left. */
    private static void end(Worker[] workers, Pieces shared) {
        boolean interrupted = false;
        for (int i = workers.length - 1; i >= 0; i--) {
            workers[i].withdraw();
            // One that no thread has begun has nothing left to do: never wait for a pool that is busy with other work.
            if (!workers[i].skip()) {
                interrupted |= workers[i].awaitEnd(shared);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
