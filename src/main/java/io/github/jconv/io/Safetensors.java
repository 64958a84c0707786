// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * {@code .safetensors} files: tensors by name, of F32, or of F16 or BF16, which are widened. Metadata is passed over.
 *
 * <p>As the format demands, the tensors must fill the file without gap or overlap, and nothing a header claims is believed
 * before it agrees with the size of the file.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    /** The format's own limit. */
    private static final int MAX_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * All tensors of a file, in the order of their data.
     *
     * @param path the file
     * @return each tensor under its name
     * @throws IllegalArgumentException if the path is null
     * @throws TensorFileException if it is not such a file, or a tensor is of another type
     * @throws IOException if it can't be read
     */
    public static Map<String, Tensor> read(Path path) throws IOException {
        return read(path, name -> true);
    }

    /**
     * Some tensors of a file, in the order of their data.
     *
     * @param path the file
     * @param names whether the tensor of a name is read; the others may be of any type
     * @return each tensor under its name
     * @throws IllegalArgumentException if an argument is null
     * @throws TensorFileException if it is not such a file, or a tensor of these is of another type
     * @throws IOException if it can't be read
     */
    public static Map<String, Tensor> read(Path path, Predicate<String> names) throws IOException {
        Tensor.notNull("names", names);
        try (Source source = Source.of(path)) {
            return read(source, names);
        }
    }

    /**
     * All tensors of a stream, which is read to its end and left open, in the order of their data.
     *
     * @param in the content of a file
     * @return each tensor under its name
     * @throws IllegalArgumentException if the stream is null
     * @throws TensorFileException if it is not such a file's content, or a tensor is of another type
     * @throws IOException if it can't be read
     */
    public static Map<String, Tensor> read(InputStream in) throws IOException {
        return read(Source.of(in), name -> true);
    }

    private static Map<String, Tensor> read(Source source, Predicate<String> names) throws IOException {
        List<SafetensorsEntry> entries = new ArrayList<>(new SafetensorsHeader(header(source)).entries());
        Collections.sort(entries);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long at = 0;
        for (SafetensorsEntry entry : entries) {
            if (entry.begin() != at || entry.end() < at) {
                throw source.refused(entry.label() + "has the bytes " + entry.begin() + " to " + entry.end()
                        + ", must begin where the one before ends, at " + at);
            }
            if (names.test(entry.name())) {
                tensors.put(entry.name(), tensor(source, entry));
            } else {
                source.skip(entry.end() - entry.begin());
            }
            at = entry.end();
        }
        source.end();
        return Collections.unmodifiableMap(tensors);
    }

    private static HeaderText header(Source source) throws IOException {
        ByteBuffer bytes = source.header(source.bytes(Long.BYTES).getLong(), MAX_HEADER);
        try {
            return new HeaderText(
                    source, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw source.refused("the header is not UTF-8");
        }
    }

    private static Tensor tensor(Source source, SafetensorsEntry entry) throws IOException {
        ElementType type = ElementType.ofSafetensors(entry.dtype())
                .orElseThrow(() -> source.refused(entry.label() + "dtype " + entry.dtype()
                        + " is not supported, must be one of " + ElementType.safetensorsNames()
                        + "; read(path, names) can leave it out"));
        long bytes = (long) source.elements(entry.label(), entry.shape()) * type.bytes();
        if (bytes != entry.end() - entry.begin()) {
            throw source.refused(entry.label() + "has " + (entry.end() - entry.begin()) + " bytes, shape "
                    + Tensor.tuple(entry.shape()) + " of " + entry.dtype() + " takes " + bytes);
        }
        return new Tensor(entry.shape(), source.floats(entry.label(), entry.shape(), type));
    }
}
