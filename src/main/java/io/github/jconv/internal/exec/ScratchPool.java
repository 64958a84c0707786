// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.kernel.ImageCall;
import io.github.jconv.internal.kernel.Scratch;
import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scratch arrays shared by all layers, so that a chain of layers runs in the same warm memory and a warm forward
 * allocates none. Softly held: the garbage collector may take idle ones.
 */
final class ScratchPool {
    /** One scratch on loan. */
    static final class Loan {
        private final SoftReference<Loan> self = new SoftReference<>(this);
        private final Scratch scratch = new Scratch();
        private final ImageCall call = new ImageCall();
        private Loan other;

        Scratch scratch() {
            return scratch;
        }

        /** The call of whoever computes on this loan alone. */
        ImageCall call() {
            return call;
        }

        /** The floats of the scratch lent with it, or null. */
        float[] staged() {
            return other == null ? null : other.scratch.floats();
        }

        private int length() {
            return scratch.floats().length;
        }
    }

    private final AtomicReferenceArray<SoftReference<Loan>> idle;

    ScratchPool(int slots) {
        idle = new AtomicReferenceArray<>(slots);
    }

    /** A scratch of at least {@code length} floats of any content; give it back with {@link #release}. */
    Loan borrow(int length) {
        for (int slot = bestSlot(length); slot >= 0; slot = bestSlot(length)) {
            SoftReference<Loan> reference = idle.get(slot);
            Loan loan = reference == null ? null : reference.get();
            if (loan != null && idle.compareAndSet(slot, reference, null)) {
                try {
                    loan.scratch.reserve(length);
                } catch (OutOfMemoryError e) {
                    release(loan);
                    throw e;
                }
                return loan;
            }
        }
        Loan loan = new Loan();
        loan.scratch.reserve(length);
        return loan;
    }

    /** A scratch for a slice, lent with one for a staged copy of {@code staged} floats if that is not 0. */
    Loan borrow(int length, int staged) {
        // The larger one first: it would not be left if a slice took it.
        Loan other = staged == 0 ? null : borrow(staged);
        try {
            Loan loan = borrow(length);
            loan.other = other;
            return loan;
        } catch (OutOfMemoryError e) {
            release(other);
            throw e;
        }
    }

    /**
     * The slot of the shortest idle scratch that holds {@code length}, so that a small loan leaves the large ones to large
     * ones; if there is none, of the longest, which grows; -1 if all slots are empty.
     */
    private int bestSlot(int length) {
        int best = -1;
        int bestLength = -1;
        for (int i = 0; i < idle.length() && bestLength != length; i++) {
            SoftReference<Loan> reference = idle.get(i);
            Loan loan = reference == null ? null : reference.get();
            if (loan != null && isBetter(loan.length(), bestLength, length)) {
                best = i;
                bestLength = loan.length();
            }
        }
        return best;
    }

    private static boolean isBetter(int candidate, int best, int wanted) {
        return candidate >= wanted ? best < wanted || candidate < best : candidate > best;
    }

    /** Gives a scratch back, with what was lent with it; where all slots are full it is left to the garbage collector. */
    void release(Loan loan) {
        if (loan == null) {
            return;
        }
        release(loan.other);
        loan.other = null;
        for (int i = 0; i < idle.length(); i++) {
            SoftReference<Loan> reference = idle.get(i);
            if ((reference == null || reference.get() == null) && idle.compareAndSet(i, reference, loan.self)) {
                return;
            }
        }
    }
}
