// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of work on the caller's thread and at most {@code threads - 1} ForkJoin tasks. Each takes the
 * next piece until none is left, so a busy core only takes fewer.
 */
final class Tasks {
    private Tasks() {}

    /**
     * Runs pieces {@code 0 .. pieces - 1} and returns when all have ended. The first failure is thrown once, after the
     * pieces that had begun have ended; no more are begun.
     */
    static void run(int pieces, int threads, IntConsumer piece) {
        int helpers = Math.min(pieces, threads) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < pieces; i++) {
                piece.accept(i);
            }
            return;
        }
        Worker[] workers = new Worker[helpers];
        Shared shared = new Shared(pieces, piece);
        for (int i = 0; i < helpers; i++) {
            workers[i] = new Worker(shared);
            workers[i].fork();
        }
        shared.work();
        for (int i = helpers - 1; i >= 0; i--) {
            // One that no thread has begun has nothing left to do: never wait for a pool that is busy with other work.
            if (!workers[i].tryUnfork() && !workers[i].skip()) {
                workers[i].quietlyJoin();
            }
        }
        shared.rethrow();
    }

    private static final class Shared {
        private final int pieces;
        private final IntConsumer piece;
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

        private final transient Shared shared;
        private final transient AtomicBoolean begun = new AtomicBoolean();

        Worker(Shared shared) {
            this.shared = shared;
        }

        @Override
        protected void compute() {
            if (begun.compareAndSet(false, true)) {
                shared.work();
            }
        }

        /** Makes sure that it does nothing, unless it has begun. */
        boolean skip() {
            return begun.compareAndSet(false, true);
        }
    }
}
