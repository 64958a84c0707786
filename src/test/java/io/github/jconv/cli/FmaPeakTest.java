// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FmaPeakTest {
    @Test
    void theLoopDoesTheWorkThatIsCounted() {
        int turns = (int) (FmaLoop.OPERATIONS / (2 * 12 * FloatVector.SPECIES_PREFERRED.length()));
        float a = 1e-4f;
        for (int i = 0; i < turns; i++) {
            a = Math.fma(0.9999f, 1e-4f, a);
        }
        assertEquals(12 * a, FmaLoop.run(), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void severalThreadsAreMeasuredTogether(int threads) {
        try (FmaPeak peak = new FmaPeak(threads)) {
            double gflops = peak.gflops(1_000_000);
            assertTrue(gflops > 0 && Double.isFinite(gflops), () -> "" + gflops);
        }
    }
}
