// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;

/**
 * Pieces of work that several threads take one by one. Each thread has a run of pieces of its own, of which it takes the
 * first; then it helps with the others'. So a thread computes about the same part of each layer of a network, and finds
 * most of what it reads in its core's cache, yet none waits while there is work.
 */
final class Pieces {
    private final int pieces;
    private final int threads;
    private final IntConsumer piece;
    private final Thread caller = Thread.currentThread();
    private final AtomicIntegerArray taken;
    private volatile Throwable failure;
    private volatile boolean waiting;

    Pieces(int pieces, int threads, IntConsumer piece) {
        this.pieces = pieces;
        this.threads = threads;
        this.piece = piece;
        taken = new AtomicIntegerArray(threads);
    }

    /** Takes pieces until none is left that nobody has taken, or one has failed. */
    void work(int thread) {
        // All of it, so that whatever ends a piece that was taken, a stack that is too short as well, is a failure.
        try {
            for (int i = 0; i < threads; i++) {
                int run = (thread + i) % threads;
                int first = start(pieces, threads, run);
                int length = start(pieces, threads, run + 1) - first;
                while (failure == null && taken.get(run) < length) {
                    int next = taken.getAndIncrement(run);
                    if (next < length) {
                        piece.accept(first + next);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** First of {@code units} in a part of {@code parts}, whose lengths differ by one at most; it ends where the next one starts. */
    static int start(int units, int parts, int part) {
        return (int) ((long) units * part / parts);
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

    /** The thread that waits for the others in the end. */
    Thread caller() {
        return caller;
    }

    /** Says, by the caller, that it is about to park: whoever ends after that must wake it. */
    void park() {
        waiting = true;
    }

    boolean isParking() {
        return waiting;
    }
}
