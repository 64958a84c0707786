// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
    void inHalves() {
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
                    -1, -2, -3, -4, 0, 10, 20, 30, 3, 13, 23, 33, 1, 11, 21, 31, 4, 14, 24, 34, 2, 12, 22, 32, 5, 15,
                    25, 35
                },
                packed(4, 3));
    }

    private static float[] packed(int width, int streams) {
        float[] oihw = new float[24];
        for (int i = 0; i < oihw.length; i++) {
            oihw[i] = i / 6 * 10 + i % 6;
        }
        float[] packed = WeightPacker.pack(LAYER, oihw, new float[] {-1, -2, -3, -4}, new Streams(4, width, streams));
        return Arrays.copyOfRange(packed, Scratch.SLACK, packed.length);
    }
}
