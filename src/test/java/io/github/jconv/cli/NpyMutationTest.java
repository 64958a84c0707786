// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private static final byte[] VALID = Npy.bytes(Npy.random(3, 1, 2, 3, 3));
    private static final int DATA = VALID.length - 18 * Float.BYTES;

    @Property(tries = 1000)
    void aMutatedFileIsRightOrRefused(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 199) Integer> places, @ForAll byte value)
            throws IOException {
        byte[] file = mutated(places, value);
        Path path = Files.createTempFile("mutated", ".npy");
        try {
            Npy.assertIsTail(NpyFile.read(Files.write(path, file)), file);
        } catch (NpyException e) {
            assertFalse(places.stream().allMatch(place -> place >= DATA), "a change of data is no error: " + e);
        } finally {
            Files.delete(path);
        }
    }

    @Property(tries = 100)
    void aRunOfAMutatedFileIsDoneOrRefused(
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 0, max = 140) Integer> places, @ForAll byte value)
            throws IOException {
        Path dir = Files.createTempDirectory("mutated");
        Path x = Npy.save(Npy.random(4, 1, 2, 5, 5), dir.resolve("x.npy"));
        Path w = Files.write(dir.resolve("w.npy"), mutated(places, value));
        Path y = dir.resolve("y.npy");
        Cli run = Cli.run("run", "--input", x, "--weight", w, "--output", y);
        if (run.code() != 0) {
            run.refused("--weight " + w);
        }
        assertEquals(run.code() == 0, Files.deleteIfExists(y));
        for (Path path : List.of(x, w, dir)) {
            Files.delete(path); // the directory last: nothing else is in it
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
