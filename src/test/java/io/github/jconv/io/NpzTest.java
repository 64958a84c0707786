// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    private static final Tensor WEIGHT = NpyFiles.random(1, 4, 3, 3, 3);
    private static final Tensor BIAS = NpyFiles.random(2, 4);

    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void file() {
        file = dir.resolve("weights.npz");
    }

    /** As numpy.savez and savez_compressed write them. */
    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void arraysAreReadByName(int method) throws IOException {
        zip(method, "conv.weight.npy", NpyFiles.bytes(WEIGHT), "conv.bias.npy", NpyFiles.bytes(BIAS));
        Map<String, Tensor> tensors = Npz.read(file);
        assertEquals(List.of("conv.weight", "conv.bias"), List.copyOf(tensors.keySet()));
        assertArrayEquals(WEIGHT.shape(), tensors.get("conv.weight").shape());
        assertArrayEquals(WEIGHT.data(), tensors.get("conv.weight").data());
        assertArrayEquals(BIAS.data(), tensors.get("conv.bias").data());
        assertThrows(UnsupportedOperationException.class, tensors::clear);
    }

    /** By NumPy 2.4: sizes as Zip64 has them. */
    @ParameterizedTest
    @ValueSource(strings = {"savez.npz", "savez_compressed.npz"})
    void whatNumPyWroteIsRead(String name) throws IOException {
        Map<String, Tensor> tensors = Npz.read(Path.of("src/test/resources/io/github/jconv/io", name));
        assertArrayEquals(new int[] {2, 3}, tensors.get("a").shape());
        assertArrayEquals(
                new float[] {0, 0.25f, 0.5f, 0.75f, 1, 1.25f}, tensors.get("a").data());
        assertArrayEquals(new float[] {1.5f, -2}, tensors.get("h").data());
    }

    /** An archive a thousandth of its array. */
    @Test
    void aWellCompressedArrayIsRead() throws IOException {
        Tensor zeros = new Tensor(new int[] {1000, 1000}, new float[1_000_000]);
        zip(ZipEntry.DEFLATED, "zeros.npy", NpyFiles.bytes(zeros));
        assertTrue(Files.size(file) < 10_000);
        assertArrayEquals(zeros.data(), Npz.read(file).get("zeros").data());
    }

    @Test
    void anEmptyArchiveIsRead() throws IOException {
        zip(ZipEntry.STORED);
        assertEquals(Map.of(), Npz.read(file));
    }

    @Test
    void whatIsNotAskedForDoesNotMatter() throws IOException {
        byte[] doubles = NpyFiles.bytes(1, NpyFiles.header("<f8", "False", "(1,)"), 8);
        zip(ZipEntry.DEFLATED, "x.npy", doubles, "readme.txt", new byte[1], "bias.npy", NpyFiles.bytes(BIAS));
        assertRefused("entry 'x.npy': dtype '<f8' is not supported, must be '<f4'");
        assertEquals(List.of("bias"), List.copyOf(Npz.read(file, "bias"::equals).keySet()));
        zip(ZipEntry.DEFLATED, "readme.txt", new byte[1]);
        assertRefused("entry 'readme.txt': is no array, its name must end in .npy");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Files.writeString(file, "an ordinary text, longer than a directory's end");
        assertRefused("is not a sound zip archive");
        Files.write(file, new byte[0]);
        assertRefused("is not a sound zip archive");
        Files.write(file, NpyFiles.bytes(BIAS));
        assertRefused("is not a sound zip archive");
        Files.delete(file);
        assertThrows(NoSuchFileException.class, () -> Npz.read(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void everyTruncationIsRefused(int method) throws IOException {
        zip(method, "weight.npy", NpyFiles.bytes(WEIGHT));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(TensorFileException.class, () -> Npz.read(file));
        }
    }

    /** Any other bit of the data would be as right as this one; only the checksum knows. */
    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void damagedDataIsRefused(int method) throws IOException {
        zip(method, "weight.npy", NpyFiles.bytes(WEIGHT));
        byte[] bytes = Files.readAllBytes(file);
        bytes[300] ^= 1;
        Files.write(file, bytes);
        TensorFileException e = assertThrows(TensorFileException.class, () -> Npz.read(file));
        assertTrue(e.getMessage().startsWith(file + ": entry 'weight.npy': "), e.getMessage());
        if (method == ZipEntry.STORED) {
            assertRefused("is damaged: its CRC-32");
        }
    }

    @Test
    void anArrayWithSomethingBehindIsRefused() throws IOException {
        byte[] bytes = NpyFiles.bytes(BIAS);
        zip(ZipEntry.DEFLATED, "bias.npy", Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused("entry 'bias.npy': is too long");
        zip(ZipEntry.DEFLATED, "bias.npy", Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("entry 'bias.npy': is truncated");
    }

    @Test
    void aNameGivenTwiceIsRefused() throws IOException {
        zip(ZipEntry.STORED, "a1.npy", NpyFiles.bytes(BIAS), "a2.npy", NpyFiles.bytes(BIAS));
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("a2.npy", "a1.npy"), StandardCharsets.ISO_8859_1);
        assertRefused("has two entries 'a1.npy'");
    }

    /** Both the archive and the array claim 400 MB, of which a few bytes are there. */
    @Test
    void anEntryThatLiesCostsNoMemory() throws IOException {
        byte[] array = NpyFiles.bytes(1, NpyFiles.header("<f4", "False", "(100000000,)"), 100);
        zip(ZipEntry.DEFLATED, "a.npy", array);
        byte[] bytes = Files.readAllBytes(file);
        int size = directory(bytes) + 24;
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[size + i] = (byte) (400_000_080 >> 8 * i);
        }
        Files.write(file, bytes);
        long allocated = Allocated.by(() -> assertThrows(TensorFileException.class, () -> Npz.read(file)));
        assertTrue(allocated < 2_000_000, () -> allocated + " bytes allocated");
    }

    /** Where the first entry of the directory begins. */
    private static int directory(byte[] zip) {
        return new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    }

    private void assertRefused(String problem) {
        TensorFileException e = assertThrows(TensorFileException.class, () -> Npz.read(file));
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    /** Names and contents in turn. */
    private void zip(int method, Object... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries.length; i += 2) {
                byte[] content = (byte[]) entries[i + 1];
                ZipEntry entry = new ZipEntry((String) entries[i]);
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setCrc(crc.getValue());
                    entry.setSize(content.length);
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
    }
}
