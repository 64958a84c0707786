// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.exec.ScratchPool.Loan;
import io.github.jconv.internal.kernel.Scratch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScratchPoolTest {
    private final ScratchPool pool = new ScratchPool(3);

    @Test
    void lendsAtLeastTheLengthAsked() {
        for (int length : new int[] {0, 1, 100, 7, 101, 0}) {
            Loan loan = pool.borrow(length);
            assertTrue(loan.scratch().floats().length >= length);
            pool.release(loan);
        }
    }

    @Test
    void lendsTheSameArrayAgain() {
        float[] first = borrowAndRelease(100);
        assertSame(first, borrowAndRelease(100));
        assertSame(first, borrowAndRelease(10));
    }

    @Test
    void lendsNoneTwiceAtATime() {
        Set<Scratch> lent = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 10; i++) {
            assertTrue(lent.add(pool.borrow(10).scratch()));
        }
    }

    @Test
    void prefersOneThatIsLongEnough() {
        Loan small = pool.borrow(10);
        Loan large = pool.borrow(1000);
        Scratch smallScratch = small.scratch();
        Scratch largeScratch = large.scratch();
        pool.release(small);
        pool.release(large);
        Loan first = pool.borrow(500);
        Loan second = pool.borrow(5);
        assertSame(largeScratch, first.scratch());
        assertSame(smallScratch, second.scratch());
    }

    @Test
    void growsOneThatIsTooShort() {
        Loan small = pool.borrow(10);
        Scratch scratch = small.scratch();
        pool.release(small);
        Loan grown = pool.borrow(1000);
        assertSame(scratch, grown.scratch());
        assertTrue(scratch.floats().length >= 1000);
    }

    @Test
    void takesTheShortestThatHolds() {
        lendTogether(1000, 20, 300);
        assertEquals(300, pool.borrow(21).scratch().floats().length);
        assertEquals(20, pool.borrow(20).scratch().floats().length);
        assertEquals(1000, pool.borrow(20).scratch().floats().length);
    }

    @Test
    void growsTheLongestThatIsTooShort() {
        lendTogether(10, 500, 100);
        pool.borrow(1000);
        assertEquals(10, pool.borrow(5).scratch().floats().length);
        assertEquals(100, pool.borrow(50).scratch().floats().length);
    }

    @Test
    void loansOfACallGrowNoLargerThanTheCallNeeds() {
        for (int call = 0; call < 5; call++) {
            lendTogether(1000, 10);
        }
        Loan first = pool.borrow(0);
        Loan second = pool.borrow(0);
        assertEquals(1010, first.scratch().floats().length + second.scratch().floats().length);
    }

    private void lendTogether(int... lengths) {
        List<Loan> loans = new ArrayList<>();
        for (int length : lengths) {
            loans.add(pool.borrow(length));
        }
        loans.forEach(pool::release);
    }

    @Test
    void oneThatCannotGrowIsGivenBack() {
        float[] first = borrowAndRelease(100);
        assertThrows(OutOfMemoryError.class, () -> pool.borrow(Integer.MAX_VALUE));
        assertSame(first, borrowAndRelease(100));
    }

    @Test
    void keepsNoMoreThanItsSlots() {
        List<Loan> loans = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            loans.add(pool.borrow(10));
        }
        loans.forEach(pool::release);
        for (int i = 0; i < 3; i++) {
            assertTrue(loans.contains(pool.borrow(10)));
        }
        assertNotSame(loans.get(3), pool.borrow(10));
    }

    @Test
    void takesNothingBackIfNothingWasLent() {
        pool.release(null);
        assertEquals(10, pool.borrow(10).scratch().floats().length);
    }

    @Test
    void threadsNeverShareALoan() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<Scratch> lent = ConcurrentHashMap.newKeySet();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                all.add(threads.submit(() -> borrowOften(lent, seed)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void borrowOften(Set<Scratch> lent, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            int length = random.nextInt(1000);
            Loan loan = pool.borrow(length);
            assertTrue(loan.scratch().floats().length >= length);
            assertTrue(lent.add(loan.scratch()), "on loan twice");
            lent.remove(loan.scratch());
            pool.release(loan);
        }
    }

    private float[] borrowAndRelease(int length) {
        Loan loan = pool.borrow(length);
        float[] floats = loan.scratch().floats();
        pool.release(loan);
        return floats;
    }
}
