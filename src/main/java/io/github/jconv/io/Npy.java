// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * NumPy's {@code .npy} files, versions 1.0, 2.0 and 3.0: one array of float32, or of float16, which is widened,
 * little-endian and in C order. Other types are refused, float64 too, of which not every value is a float:
 * {@code numpy.save(file, array.astype(numpy.float32))} writes what is read here.
 *
 * <p>Nothing a header claims is believed before it agrees with the size of the file.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;
    /** A float array's header is some 100 bytes long, with 64 sizes some 700. */
    private static final int MAX_HEADER = 1 << 16;

    private Npy() {}

    /**
     * The array in a file.
     *
     * @param path the file
     * @return its array, of any rank
     * @throws IllegalArgumentException if the path is null
     * @throws TensorFileException if it is not such a file
     * @throws IOException if it can't be read
     */
    public static Tensor read(Path path) throws IOException {
        try (Source source = Source.of(path)) {
            return read(source);
        }
    }

    /**
     * The array in a stream, which is read to its end and left open.
     *
     * @param in the content of a file
     * @return its array, of any rank
     * @throws IllegalArgumentException if the stream is null
     * @throws TensorFileException if it is not such a file's content
     * @throws IOException if it can't be read
     */
    public static Tensor read(InputStream in) throws IOException {
        return read(Source.of(in));
    }

    static Tensor read(Source source) throws IOException {
        NpyHeader header = new NpyHeader(header(source));
        Tensor tensor = new Tensor(header.shape(), source.floats("", header.shape(), header.type()));
        source.end();
        return tensor;
    }

    private static HeaderText header(Source source) throws IOException {
        ByteBuffer start = source.bytes(MAGIC.length + 2);
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw source.refused("is not a NumPy file: it does not begin with the magic bytes \\x93NUMPY");
        }
        int major = start.get() & 0xff;
        int minor = start.get() & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw source.refused("has the format version " + major + "." + minor + ", supported are 1.0, 2.0 and 3.0");
        }
        long length = major == 1
                ? source.bytes(2).getShort() & 0xffffL
                : source.bytes(4).getInt() & 0xffffffffL;
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new HeaderText(
                source, charset.decode(source.header(length, MAX_HEADER)).toString());
    }

    /**
     * Writes an array to a file, as float32 and version 1.0; replaces what is there.
     *
     * @param tensor the array
     * @param path the file
     * @throws IllegalArgumentException if an argument is null; then nothing is written
     * @throws IOException if it can't be written; then a part of it may be there, which can't be read
     */
    public static void write(Tensor tensor, Path path) throws IOException {
        // Opening the file empties it.
        Tensor.notNull("tensor", tensor);
        Tensor.notNull("path", path);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            write(tensor, out);
        }
    }

    /**
     * Writes an array to a stream, as float32 and version 1.0.
     *
     * @param tensor the array
     * @param out where to; left open
     * @throws IllegalArgumentException if an argument is null; then nothing is written
     * @throws IOException if it can't be written
     */
    public static void write(Tensor tensor, OutputStream out) throws IOException {
        Tensor.notNull("tensor", tensor);
        Tensor.notNull("out", out);
        out.write(prefix(tensor.shape()));
        float[] data = tensor.data();
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
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + Tensor.tuple(shape) + ", }";
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
}
