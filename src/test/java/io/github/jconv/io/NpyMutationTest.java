// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NpyMutationTest {
    private static final byte[] VALID = NpyFiles.bytes(NpyFiles.random(3, 1, 2, 3, 3));
    private static final int DATA = VALID.length - 18 * Float.BYTES;

    @Property(tries = 1000)
    void aMutatedFileIsRightOrRefused(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 199) Integer> places, @ForAll byte value)
            throws IOException {
        byte[] file = mutated(places, value);
        Path path = Files.createTempFile("mutated", ".npy");
        try {
            NpyFiles.assertIsTail(Npy.read(Files.write(path, file)), file);
        } catch (TensorFileException e) {
            assertFalse(places.stream().allMatch(place -> place >= DATA), "a change of data is no error: " + e);
        } finally {
            Files.delete(path);
        }
    }

    private static byte[] mutated(List<Integer> places, byte value) {
        byte[] file = VALID.clone();
        for (int place : places) {
            file[place % file.length] = value;
        }
        return file;
    }
}
