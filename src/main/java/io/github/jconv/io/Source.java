// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * What is read, from its start to its end. Whatever a header claims, no more is allocated than the bytes that are known to
 * be there, or, where their number is not known, than a small multiple of those that came.
 */
final class Source implements Closeable {
    /** The longest array any JVM gives. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final int CHUNK = 1 << 16;
    private static final long UNKNOWN = -1;

    private final InputStream in;
    private final String file;
    private final String part;
    /** Bytes not yet read, or {@link #UNKNOWN}. */
    private long left;

    private Source(InputStream in, long left, String file, String part) {
        this.in = in;
        this.left = left;
        this.file = file;
        this.part = part;
    }

    /** A whole file. */
    static Source of(Path path) throws IOException {
        Tensor.notNull("path", path);
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
        return new Source(
                Files.newInputStream(path), file.isRegularFile() ? file.size() : UNKNOWN, path.toString(), "");
    }

    /** A stream to its end; it is the caller's to close. */
    static Source of(InputStream in) {
        Tensor.notNull("in", in);
        return new Source(in, UNKNOWN, "the stream", "");
    }

    /** An entry of an archive, {@code size} bytes if the archive is right. */
    static Source ofEntry(InputStream in, String entry, long size, Path archive) throws IOException {
        // Only what is no more than the archive itself is worth trusting: the rest has to come first.
        return new Source(
                in, size <= Files.size(archive) ? size : UNKNOWN, archive.toString(), "entry '" + entry + "': ");
    }

    /** The next {@code count} bytes, little-endian. */
    ByteBuffer bytes(int count) throws IOException {
        if (left != UNKNOWN && count > left) {
            throw truncated();
        }
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw truncated();
        }
        left -= left == UNKNOWN ? 0 : count;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of a header, of which {@code limit} are allowed. */
    ByteBuffer header(long length, int limit) throws IOException {
        long most = left == UNKNOWN ? limit : Math.min(left, limit);
        if (length < 0 || length > most) {
            throw refused("claims a header of " + Long.toUnsignedString(length) + " bytes, of which " + most
                    + " are there or allowed");
        }
        return bytes((int) length);
    }

    /**
     * How many elements an array of {@code shape} has.
     *
     * @param what the array, for messages
     */
    int elements(String what, int[] shape) throws TensorFileException {
        long elements = Tensor.elements(shape);
        if (elements > MAX_ARRAY) {
            throw refused(what + "shape " + Tensor.tuple(shape) + " has more than " + MAX_ARRAY
                    + " elements, the limit of an array");
        }
        return (int) elements;
    }

    /**
     * The elements of an array, each widened to a float.
     *
     * @param what the array, for messages
     */
    float[] floats(String what, int[] shape, ElementType type) throws IOException {
        int elements = elements(what, shape);
        long bytes = (long) elements * type.bytes();
        if (left != UNKNOWN && bytes > left) {
            throw refused(what + "is truncated: shape " + Tensor.tuple(shape) + " takes " + bytes
                    + " bytes of data, the file has " + left);
        }
        long floats = (long) elements * Float.BYTES;
        if (floats > Runtime.getRuntime().maxMemory()) {
            throw refused(what + "takes " + floats + " bytes, more than the heap; java -Xmx raises it");
        }
        return floats(elements, type);
    }

    private float[] floats(int elements, ElementType type) throws IOException {
        int step = CHUNK / type.bytes();
        float[] data = new float[left == UNKNOWN ? Math.min(elements, step) : elements];
        for (int at = 0; at < elements; ) {
            int count = Math.min(elements - at, step);
            ByteBuffer chunk = bytes(count * type.bytes());
            if (data.length < at + count) {
                data = Arrays.copyOf(data, (int) Math.min(elements, 2L * data.length));
            }
            type.widen(chunk, data, at, count);
            at += count;
        }
        return data;
    }

    /** Passes over {@code count} bytes. */
    void skip(long count) throws IOException {
        for (long at = 0; at < count; at += CHUNK) {
            bytes((int) Math.min(CHUNK, count - at));
        }
    }

    /** Passes if nothing follows. */
    void end() throws IOException {
        if (left > 0 || in.read() >= 0) {
            throw refused("is too long: " + (left > 0 ? left + " bytes follow" : "more follows") + " the data");
        }
    }

    /** For what ends too early. */
    private TensorFileException truncated() {
        return refused("is truncated: it ends inside the header or the data");
    }

    /** For what can't be read. */
    TensorFileException refused(String problem) {
        return new TensorFileException(file, part + problem);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
