// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    /** Two tensors, the second first in the data, and one that is empty. */
    static final String GOOD = "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"conv.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[4,12]},"
            + "\"conv.bias\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"none\":{\"dtype\":\"BF16\",\"shape\":[0,3],\"data_offsets\":[4,4]}}";

    @TempDir
    private Path dir;

    static byte[] bytes(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + Integer.BYTES * data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (int word : data) {
            file.putInt(word);
        }
        return file.array();
    }

    private static String one(String description) {
        return "{\"t\":{" + description + "}}";
    }

    private static byte[] good() {
        return bytes(GOOD, 0xc000_3555, Float.floatToRawIntBits(1.5f), 0xff80_0000);
    }

    @Test
    void tensorsAreRead() throws IOException {
        assertGood(read(good()));
    }

    @Test
    void aStreamIsRead() throws IOException {
        assertGood(Safetensors.read(new ByteArrayInputStream(good())));
    }

    private static void assertGood(Map<String, Tensor> tensors) {
        assertEquals(List.of("conv.bias", "none", "conv.weight"), List.copyOf(tensors.keySet()));
        assertTensor(tensors.get("conv.weight"), new int[] {2, 1}, 1.5f, Float.NEGATIVE_INFINITY);
        assertTensor(tensors.get("conv.bias"), new int[] {2}, 0.333251953125f, -2);
        assertTensor(tensors.get("none"), new int[] {0, 3});
        assertThrows(UnsupportedOperationException.class, tensors::clear);
    }

    private static void assertTensor(Tensor tensor, int[] shape, float... data) {
        assertArrayEquals(shape, tensor.shape());
        assertArrayEquals(data, tensor.data());
    }

    @Test
    void brainFloatsAndScalarsAreRead() throws IOException {
        byte[] file = bytes(one("\"data_offsets\":[0,4],\"shape\":[2],\"dtype\":\"BF16\""), 0xc040_3f80);
        assertTensor(read(file).get("t"), new int[] {2}, 1, -3);
        assertTensor(read(bytes(one(tensor("F32", "[]", 0, 4)), 0)).get("t"), new int[0], 0);
    }

    /** Larger than what is read at once. */
    @Test
    void manyElementsAreRead() throws IOException {
        int[] words = new int[100_000];
        Arrays.setAll(words, i -> Float.floatToRawIntBits(i));
        byte[] file = bytes(one(tensor("F32", "[100000]", 0, 400_000)), words);
        for (Tensor tensor : List.of(
                read(file).get("t"),
                Safetensors.read(new ByteArrayInputStream(file)).get("t"))) {
            assertEquals(words.length, tensor.data().length);
            for (int i = 0; i < words.length; i++) {
                assertEquals(i, tensor.data()[i]);
            }
        }
    }

    @Test
    void namesAreJsonsStrings() throws IOException {
        String name = "a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\u20ac\\ud83d\\ude00";
        Map<String, Tensor> tensors = read(bytes("{\"" + name + "\" : {" + tensor("F32", "[ 1 ]", 0, 4) + "} }  ", 0));
        assertEquals(
                "[a\"\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00]", tensors.keySet().toString());
    }

    @Test
    void aFileOfNoTensorsIsRead() throws IOException {
        assertEquals(Map.of(), read(bytes("{}")));
        assertEquals(Map.of(), read(bytes("{\"__metadata__\":{}}  ")));
    }

    /** Such as the counters of batch norms, in many files of weights. */
    @Test
    void aTensorOfAnotherTypeCanBeLeftOut() throws IOException {
        String header = "{\"n\":{" + tensor("I64", "[1]", 0, 8) + "},\"t\":{" + tensor("F32", "[1]", 8, 12) + "}}";
        Path file = Files.write(dir.resolve("t.safetensors"), bytes(header, 1, 2, Float.floatToRawIntBits(5)));
        TensorFileException e = assertThrows(TensorFileException.class, () -> Safetensors.read(file));
        assertEquals(
                file + ": tensor 'n': dtype I64 is not supported, must be one of F32, F16, BF16; read(path, names) can"
                        + " leave it out",
                e.getMessage());
        Map<String, Tensor> tensors = Safetensors.read(file, name -> !name.equals("n"));
        assertEquals(List.of("t"), List.copyOf(tensors.keySet()));
        assertTensor(tensors.get("t"), new int[] {1}, 5);
    }

    private static String tensor(String dtype, String shape, long begin, long end) {
        return "\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]";
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("truncated", new byte[0]),
                arguments("truncated", new byte[7]),
                arguments("of which 100 are there or allowed", header(good(), 101, 108)),
                arguments("claims a header of 18446744073709551615 bytes", header(good(), -1, 108)),
                arguments("claims a header of 9223372036854775807 bytes", header(good(), Long.MAX_VALUE, 108)),
                arguments("claims a header of 4294967297 bytes", header(good(), (1L << 32) + 1, 108)),
                arguments("truncated", Arrays.copyOf(good(), good().length - 1)),
                arguments("too long: 1 bytes follow", Arrays.copyOf(good(), good().length + 1)),
                arguments("malformed", bytes("")),
                arguments("malformed", bytes("[]")),
                arguments("malformed", bytes("{} x")),
                arguments("malformed", bytes("{}\0")),
                arguments("malformed", bytes("{\"t\"}")),
                arguments("malformed", bytes("{\"t\":1}")),
                arguments("malformed", bytes("{\"__metadata__\":{\"a\":1}}")),
                arguments("malformed", bytes("{\"__metadata__\":{\"a\":\"b\",}}")),
                arguments("malformed", bytes("{\"t")),
                arguments("malformed", bytes("{\"t\\")),
                arguments("an escape", bytes("{\"\\x\":{}}")),
                arguments("four hexadecimal", bytes("{\"\\u00g0\":{}}")),
                // An Arabic digit is none of JSON's.
                arguments("four hexadecimal", bytes("{\"\\u00\u06610\":{}}")),
                arguments("control character", bytes("{\"a\nb\":{}}")),
                arguments("not UTF-8", broken()),
                arguments("has only []", bytes("{\"t\":{}}")),
                arguments("has only [dtype, shape]", bytes(one("\"shape\":[1],\"dtype\":\"F32\""))),
                arguments("repeated key 'dtype'", bytes(one("\"dtype\":\"F32\",\"dtype\":\"F32\""))),
                arguments("unknown or repeated key 'stride'", bytes(one("\"stride\":1"))),
                arguments("'t' twice", bytes("{\"t\":{" + tensor("F32", "[0]", 0, 0) + "},\"t\":{}}")),
                arguments("'__metadata__' twice", bytes("{\"__metadata__\":{},\"__metadata__\":{}}")),
                arguments("dtype F64", bytes(one(tensor("F64", "[1]", 0, 8)), 0, 0)),
                arguments("dtype f32", bytes(one(tensor("f32", "[1]", 0, 4)), 0)),
                arguments("malformed", bytes(one(tensor("F32", "1", 0, 4)), 0)),
                arguments("malformed", bytes(one(tensor("F32", "[1,]", 0, 4)), 0)),
                arguments("malformed", bytes(one(tensor("F32", "[1L]", 0, 4)), 0)),
                arguments("malformed", bytes(one(tensor("F32", "[1.0]", 0, 4)), 0)),
                arguments("negative size, -1", bytes(one(tensor("F32", "[-1]", 0, 4)), 0)),
                arguments("negative offset, -4", bytes(one(tensor("F32", "[1]", -4, 0)), 0)),
                arguments("more than 2147483647", bytes(one(tensor("F32", "[4294967297]", 0, 4)), 0)),
                arguments("more than 64 sizes", bytes(one(tensor("F32", Arrays.toString(new int[65]), 0, 0)))),
                arguments("the limit of an array", bytes(one(tensor("F32", "[2147483647]", 0, 4)), 0)),
                arguments("the limit of an array", bytes(one(tensor("F32", "[65536,65536,65536,65536]", 0, 0)))),
                arguments("has the offset", bytes(one(tensor("F32", "[1]", 0, Long.MAX_VALUE)), 0)),
                arguments("has 4 bytes, shape (2,) of F32 takes 8", bytes(one(tensor("F32", "[2]", 0, 4)), 0)),
                arguments("has 8 bytes, shape (1,) of F32 takes 4", bytes(one(tensor("F32", "[1]", 0, 8)), 0, 0)),
                arguments(
                        "truncated: shape (2000000,) takes 8000000",
                        bytes(one(tensor("F32", "[2000000]", 0, 8000000)))),
                arguments("has the bytes 4 to 8, must begin", bytes(one(tensor("F32", "[1]", 4, 8)), 0, 0)),
                arguments("has the bytes 4 to 0, must begin", bytes(one(tensor("F32", "[1]", 4, 0)), 0)),
                arguments(
                        "has the bytes 0 to 4, must begin where the one before ends, at 4",
                        bytes(
                                "{\"a\":{" + tensor("F32", "[1]", 0, 4) + "},\"b\":{" + tensor("F32", "[1]", 0, 4)
                                        + "}}",
                                0)),
                arguments("too long", bytes(one(tensor("F32", "[1]", 0, 4)), 0, 0)));
    }

    /** {@code file} up to {@code length}, the length of its header set. */
    private static byte[] header(byte[] file, long claim, int length) {
        byte[] changed = Arrays.copyOf(file, length);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, claim);
        return changed;
    }

    private static byte[] broken() {
        byte[] file = bytes("{\"a\":{}}");
        file[10] = (byte) 0xff;
        return file;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedFileIsRefused(String reason, byte[] file) {
        TensorFileException e = assertThrows(TensorFileException.class, () -> read(file));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertThrows(TensorFileException.class, () -> Safetensors.read(new ByteArrayInputStream(file)));
    }

    /** Claims of gigabytes of which nothing is there. */
    @Test
    void aStreamThatLiesCostsNoMemory() {
        byte[] data = bytes(one(tensor("F32", "[100000000]", 0, 400_000_000)));
        byte[] header = header(good(), 99_999_999, good().length);
        for (byte[] file : List.of(data, header)) {
            long bytes = Allocated.by(() ->
                    assertThrows(TensorFileException.class, () -> Safetensors.read(new ByteArrayInputStream(file))));
            assertTrue(bytes < 2_000_000, () -> bytes + " bytes allocated");
        }
    }

    private Map<String, Tensor> read(byte[] file) throws IOException {
        return Safetensors.read(Files.write(dir.resolve("t.safetensors"), file));
    }
}
