// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aLongCallIsMadeOnceAtLeast() {
        Samples samples = Samples.of(this::aMillisecond, 0);
        assertEquals(1, calls.get());
        assertEquals(samples.best(), samples.median());
        assertTrue(samples.best() >= 1e6, samples::toString);
    }

    @Test
    void aLongCallIsMadeAsLongAsThereIsTime() {
        long start = System.nanoTime();
        Samples samples = Samples.of(this::aMillisecond, 50_000_000);
        assertTrue(System.nanoTime() - start >= 50_000_000);
        assertTrue(calls.get() <= 50, calls::toString);
        assertTrue(samples.best() >= 1e6 && samples.best() <= samples.median(), samples::toString);
    }

    @Test
    void shortCallsAreTimedSeveralAtOnceAndCountedOneByOne() {
        long start = System.nanoTime();
        Samples samples = Samples.of(calls::incrementAndGet, 0);
        long all = System.nanoTime() - start;
        // The one sample is the last of 1, 2, 4 ... calls, the first to take long enough.
        double sample = samples.best() * (calls.get() + 1) / 2;
        assertTrue(sample >= 20_000 && sample <= all, () -> samples + ", calls " + calls + ", nanoseconds " + all);
    }

    private void aMillisecond() {
        calls.incrementAndGet();
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
