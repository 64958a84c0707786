// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Threads of ForkJoin pools that have ended their part of a forward and stay for a moment, as the next layer of a network is
 * about to come. Waking a thread that has parked takes longer than a small layer; a lingering one begins at once.
 *
 * <p>A lingering thread holds nothing of any call. It goes back to its pool after {@link #MOST_NANOS}, or at once where
 * tasks wait in the pool or it is shut down.
 */
final class Lingering {
    /** How long a thread lingers. */
    static final long MOST_NANOS = 50_000;

    /** Looks at whether work has come between two looks at the clock and the pool. */
    private static final int LOOKS = 16;

    private static final AtomicReferenceArray<Lingering> ALL =
            new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

    private final ForkJoinPool pool;
    private volatile Worker handed;

    private Lingering(ForkJoinPool pool) {
        this.pool = pool;
    }

    /** Whether there is a thread of a pool that lingers. */
    static boolean isAny(ForkJoinPool pool) {
        for (int i = 0; i < ALL.length(); i++) {
            Lingering thread = ALL.get(i);
            if (thread != null && thread.pool == pool) {
                return true;
            }
        }
        return false;
    }

    /** Hands workers to threads of a pool that linger: the first ones, as many as returned. */
    static int hand(Worker[] workers, ForkJoinPool pool) {
        int count = 0;
        for (int i = 0; i < ALL.length() && count < workers.length; i++) {
            Lingering thread = ALL.get(i);
            if (thread != null && thread.pool == pool && ALL.compareAndSet(i, thread, null)) {
                thread.handed = workers[count++];
            }
        }
        return count;
    }

    /**
     * Lingers on a thread of a pool until there is a worker handed to it, or returns null.
     *
     * @param pool null if the thread is in none, as one that only helps a pool to become quiescent
     */
    static Worker next(ForkJoinPool pool) {
        if (pool == null || isWanted(pool)) {
            return null;
        }
        Lingering self = new Lingering(pool);
        for (int i = 0; i < ALL.length(); i++) {
            if (ALL.get(i) == null && ALL.compareAndSet(i, null, self)) {
                return self.linger(i);
            }
        }
        return null;
    }

    /** Whether a pool has other work for its threads, or none any more. */
    private static boolean isWanted(ForkJoinPool pool) {
        return pool.hasQueuedSubmissions() || pool.getQueuedTaskCount() > 0 || pool.isShutdown();
    }

    private Worker linger(int slot) {
        long start = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS; i++) {
                if (handed != null) {
                    return handed;
                }
                Thread.onSpinWait();
            }
            Thread.yield();
        } while (System.nanoTime() - start < MOST_NANOS && !isWanted(pool));
        if (ALL.compareAndSet(slot, this, null)) {
            return null;
        }
        // Whoever has taken it from its slot is about to hand it something.
        while (handed == null) {
            Thread.yield();
        }
        return handed;
    }
}
