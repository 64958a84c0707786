// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths around those of vectors; what lies outside the range is left alone. */
class PlaneLoopsTest {
    private static final int BAND = 3;

    private static float[] values(int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 33})
    void addRelu(int length) {
        float[] a = values(length + 2 * BAND);
        float[] b = values(length + 2 * BAND + 1);
        float[] y = a.clone();

        PlaneLoops.addRelu(new Place(y, 0), new Place(b, 0), new Place(y, 0), BAND, BAND + length);

        for (int i = 0; i < y.length; i++) {
            boolean inside = i >= BAND && i < BAND + length;
            assertEquals(inside ? Math.max(a[i] + b[i], 0) : a[i], y[i]);
        }
    }

    /** Terms and sum begin elsewhere each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 33})
    void add(int length) {
        float[] a = values(length + 2);
        float[] b = values(length + 3);
        float[] y = values(length + 2 * BAND);
        float[] before = y.clone();

        PlaneLoops.add(new Place(a, 1), new Place(b, 2), new Place(y, BAND - 1), 1, 1 + length);

        for (int i = 0; i < y.length; i++) {
            boolean inside = i >= BAND && i < BAND + length;
            assertEquals(inside ? a[i - BAND + 2] + b[i - BAND + 3] : before[i], y[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,3", "3,7", "2,8", "5,17"})
    void upsample(int h, int w) {
        Node.Upsample node = new Node.Upsample("upsample", 0, new Shape(1, 3, h, w));
        float[] x = values(3 * h * w);
        float[] padded = new float[x.length + 2];
        System.arraycopy(x, 0, padded, 2, x.length);
        int plane = node.output().plane();
        float[] y = new float[node.output().floats() + BAND];
        Arrays.fill(y, Float.NaN);

        PlaneLoops.upsample(node, new Place(padded, 2), new Place(y, BAND), 1, 3);

        assertTrue(Float.isNaN(y[BAND + plane - 1]));
        assertArrayEquals(
                Arrays.copyOfRange(NaiveNetwork.upsample(node, x), plane, 3 * plane),
                Arrays.copyOfRange(y, BAND + plane, BAND + 3 * plane));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,0", "5,7,2,2,0", "6,8,2,2,0", "7,9,3,2,1", "8,16,3,2,1", "9,17,3,1,1", "4,33,2,1,0"})
    void maxPool(int h, int w, int size, int stride, int padding) {
        Node.MaxPool pool = new Node.MaxPool("pool", 0, new Shape(1, 3, h, w), size, stride, padding);
        float[] x = values(3 * h * w);
        float[] padded = new float[x.length + 2];
        System.arraycopy(x, 0, padded, 2, x.length);
        float[] y = new float[BAND + pool.output().floats()];
        int plane = pool.output().plane();
        Arrays.fill(y, Float.NaN);

        PlaneLoops.maxPool(pool, new Place(padded, 2), new Place(y, BAND), 1, 3);

        assertTrue(Float.isNaN(y[BAND + plane - 1]));
        float[] expected = NaiveNetwork.maxPool(pool, x);
        assertArrayEquals(
                Arrays.copyOfRange(expected, plane, 3 * plane), Arrays.copyOfRange(y, BAND + plane, BAND + 3 * plane));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16})
    void aNanStays(int at) {
        float[] y = new float[17];
        y[at] = Float.NaN;

        PlaneLoops.addRelu(new Place(y, 0), new Place(new float[17], 0), new Place(y, 0), 0, 17);
        assertTrue(Float.isNaN(y[at]));
    }
}
