// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Processes whose clock is the test's. */
class WarmUpTest {
    private static final long MILLI = 1_000_000;

    /** A process whose forwards take, in nanoseconds, what they begin with says. */
    private static WarmUp run(LongUnaryOperator forward) {
        WarmUp warmUp = new WarmUp(200 * MILLI);
        while (!warmUp.isSteady() && warmUp.elapsed() < WarmUp.MOST_NANOS) {
            warmUp.add(warmUp.elapsed() + forward.applyAsLong(warmUp.elapsed()));
        }
        return warmUp;
    }

    @Test
    void aKernelThatIsCompiledLate() {
        // With a limit of 3 s the slow forwards would have been the warm ones.
        WarmUp warmUp = run(now -> now < 900 * MILLI ? 20 * MILLI : 2 * MILLI);

        assertTrue(warmUp.isSteady());
        assertEquals(2e6, warmUp.steady());
        assertEquals(200e6, warmUp.first());
        assertEquals(900e6, warmUp.reached(), 3 * 20e6);
    }

    @Test
    void oneSpeedForASecondIsSteadyForSlowLayersToo() {
        WarmUp warmUp = run(now -> 60 * MILLI);

        assertEquals(60e6, warmUp.steady());
        assertEquals(200e6, warmUp.reached());
        assertTrue(warmUp.elapsed() >= 6200 * MILLI); // two medians of 50, of which one lasts 3 s
    }

    @Test
    void hiccupsDoNotMatter() {
        WarmUp warmUp = run(now -> now / MILLI % 40 == 0 ? 9 * MILLI : MILLI);

        assertEquals(1e6, warmUp.steady());
    }

    @Test
    void neverSteady() {
        WarmUp warmUp = run(now -> (1 + now / (700 * MILLI) % 2) * MILLI);

        assertFalse(warmUp.isSteady());
        assertTrue(Double.isNaN(warmUp.steady()) && Double.isNaN(warmUp.reached()));
        assertTrue(warmUp.elapsed() >= WarmUp.MOST_NANOS);
    }
}
