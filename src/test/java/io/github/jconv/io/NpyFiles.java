// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

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
public final class NpyFiles {
    private NpyFiles() {}

    public static byte[] bytes(int major, String header, int dataBytes) {
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

    public static String header(String descr, String order, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    }

    public static Tensor random(long seed, int... shape) {
        int length = 1;
        for (int size : shape) {
            length *= size;
        }
        Random random = new Random(seed);
        float[] data = new float[length];
        for (int i = 0; i < length; i++) {
            data[i] = (float) random.nextGaussian();
        }
        return new Tensor(shape, data);
    }

    public static byte[] bytes(Tensor npy) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(npy, bytes);
        return bytes.toByteArray();
    }

    public static Path save(Tensor npy, Path path) {
        try {
            return Files.write(path, bytes(npy));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Tensor npy, OutputStream out) {
        try {
            Npy.write(npy, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data is as much as the shape says, and, where it is float32, the end of the file. */
    static void assertIsTail(Tensor npy, byte[] file) {
        boolean empty = Arrays.stream(npy.shape()).anyMatch(size -> size == 0);
        int elements = empty ? 0 : Arrays.stream(npy.shape()).reduce(1, Math::multiplyExact);
        assertEquals(elements, npy.data().length);
        if (new String(file, StandardCharsets.ISO_8859_1).contains("<f2")) {
            return;
        }
        int from = file.length - npy.data().length * Float.BYTES;
        ByteBuffer tail = ByteBuffer.wrap(file, from, file.length - from).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : npy.data()) {
            assertEquals(tail.getInt(), Float.floatToRawIntBits(value));
        }
    }
}
