// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not given is refused as everywhere, by name and before a file is touched. */
class NullArgumentsTest {
    private static final Tensor TENSOR = NpyFiles.random(1, 2, 3);
    private static final Path NOWHERE = Path.of("nowhere");

    @TempDir
    private Path dir;

    static Stream<Arguments> calls() {
        return Stream.of(
                call("shape", () -> new Tensor(null, new float[0])),
                call("data", () -> new Tensor(new int[0], null)),
                call("path", () -> Npy.read((Path) null)),
                call("in", () -> Npy.read((InputStream) null)),
                call("path", () -> Npy.write(TENSOR, (Path) null)),
                call("tensor", () -> Npy.write(null, new ByteArrayOutputStream())),
                call("out", () -> Npy.write(TENSOR, (OutputStream) null)),
                call("path", () -> Npz.read(null)),
                call("path", () -> Npz.read(null, name -> true)),
                call("names", () -> Npz.read(NOWHERE, null)),
                call("path", () -> Safetensors.read((Path) null)),
                call("path", () -> Safetensors.read(null, name -> true)),
                call("names", () -> Safetensors.read(NOWHERE, null)),
                call("in", () -> Safetensors.read((InputStream) null)));
    }

    private static Arguments call(String name, Executable call) {
        return arguments(name, call);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aNullIsRefusedByName(String name, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertEquals(name + " must not be null", e.getMessage());
    }

    @Test
    void aFileIsLeftAsItWas() throws IOException {
        Path file = dir.resolve("kept.npy");
        Npy.write(TENSOR, file);
        byte[] before = Files.readAllBytes(file);
        assertThrows(IllegalArgumentException.class, () -> Npy.write(null, file));
        assertArrayEquals(before, Files.readAllBytes(file));
        Path none = dir.resolve("none.npy");
        assertThrows(IllegalArgumentException.class, () -> Npy.write(null, none));
        assertFalse(Files.exists(none));
    }
}
