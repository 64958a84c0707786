// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** NumPy files to read, right and wrong. */
final class Npy {
    private Npy() {}

    static byte[] bytes(int major, String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(12 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
        if (major == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text);
        byte[] whole = new byte[file.position() + dataBytes];
        System.arraycopy(file.array(), 0, whole, 0, file.position());
        return whole;
    }

    static String header(String descr, String order, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    }

    static NpyFile random(long seed, int... shape) {
        int length = 1;
        for (int size : shape) {
            length *= size;
        }
        Random random = new Random(seed);
        float[] data = new float[length];
        for (int i = 0; i < length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return new NpyFile(shape, data);
    }

    static byte[] bytes(NpyFile npy) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(npy, bytes);
        return bytes.toByteArray();
    }

    static Path save(NpyFile npy, Path path) {
        try {
            return Files.write(path, bytes(npy));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(NpyFile npy, OutputStream out) {
        try {
            npy.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data is the end of the file, and as much as the shape says. */
    static void assertIsTail(NpyFile npy, byte[] file) {
        boolean empty = Arrays.stream(npy.shape()).anyMatch(size -> size == 0);
        int elements = empty ? 0 : Arrays.stream(npy.shape()).reduce(1, Math::multiplyExact);
        assertEquals(elements, npy.data().length);
        int from = file.length - npy.data().length * Float.BYTES;
        ByteBuffer tail = ByteBuffer.wrap(file, from, file.length - from).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : npy.data()) {
            assertEquals(tail.getInt(), Float.floatToRawIntBits(value));
        }
    }
}
