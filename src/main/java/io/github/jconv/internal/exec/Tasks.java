// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on the caller's thread and at most {@code threads - 1} ForkJoin tasks. Each takes the
 * next piece until none is left, so a busy core only takes fewer.
 *
 * <p>The tasks are never joined. A join ends early when the pool is shut down, and it may run other tasks of the pool on
 * the caller's stack, inside whatever lock the caller holds.
 */
final class Tasks {
    private Tasks() {}

    /**
     * Runs pieces {@code 0 .. pieces - 1} and returns when all have ended, whatever becomes of the pool. The first failure
     * is thrown once, others suppressed in it, after the pieces that had begun have ended; no more are begun. An interrupt
     * changes nothing and is kept.
     */
    static void run(int pieces, int threads, IntConsumer piece) {
        int helpers = Math.min(pieces, threads) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < pieces; i++) {
                piece.accept(i);
            }
            return;
        }
        Shared shared = new Shared(pieces, piece);
        Worker[] workers = new Worker[helpers];
        for (int i = 0; i < helpers; i++) {
            workers[i] = new Worker(shared);
        }
        try {
            fork(workers);
            shared.work();
        } finally {
            end(workers);
        }
        shared.rethrow();
    }

    /** A pool that takes no more tasks, or finds no thread for them, is no failure: the caller takes their pieces. */
    private static void fork(Worker[] workers) {
        try {
            for (Worker worker : workers) {
                worker.fork();
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Those that were not forked will not begin.
        }
    }

    /** Returns when no worker is at work nor ever will be. It allocates nothing: there may be no memory left. */
    private static void end(Worker[] workers) {
        boolean interrupted = false;
        for (int i = workers.length - 1; i >= 0; i--) {
            workers[i].tryUnfork();
            // One that no thread has begun has nothing left to do: never wait for a pool that is busy with other work.
            if (!workers[i].skip()) {
                interrupted |= workers[i].awaitEnd();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Shared {
        private final int pieces;
        private final IntConsumer piece;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger next = new AtomicInteger();
        private volatile Throwable failure;

        Shared(int pieces, IntConsumer piece) {
            this.pieces = pieces;
            this.piece = piece;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < pieces && failure == null; i = next.getAndIncrement()) {
                try {
                    piece.accept(i);
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            }
        }

        private synchronized void fail(Throwable e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
        }

        void rethrow() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }

    private static final class Worker extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient AtomicBoolean begun = new AtomicBoolean();
        private transient Shared shared;
        private volatile boolean ended;

        Worker(Shared shared) {
            this.shared = shared;
        }

        @Override
        protected void compute() {
            if (begun.compareAndSet(false, true)) {
                try {
                    shared.work();
                } finally {
                    ended = true;
                    LockSupport.unpark(shared.caller);
                }
            }
        }

        /** Makes sure that it does nothing, unless it has begun. */
        boolean skip() {
            boolean skipped = begun.compareAndSet(false, true);
            if (skipped) {
                // The pool may keep the task for long: not the caller's arrays, too.
                shared = null;
            }
            return skipped;
        }

        /** Returns when it has ended, and whether the thread was interrupted meanwhile. */
        boolean awaitEnd() {
            boolean interrupted = false;
            while (!ended) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            return interrupted;
        }
    }
}
