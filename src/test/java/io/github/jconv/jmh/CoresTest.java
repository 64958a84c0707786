// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which rounds count, of cores that are another process' too. */
class CoresTest {
    private static final CoreSpeed QUIET = new CoreSpeed(180, 15, 1);
    private static final CoreSpeed DRIFTED = new CoreSpeed(165, 14, 0.95);
    private static final CoreSpeed HALF_THE_PEAK = new CoreSpeed(90, 14.9, 1);
    private static final CoreSpeed HALF_THE_INSTRUCTIONS = new CoreSpeed(178, 7.5, 1);
    private static final CoreSpeed ONE_CORE_FOR_TWO = new CoreSpeed(180, 15, 0.5);
    private static final List<CoreSpeed> ALL =
            List.of(QUIET, HALF_THE_PEAK, DRIFTED, HALF_THE_INSTRUCTIONS, ONE_CORE_FOR_TWO);

    private final Cores cores = new Cores(1);

    @Test
    void roundsOfWholeCoresCount() {
        ALL.forEach(cores::add);

        assertEquals(List.of(QUIET, DRIFTED), cores.whole(ALL, Function.identity()));
        assertEquals(List.of(QUIET, DRIFTED, HALF_THE_INSTRUCTIONS), cores.atPeak(ALL, Function.identity()));
    }

    @Test
    void roundsAreComparedWithThoseOfEarlierLayers() {
        for (CoreSpeed half : List.of(HALF_THE_INSTRUCTIONS, HALF_THE_PEAK)) {
            Cores cores = new Cores(1);
            List<CoreSpeed> layer = List.of(half, half);
            layer.forEach(cores::add);
            assertEquals(layer, cores.whole(layer, Function.identity()));

            ALL.forEach(cores::add);
            assertEquals(List.of(), cores.whole(layer, Function.identity()));
            assertEquals(layer, cores.atPeak(layer, Function.identity()));
        }
    }

    @Test
    void oneRoundOfTenMayBeFaster() {
        for (int i = 0; i < 20; i++) {
            cores.add(i < 2 ? new CoreSpeed(180, 30, 1) : QUIET);
        }

        assertEquals(List.of(QUIET), cores.whole(List.of(QUIET), Function.identity()));
    }

    @Test
    void aRoundIsAsFastAsTheSlowerOfItsEnds() {
        assertEquals(new CoreSpeed(90, 7.5, 1), HALF_THE_PEAK.lower(HALF_THE_INSTRUCTIONS));
    }

    @Test
    void severalThreadsAreMeasuredTogether() {
        CoreSpeed speed = new Cores(2).now();

        assertTrue(speed.peak() > 0 && speed.instructions() > 0 && speed.alone() > 0, speed::toString);
    }
}
