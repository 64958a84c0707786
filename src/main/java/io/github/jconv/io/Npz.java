// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * NumPy's {@code .npz} archives, stored or compressed: arrays by name, each such as {@link Npy} reads. There is no reading
 * from a stream: an archive's directory is at its end.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html">numpy.savez</a>
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * All arrays of an archive, in its order.
     *
     * @param path the archive
     * @return each array under its name
     * @throws IllegalArgumentException if the path is null
     * @throws TensorFileException if it is not such an archive, or an array in it can't be read
     * @throws IOException if it can't be read
     */
    public static Map<String, Tensor> read(Path path) throws IOException {
        return read(path, name -> true);
    }

    /**
     * Some arrays of an archive, in its order.
     *
     * @param path the archive
     * @param names whether the array of a name is read; what is in others does not matter
     * @return each array under its name
     * @throws IllegalArgumentException if an argument is null
     * @throws TensorFileException if it is not such an archive, or an array of these can't be read
     * @throws IOException if it can't be read
     */
    public static Map<String, Tensor> read(Path path, Predicate<String> names) throws IOException {
        Tensor.notNull("path", path);
        Tensor.notNull("names", names);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return read(path, zip, names);
        } catch (ZipException e) {
            throw new TensorFileException(path.toString(), "is not a sound zip archive: " + e.getMessage());
        }
    }

    private static Map<String, Tensor> read(Path path, ZipFile zip, Predicate<String> names) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            String file = entry.getName();
            if (file.endsWith(SUFFIX)) {
                String name = file.substring(0, file.length() - SUFFIX.length());
                if (names.test(name) && tensors.put(name, read(path, zip, entry)) != null) {
                    throw new TensorFileException(path.toString(), "has two entries '" + file + "'");
                }
            } else if (names.test(file)) {
                throw new TensorFileException(
                        path.toString(), "entry '" + file + "': is no array, its name must end in " + SUFFIX);
            }
        }
        return Collections.unmodifiableMap(tensors);
    }

    private static Tensor read(Path path, ZipFile zip, ZipEntry entry) throws IOException {
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (Source source = Source.ofEntry(in, entry.getName(), entry.getSize(), path)) {
            Tensor tensor = Npy.read(source);
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw source.refused("is damaged: its CRC-32 is not the one that the archive tells");
            }
            return tensor;
        } catch (ZipException | EOFException e) {
            throw new TensorFileException(
                    path.toString(), "entry '" + entry.getName() + "': can't be unpacked: " + e.getMessage());
        }
    }
}
