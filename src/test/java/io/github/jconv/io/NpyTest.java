// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static io.github.jconv.io.NpyFiles.header;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private static final String GOOD = header("<f4", "False", "(2, 3)");

    @TempDir
    private Path dir;

    static Stream<int[]> shapes() {
        return Stream.of(
                new int[] {},
                new int[] {0},
                new int[] {5},
                new int[] {2, 3},
                new int[] {0, 3, 4, 4},
                new int[] {2, 3, 4, 5},
                new int[] {3, 100_000});
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void whatIsWrittenIsRead(int... shape) throws IOException {
        Tensor written = NpyFiles.random(1, shape);
        Tensor read = read(NpyFiles.bytes(written));
        assertArrayEquals(shape, read.shape());
        assertArrayEquals(written.data(), read.data());
    }

    @Test
    void everyBitSurvives() throws IOException {
        float[] data = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7fc12345)};
        float[] read =
                read(NpyFiles.bytes(new Tensor(new int[] {data.length}, data))).data();
        for (int i = 0; i < data.length; i++) {
            assertEquals(Float.floatToRawIntBits(data[i]), Float.floatToRawIntBits(read[i]));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dataIsAlignedAsNumPyAligns(int... shape) {
        Tensor npy = NpyFiles.random(1, shape);
        byte[] bytes = NpyFiles.bytes(npy);
        assertEquals(0, (bytes.length - npy.data().length * Float.BYTES) % 64);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        assertArrayEquals(
                new int[] {2, 3}, read(NpyFiles.bytes(version, GOOD, 24)).shape());
    }

    @Test
    void halvesAreWidened() throws IOException {
        byte[] file = NpyFiles.bytes(1, header("<f2", "False", "(2,)"), 4);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 4, 0xc000_3555);
        assertArrayEquals(new float[] {0.333251953125f, -2}, read(file).data());
    }

    /** It has no size to check the header with; the data comes in several chunks. */
    @Test
    void aStreamIsReadToItsEnd() throws IOException {
        Tensor written = NpyFiles.random(1, 3, 100_000);
        InputStream in = new ByteArrayInputStream(NpyFiles.bytes(written));
        Tensor read = Npy.read(in);
        assertArrayEquals(written.shape(), read.shape());
        assertArrayEquals(written.data(), read.data());
        assertEquals(-1, in.read());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedStreamIsRefused(String reasonOfAFile, byte[] file) {
        TensorFileException e = assertThrows(TensorFileException.class, () -> Npy.read(new ByteArrayInputStream(file)));
        assertEquals("the stream: " + e.problem(), e.getMessage());
    }

    @Test
    void aRefusalNamesTheFile() {
        TensorFileException e = assertThrows(TensorFileException.class, () -> read(new byte[0]));
        assertEquals(dir.resolve("array.npy") + ": " + e.problem(), e.getMessage());
    }

    @Test
    void aFileMayBeWritten() throws IOException {
        Path file = dir.resolve("written.npy");
        Npy.write(NpyFiles.random(1, 2, 3), file);
        assertArrayEquals(NpyFiles.random(1, 2, 3).data(), Npy.read(file).data());
    }

    /** A header that claims gigabytes of which nothing is there. */
    @Test
    void aStreamThatLiesCostsNoMemory() {
        byte[] file = NpyFiles.bytes(1, header("<f4", "False", "(100000000,)"), 0);
        long bytes = Allocated.by(
                () -> assertThrows(TensorFileException.class, () -> Npy.read(new ByteArrayInputStream(file))));
        assertTrue(bytes < 2_000_000, () -> bytes + " bytes allocated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f4'}",
                "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(2,3)}",
                "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2L , 3L , ) , }  \n",
            })
    void anyDictOfThoseKeysIsRead(String header) throws IOException {
        assertArrayEquals(new int[] {2, 3}, read(NpyFiles.bytes(1, header, 24)).shape());
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("truncated", new byte[0]),
                arguments("truncated", Arrays.copyOf(NpyFiles.bytes(1, GOOD, 24), 5)),
                arguments("truncated", Arrays.copyOf(NpyFiles.bytes(1, GOOD, 24), 9)),
                arguments("truncated", Arrays.copyOf(NpyFiles.bytes(2, GOOD, 24), 11)),
                arguments("magic", "an ordinary text".getBytes(StandardCharsets.US_ASCII)),
                arguments("version 0.0", NpyFiles.bytes(0, GOOD, 24)),
                arguments("version 4.0", NpyFiles.bytes(4, GOOD, 24)),
                arguments("version 255.0", NpyFiles.bytes(255, GOOD, 24)),
                arguments("claims a header of", Arrays.copyOf(NpyFiles.bytes(1, GOOD, 24), 40)),
                arguments("claims a header of 4294967295 bytes", hugeHeader()),
                arguments("claims a header of", NpyFiles.bytes(2, GOOD + " ".repeat(1 << 16), 24)),
                arguments("truncated", NpyFiles.bytes(1, GOOD, 23)),
                arguments("truncated", NpyFiles.bytes(1, GOOD, 0)),
                arguments("too long", NpyFiles.bytes(1, GOOD, 25)),
                arguments("too long", NpyFiles.bytes(1, header("<f4", "False", "(0, 3)"), 4)),
                arguments("truncated", NpyFiles.bytes(1, header("<f4", "False", "()"), 0)));
    }

    private static byte[] hugeHeader() {
        byte[] bytes = NpyFiles.bytes(2, GOOD, 24);
        Arrays.fill(bytes, 8, 12, (byte) 0xff);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileIsRefused(String reason, byte[] file) {
        assertRefused(reason, file);
    }

    static Stream<Arguments> malformedHeaders() {
        return Stream.of(
                arguments("'<f8'", header("<f8", "False", "(2, 3)")),
                arguments("'<i4'", header("<i4", "False", "(2, 3)")),
                arguments("'|O'", header("|O", "False", "(2, 3)")),
                arguments("big-endian", header(">f4", "False", "(2, 3)")),
                arguments("'" + "x".repeat(24) + "...'", header("x".repeat(1000), "False", "(2, 3)")),
                arguments("structured", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3)}"),
                arguments("fortran_order=True", header("<f4", "True", "(2, 3)")),
                arguments("expected True or False", header("<f4", "0", "(2, 3)")),
                arguments("negative size, -2", header("<f4", "False", "(-2, -3)")),
                arguments("more than 2147483647", header("<f4", "False", "(4294967298, 3)")),
                arguments("more than 2147483647", header("<f4", "False", "(" + "9".repeat(500) + ",)")),
                arguments("the limit of an array", header("<f4", "False", "(2147483647, 2147483647, 2147483647)")),
                arguments("the limit of an array", header("<f4", "False", "(65536, 65536)")),
                arguments("takes 8000000000 bytes", header("<f4", "False", "(2000000000,)")),
                arguments("more than 64 sizes", header("<f4", "False", "(" + "1, ".repeat(65) + ")")),
                arguments("malformed", header("<f4", "False", "(2 3)")),
                arguments("malformed", header("<f4", "False", "(2.0, 3)")),
                arguments("malformed", header("<f4", "False", "(, 2)")),
                arguments("malformed", header("<f4", "False", "(6)")),
                arguments("malformed", header("<f4", "False", "[2, 3]")),
                arguments("malformed", header("<f4", "False", "None")),
                arguments("malformed", header("<f4", "False", "(2, 3")),
                arguments("malformed", GOOD + "x"),
                arguments("malformed", ""),
                arguments("malformed", "{"),
                arguments("malformed", "{'descr"),
                arguments("malformed", "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}"),
                arguments("malformed", "{, 'descr': '<f4'}"),
                arguments("malformed", "\u0000".repeat(64)),
                arguments("has only []", "{}"),
                arguments("has only [descr, fortran_order]", "{'descr': '<f4', 'fortran_order': False}"),
                arguments("'shape'", "{'shape': (2, 3), 'shape': (2, 3)}"),
                arguments("'colour'", "{'colour': 1, 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}"));
    }

    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void aMalformedHeaderIsRefused(String reason, String header) {
        for (int version = 1; version <= 3; version++) {
            assertRefused(reason, NpyFiles.bytes(version, header, 24));
        }
    }

    private void assertRefused(String reason, byte[] file) {
        TensorFileException e = assertThrows(TensorFileException.class, () -> read(file));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private Tensor read(byte[] file) throws IOException {
        return Npy.read(Files.write(dir.resolve("array.npy"), file));
    }
}
