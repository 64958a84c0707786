// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void itHasWhatItWasGiven() {
        int[] shape = {2, 3};
        float[] data = new float[6];
        Tensor tensor = new Tensor(shape, data);
        shape[0] = 9;
        tensor.shape()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, tensor.shape());
        assertSame(data, tensor.data());
        assertEquals("Tensor(2, 3)", tensor.toString());
        assertEquals("Tensor(6,)", new Tensor(new int[] {6}, data).toString());
        assertEquals("Tensor()", new Tensor(new int[0], new float[1]).toString());
    }

    @Test
    void aShapeThatDoesNotFitIsRefused() {
        assertRefused("data has 5 elements, must have those of shape (2, 3)", new int[] {2, 3}, new float[5]);
        assertRefused("negative size", new int[] {-2, -3}, new float[6]);
        assertRefused("shape must not be null", null, new float[6]);
        assertRefused("data must not be null", new int[] {6}, null);
    }

    /** A header of NumPy's version 1.0 that held more than 21,000 would claim another length than it has. */
    @Test
    void moreSizesThanCanBeReadAgainAreRefused() throws IOException {
        int[] most = new int[64];
        Arrays.fill(most, 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Npy.write(new Tensor(most, new float[1]), file);
        assertArrayEquals(
                most, Npy.read(new ByteArrayInputStream(file.toByteArray())).shape());
        int[] more = new int[30_000];
        Arrays.fill(more, 1);
        assertRefused("shape has 30000 sizes, must have at most 64", more, new float[1]);
    }

    /** 2^64 elements are 0 in a long. */
    @Test
    void noNumberOfElementsOverflows() {
        assertRefused("data has 0 elements", new int[] {1 << 16, 1 << 16, 1 << 16, 1 << 16}, new float[0]);
        assertRefused("data has 0 elements", new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 4}, new float[0]);
        assertEquals(0, new Tensor(new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 0}, new float[0]).data().length);
    }

    private static void assertRefused(String problem, int[] shape, float[] data) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new Tensor(shape, data));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }
}
