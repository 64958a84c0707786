// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where packed weights lie. */
class WeightPackerTest {
    /** Four output channels of six taps, whose weights are channel and tap: 32 is tap 2 of channel 3. */
    private static final LayerSpec LAYER = CaseGeometry.of(
                    ConvCase.parse("n1g1_ic6ih1iw1_oc4_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1"))
            .layer();

    @Test
    void tapAfterTap() {
        assertArrayEquals(
                new float[] {-1, -2, -3, -4, 0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32},
                Arrays.copyOf(packed(4, 1), 16));
    }

    @Test
    void byVectors() {
        assertArrayEquals(
                new float[] {
                    -1, -2, -3, -4, 0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 20, 30, 21, 31, 22, 32, 23, 33, 24, 34,
                    25, 35
                },
                packed(2, 1));
    }

    @Test
    void inTurns() {
        assertArrayEquals(
                new float[] {
                    -1, -2, -3, -4, 0, 10, 20, 30, 4, 14, 24, 34, 1, 11, 21, 31, 5, 15, 25, 35, 2, 12, 22, 32, 3, 13,
                    23, 33
                },
                packed(4, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 4",
        "2, 1, 4",
        "3, 3, 4",
        "729, 3, 4",
        "512, 1, 4",
        "513, 1, 4",
        "515, 1, 4",
        "90, 3, 4",
        "7, 1, 1"
    })
    void eachTapHasAPlaceAndEachStreamItsOrder(int taps, int together, int streams) {
        boolean[] taken = new boolean[taps];
        int[] last = new int[streams];
        Arrays.fill(last, -1);
        for (int tap = 0; tap < taps; tap++) {
            int place = WeightPacker.place(tap, taps, together, streams);
            assertEquals(false, taken[place], "tap " + tap);
            taken[place] = true;
            int stream = tap / together % streams;
            assertTrue(last[stream] < 0 || place == last[stream] + 1, "tap " + tap);
            last[stream] = place;
        }
    }

    private static float[] packed(int width, int streams) {
        float[] oihw = new float[24];
        for (int i = 0; i < oihw.length; i++) {
            oihw[i] = i / 6 * 10 + i % 6;
        }
        float[] packed = WeightPacker.pack(LAYER, oihw, new float[] {-1, -2, -3, -4}, 4, width, streams);
        return Arrays.copyOfRange(packed, Scratch.SLACK, packed.length);
    }
}
