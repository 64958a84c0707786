// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A thread's part in {@link Pieces}: a ForkJoin task, or work handed to a thread that lingers in one. */
final class Worker extends RecursiveAction {
    private static final long serialVersionUID = 1;

    /** How long a caller looks whether a worker has ended before it parks: waking it takes as long. */
    private static final long SPIN_NANOS = 50_000;

    private final transient AtomicBoolean begun = new AtomicBoolean();
    private final int thread;
    private transient Pieces pieces;
    private volatile boolean ended;

    Worker(Pieces pieces, int thread) {
        this.pieces = pieces;
        this.thread = thread;
    }

    @Override
    protected void compute() {
        Worker next = this;
        while (next != null) {
            next = next.work() ? Lingering.next(getPool()) : null;
        }
    }

    /** Works, and returns whether there was still a call to work for. */
    boolean work() {
        if (!begun.compareAndSet(false, true)) {
            return false;
        }
        Pieces served = pieces;
        // The thread lingers, or the pool may keep the task for long: not the caller's arrays, too.
        pieces = null;
        try {
            served.work(thread);
        } finally {
            ended = true;
            if (served.isParking()) {
                LockSupport.unpark(served.caller());
            }
        }
        return true;
    }

    /** Takes it back from its pool, if that is easy. */
    void withdraw() {
        tryUnfork();
    }

    /** Makes sure that it does nothing, unless it has begun. */
    boolean skip() {
        boolean skipped = begun.compareAndSet(false, true);
        if (skipped) {
            pieces = null;
        }
        return skipped;
    }

    /** Returns when it has ended, and whether the thread was interrupted meanwhile. */
    boolean awaitEnd(Pieces served) {
        for (long start = System.nanoTime(); !ended && System.nanoTime() - start < SPIN_NANOS; ) {
            Thread.onSpinWait();
            Thread.yield();
        }
        boolean interrupted = false;
        if (!ended) {
            served.park();
            while (!ended) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        return interrupted;
    }
}
