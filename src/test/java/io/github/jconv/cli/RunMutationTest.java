// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.io.NpyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RunMutationTest {
    @Property(tries = 100)
    void aRunOfAMutatedFileIsDoneOrRefused(
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 0, max = 140) Integer> places, @ForAll byte value)
            throws IOException {
        Path dir = Files.createTempDirectory("mutated");
        Path x = NpyFiles.save(NpyFiles.random(4, 1, 2, 5, 5), dir.resolve("x.npy"));
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
        byte[] file = NpyFiles.bytes(NpyFiles.random(3, 1, 2, 3, 3));
        for (int place : places) {
            file[place % file.length] = value;
        }
        return file;
    }
}
