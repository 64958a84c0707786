// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.PaddingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PaddingMapTest {
    @ParameterizedTest
    @CsvSource({
        "ZEROS,     4, 2, 3, -1 -1 0 1 2 3 -1 -1 -1",
        "REPLICATE, 4, 2, 3, 0 0 0 1 2 3 3 3 3",
        "REFLECT,   4, 2, 3, 2 1 0 1 2 3 2 1 0",
        "CIRCULAR,  4, 2, 3, 2 3 0 1 2 3 0 1 2",
        "CIRCULAR,  2, 2, 2, 0 1 0 1 0 1",
        "REFLECT,   2, 1, 1, 1 0 1 0",
        "REPLICATE, 1, 3, 2, 0 0 0 0 0 0",
        "ZEROS,     1, 0, 0, 0",
    })
    void sourceOfEachPaddedIndex(PaddingMode mode, int size, int before, int after, String sources) {
        int[] expected = java.util.Arrays.stream(sources.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertArrayEquals(expected, PaddingMap.axis(mode, size, before, after));
    }

    /** By walking: step by step outwards, turning round, standing still, or starting again at the edges. */
    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void agreesWithAWalk(PaddingMode mode) {
        for (int size = 1; size <= 12; size++) {
            int most = switch (mode) {
                case ZEROS, REPLICATE -> 30;
                case REFLECT -> size - 1;
                case CIRCULAR -> size;
            };
            assertWalks(mode, size, most, 1);
            assertWalks(mode, size, most, -1);
        }
    }

    private static void assertWalks(PaddingMode mode, int size, int most, int direction) {
        int edge = direction > 0 ? size - 1 : 0;
        int other = size - 1 - edge;
        int at = edge;
        for (int k = 1; k <= most; k++) {
            at = switch (mode) {
                case ZEROS -> PaddingMap.ZERO;
                case REPLICATE -> edge;
                case REFLECT -> at - direction;
                case CIRCULAR -> k == 1 ? other : at + direction;
            };
            assertEquals(at, PaddingMap.source(mode, size, edge + k * direction), mode + " " + size + " " + k);
        }
    }

    @Test
    void insideTheImageEveryModeReadsTheImage() {
        for (PaddingMode mode : PaddingMode.values()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(i, PaddingMap.source(mode, 5, i));
            }
        }
    }

    @Test
    void largeImagesDoNotOverflow() {
        int size = Integer.MAX_VALUE - 8;
        assertEquals(size - 2, PaddingMap.source(PaddingMode.REFLECT, size, size));
        assertEquals(0, PaddingMap.source(PaddingMode.CIRCULAR, size, size));
        assertEquals(size - 1, PaddingMap.source(PaddingMode.REPLICATE, size, Integer.MAX_VALUE));
    }
}
