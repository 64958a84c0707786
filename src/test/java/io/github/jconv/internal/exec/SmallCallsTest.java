// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Small calls wake another thread where one thread makes them in a row, and only there. */
class SmallCallsTest {
    private static final int MANY = 64;
    private static final int TRIES = 10_000;

    @Test
    void loopIsSeen() {
        boolean seen = false;
        for (int i = 0; i < TRIES && !seen; i++) {
            calls(MANY);
            seen = Tasks.isComingAgain();
        }
        assertTrue(seen);
    }

    @Test
    void oneCallIsNoLoop() throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            onAnotherThread(() -> calls(1));
            calls(1);
            assertFalse(Tasks.isComingAgain());
        }
    }

    @Test
    void callsOfAnotherThreadAreNotThisOnes() throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            calls(MANY);
            onAnotherThread(() -> calls(MANY));
            assertFalse(Tasks.isComingAgain());
        }
    }

    @Test
    void loopEndsWhereNoCallComesForLong() throws InterruptedException {
        calls(MANY);
        Thread.sleep(1);
        assertFalse(Tasks.isComingAgain());
    }

    private static void calls(int count) {
        for (int i = 0; i < count; i++) {
            Tasks.wokeNobody();
        }
    }

    private static void onAnotherThread(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }
}
