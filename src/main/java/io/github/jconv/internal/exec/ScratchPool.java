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

        Scratch scratch() {
            return scratch;
        }

        /** The call of whoever computes on this loan alone. */
        ImageCall call() {
            return call;
        }

        private boolean holds(int length) {
            return scratch.floats().length >= length;
        }
    }

    private final AtomicReferenceArray<SoftReference<Loan>> idle;

    ScratchPool(int slots) {
        idle = new AtomicReferenceArray<>(slots);
    }

    /** A scratch of at least {@code length} floats of any content; give it back with {@link #release}. */
    Loan borrow(int length) {
        Loan small = null;
        for (int i = 0; i < idle.length(); i++) {
            SoftReference<Loan> reference = idle.get(i);
            Loan loan = reference == null ? null : reference.get();
            if (loan == null || (small != null && !loan.holds(length)) || !idle.compareAndSet(i, reference, null)) {
                continue;
            }
            if (loan.holds(length)) {
                release(small);
                return loan;
            }
            small = loan;
        }
        Loan loan = small != null ? small : new Loan();
        try {
            loan.scratch.reserve(length);
        } catch (OutOfMemoryError e) {
            release(small);
            throw e;
        }
        return loan;
    }

    /** Gives a scratch back; where all slots are full it is left to the garbage collector. */
    void release(Loan loan) {
        if (loan == null) {
            return;
        }
        for (int i = 0; i < idle.length(); i++) {
            SoftReference<Loan> reference = idle.get(i);
            if ((reference == null || reference.get() == null) && idle.compareAndSet(i, reference, loan.self)) {
                return;
            }
        }
    }
}
