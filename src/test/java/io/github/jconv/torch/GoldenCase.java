// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.torch;

import io.github.jconv.oracle.ConvCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What PyTorch makes of a case: one line of {@code golden.txt}, which {@code src/test/python/golden.py} writes.
 *
 * @param name why the case is there
 * @param shape PyTorch's output shape
 * @param dataCrc of input, weights and bias as Python drew them, see {@link Crc}
 * @param bitsCrc of the output: PyTorch's on small integers, the exactness contract's, computed in Python, on real values
 * @param samples PyTorch's float64 results at {@link #index}
 */
record GoldenCase(String name, ConvCase layer, int[] shape, String dataCrc, String bitsCrc, double[] samples) {
    private static final String CHECKSUM = "# CRC-32 of the bits of the first 200 real cases: ";

    /** All cases of the file. */
    static List<GoldenCase> all() {
        return lines("golden.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .map(GoldenCase::parse)
                .toList();
    }

    /** The checksum in the file's head. */
    static String checksum() {
        return lines("golden.txt").stream()
                .filter(line -> line.startsWith(CHECKSUM))
                .map(line -> line.substring(CHECKSUM.length()))
                .findFirst()
                .orElseThrow();
    }

    /** The lines of a file beside this class. */
    static List<String> lines(String file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(GoldenCase.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenCase parse(String line) {
        String[] fields = line.split("\\|", -1);
        return new GoldenCase(
                fields[0],
                ConvCase.parse(fields[1]),
                Arrays.stream(fields[2].split("x")).mapToInt(Integer::parseInt).toArray(),
                fields[3],
                fields[4],
                Arrays.stream(fields[5].split(" "))
                        .filter(word -> !word.isEmpty())
                        .mapToDouble(Double::parseDouble)
                        .toArray());
    }

    /** Floats of the output. */
    int outputLength() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** Where in the output a sample lies: from the first to the last, evenly spread. */
    int index(int sample) {
        return samples.length < 2 ? sample : (int) ((long) sample * (outputLength() - 1) / (samples.length - 1));
    }

    @Override
    public String toString() {
        return name + ": " + layer;
    }

    /** A running CRC-32 of floats' big-endian bits, zeros without their sign. */
    static final class Crc {
        private final CRC32 crc = new CRC32();

        Crc add(float[] values) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            for (float value : values) {
                bytes.putFloat(value + 0f);
            }
            crc.update(bytes.flip());
            return this;
        }

        String hex() {
            return String.format("%08x", crc.getValue());
        }
    }
}
