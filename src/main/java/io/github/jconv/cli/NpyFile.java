// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A float32 array of NumPy's, little-endian and in C order: {@code .npy} of version 1.0, 2.0 or 3.0.
 *
 * <p>Nothing a header claims is believed before it agrees with the size of the file.
 *
 * @param shape the sizes of the array
 * @param data its elements, row-major
 */
record NpyFile(int[] shape, float[] data) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;
    /** A float array's header is some 100 bytes long, with 64 sizes some 700. */
    private static final int MAX_HEADER = 1 << 16;
    /** The longest array any JVM gives. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * The array in a file.
     *
     * @throws NpyException if it is not such a file
     */
    static NpyFile read(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            String header = header(file);
            int[] shape = NpyHeader.shape(header);
            return new NpyFile(shape, data(file, elements(shape, file.size() - file.position())));
        } catch (EOFException e) {
            throw new NpyException("is truncated: it ends inside the header or the data");
        }
    }

    private static String header(FileChannel file) throws IOException {
        ByteBuffer start = bytes(file, MAGIC.length + 2);
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new NpyException("is not a NumPy file: it does not begin with the magic bytes \\x93NUMPY");
        }
        int major = start.get() & 0xff;
        int minor = start.get() & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw new NpyException(
                    "has the format version " + major + "." + minor + ", supported are 1.0, 2.0 and 3.0");
        }
        long length = major == 1
                ? bytes(file, 2).getShort() & 0xffffL
                : bytes(file, 4).getInt() & 0xffffffffL;
        long left = file.size() - file.position();
        if (length > left || length > MAX_HEADER) {
            throw new NpyException("claims a header of " + length + " bytes, of which " + Math.min(left, MAX_HEADER)
                    + " are there or allowed");
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return charset.decode(bytes(file, (int) length)).toString();
    }

    /** How many elements {@code shape} has, which must be what {@code bytes} hold. */
    private static int elements(int[] shape, long bytes) throws NpyException {
        long elements = Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : 1;
        for (int size : shape) {
            elements *= size; // both factors below 2^31
            if (elements > MAX_ARRAY) {
                throw new NpyException(
                        "shape " + tuple(shape) + " has more than " + MAX_ARRAY + " elements, the limit of an array");
            }
        }
        if (elements * Float.BYTES != bytes) {
            throw new NpyException((elements * Float.BYTES > bytes ? "is truncated" : "is too long") + ": shape "
                    + tuple(shape) + " takes " + elements * Float.BYTES + " bytes of data, the file has " + bytes);
        }
        if (elements * Float.BYTES > Runtime.getRuntime().maxMemory()) {
            throw new NpyException("has " + bytes + " bytes of data, more than the heap; java -Xmx raises it");
        }
        return (int) elements;
    }

    private static float[] data(FileChannel file, int elements) throws IOException {
        float[] data = new float[elements];
        for (int at = 0; at < elements; ) {
            int count = Math.min(elements - at, CHUNK / Float.BYTES);
            bytes(file, count * Float.BYTES).asFloatBuffer().get(data, at, count);
            at += count;
        }
        return data;
    }

    private static ByteBuffer bytes(FileChannel file, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    /** Writes the array as version 1.0. */
    void writeTo(OutputStream out) throws IOException {
        out.write(prefix(shape));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < data.length; ) {
            int count = Math.min(data.length - at, CHUNK / Float.BYTES);
            chunk.asFloatBuffer().put(data, at, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
            at += count;
        }
    }

    /** All before the data, padded so that the data is aligned. */
    private static byte[] prefix(int[] shape) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + tuple(shape) + ", }";
        int start = MAGIC.length + 4;
        int length = (start + header.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - start;
        ByteBuffer prefix = ByteBuffer.allocate(start + length).order(ByteOrder.LITTLE_ENDIAN);
        prefix.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        prefix.put(header.getBytes(StandardCharsets.US_ASCII));
        while (prefix.remaining() > 1) {
            prefix.put((byte) ' ');
        }
        return prefix.put((byte) '\n').array();
    }

    /** As Python writes it. */
    static String tuple(int[] shape) {
        String sizes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "(" + sizes + (shape.length == 1 ? ",)" : ")");
    }
}
