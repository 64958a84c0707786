// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PlaneLoopsTest {
    @Test
    void addAddsToAnyPlaceAndInPlace() {
        float[] sum = {9, 9, 9, 9};
        PlaneLoops.add(new float[] {1, 2, 3}, new float[] {10, 20, 30}, sum, 1, 2);
        assertArrayEquals(new float[] {9, 11, 22, 9}, sum);
        PlaneLoops.add(new float[] {1, 1}, sum, sum, 0, 2);
        assertArrayEquals(new float[] {10, 12, 22, 9}, sum);
    }

    /** Two planes of one row and three columns. */
    @Test
    void doubledRepeatsEveryPixel() {
        float[] out = new float[24];
        PlaneLoops.doubled(new float[] {1, 2, 3, 4, 5, 6}, out, 2, 3);
        assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6}, out);
    }
}
