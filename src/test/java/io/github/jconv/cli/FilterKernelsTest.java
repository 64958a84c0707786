// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.cli.FilterKernel.Finish;
import io.github.jconv.io.NpyFiles;
import io.github.jconv.io.Tensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterKernelsTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({
        "sobel-x, ABSOLUTE, -1 0 1 -2 0 2 -1 0 1",
        "sobel-y, ABSOLUTE, -1 -2 -1 0 0 0 1 2 1",
        "laplacian, ABSOLUTE, 1 1 1 1 -8 1 1 1 1",
        "sharpen, PLAIN, 0 -1 0 -1 5 -1 0 -1 0",
        "emboss, GREY, -1 -1 0 -1 0 1 0 1 1",
        "gaussian:1, PLAIN, 1",
        "box:1, PLAIN, 1",
        "'box:3', PLAIN, .11111111 .11111111 .11111111 .11111111 .11111111 .11111111 .11111111 .11111111 .11111111"
    })
    void theTapsAre(String name, Finish finish, String taps) {
        FilterKernel kernel = FilterKernels.of(name);
        assertEquals(finish, kernel.finish());
        assertEquals(kernel.taps().length, kernel.kh() * kernel.kw());
        String[] expected = taps.split(" ");
        assertEquals(expected.length, kernel.taps().length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Float.parseFloat(expected[i]), kernel.taps()[i], 1e-7f);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0.85", "5, 1.3", "15, 0.5", "255, 38.6", "7, 1e-300", "7, 1e300"})
    void aGaussianIsTheBellOnBothAxes(int size, double sigma) {
        float[] taps = FilterKernels.of("gaussian:" + size + "," + sigma).taps();
        int middle = size / 2;
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            int y = i / size - middle;
            int x = i % size - middle;
            double ratio = Math.exp(-(y / sigma * (y / sigma) + x / sigma * (x / sigma)) / 2);
            assertEquals(ratio, taps[i] / taps[middle * size + middle], 1e-6);
            sum += taps[i];
        }
        assertEquals(1, sum, 1e-5);
    }

    @Test
    void sigmaFollowsFromTheSize() {
        // 0.3 * ((5 - 1) / 2 - 1) + 0.8
        assertArrayEquals(
                FilterKernels.of("gaussian:5,1.1").taps(),
                FilterKernels.of("gaussian:5").taps(),
                1e-7f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sobel",
                "Sobel-x",
                "sobel-x:3",
                "box",
                "box:",
                "box:x",
                "box:0",
                "box:-3",
                "box:2",
                "box:257",
                "box:99999999999",
                "box:3,3",
                "gaussian",
                "gaussian:4",
                "gaussian:3,",
                "gaussian:3,0",
                "gaussian:3,-1",
                "gaussian:3,NaN",
                "gaussian:3,Infinity",
                "gaussian:3,x",
                "gaussian:3,1,1",
                "gaussian:257",
                "@",
                "@nowhere.npy",
                "@\u0000"
            })
    void anythingElseIsRefused(String name) {
        BadInput e = assertThrows(BadInput.class, () -> FilterKernels.of(name));
        assertTrue(e.getMessage().startsWith("--kernel " + name + ": "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'1 2 3 4', PLAIN", "'0.1 0.2 -0.1 -0.2', ABSOLUTE", "'0 0 0 0', ABSOLUTE"})
    void aFileHoldsAnyMatrix(String taps, Finish finish) {
        String[] words = taps.split(" ");
        float[] data = new float[words.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = Float.parseFloat(words[i]);
        }
        Path file = NpyFiles.save(new Tensor(new int[] {1, 4}, data), dir.resolve("k.npy"));
        FilterKernel kernel = FilterKernels.of("@" + file);
        assertEquals(1, kernel.kh());
        assertEquals(4, kernel.kw());
        assertArrayEquals(data, kernel.taps());
        assertEquals(finish, kernel.finish());
    }

    @Test
    void aFileOfNoMatrixIsRefused() {
        assertRefused("rank 3", new Tensor(new int[] {1, 1, 1}, new float[1]));
        assertRefused("within 1..255", new Tensor(new int[] {0, 3}, new float[0]));
        assertRefused("within 1..255", new Tensor(new int[] {1, 256}, new float[256]));
        assertRefused("NaN", new Tensor(new int[] {1, 1}, new float[] {Float.NaN}));
        assertRefused("infinite", new Tensor(new int[] {1, 1}, new float[] {Float.POSITIVE_INFINITY}));
    }

    private void assertRefused(String problem, Tensor npy) {
        Path file = NpyFiles.save(npy, dir.resolve("k.npy"));
        BadInput e = assertThrows(BadInput.class, () -> FilterKernels.of("@" + file));
        assertTrue(e.getMessage().startsWith("--kernel @" + file), e.getMessage());
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, -3, 0",
        "PLAIN, 0.5, 0",
        "PLAIN, 1.5, 2",
        "PLAIN, 2.5, 2",
        "PLAIN, 2.51, 3",
        "PLAIN, 254.5, 254",
        "PLAIN, 255.5, 255",
        "PLAIN, 1e30, 255",
        "ABSOLUTE, -2.5, 2",
        "ABSOLUTE, -300, 255",
        "ABSOLUTE, 7, 7",
        "GREY, 0, 128",
        "GREY, -128.6, 0",
        "GREY, 127.5, 255",
        "GREY, -0.5, 128"
    })
    void levelsAreRoundedHalfEvenAndClamped(Finish finish, float response, int level) {
        assertEquals(level, finish.level(response));
    }
}
