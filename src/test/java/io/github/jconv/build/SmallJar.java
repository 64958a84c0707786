// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import com.googlecode.pngtastic.core.processing.zopfli.Options;
import com.googlecode.pngtastic.core.processing.zopfli.Options.BlockSplitting;
import com.googlecode.pngtastic.core.processing.zopfli.Options.OutputFormat;
import com.googlecode.pngtastic.core.processing.zopfli.Zopfli;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * The build's last step of the library's jar: the same files, deflated as well as Zopfli or zlib can, without entries of
 * directories, which nobody reads, and without the POM, whose coordinates are in pom.properties.
 */
public final class SmallJar {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String POM = "META-INF/maven/.*/pom\\.xml";

    /** Zopfli's own number. */
    private static final int ITERATIONS = 15;

    /** Of fewer bytes splitting into blocks saves half a percent, and takes ten times as long as all else. */
    private static final int WORTH_SPLITTING = 9000;

    private static final int LARGEST_BLOCK = 1 << 20;

    private SmallJar() {}

    /** Packs the jar {@code args[0]} anew. */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path small = jar.resolveSibling(jar.getFileName() + ".small");
        pack(jar, small);
        Files.move(small, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    static void pack(Path jar, Path small) throws IOException {
        Zopfli zopfli = new Zopfli(LARGEST_BLOCK);
        try (ZipFile from = new ZipFile(jar.toFile());
                ZipArchiveOutputStream to = new ZipArchiveOutputStream(small.toFile())) {
            to.setUseZip64(Zip64Mode.Never);
            for (ZipEntry file : files(from)) {
                try (InputStream in = from.getInputStream(file)) {
                    add(to, file, in.readAllBytes(), zopfli);
                }
            }
        }
    }

    /** The manifest first, where those who read a stream look for it. */
    private static List<ZipEntry> files(ZipFile jar) {
        return jar.stream()
                .filter(file -> !file.isDirectory() && !file.getName().matches(POM))
                .sorted(Comparator.comparing(file -> !file.getName().equals(MANIFEST)))
                .collect(Collectors.toList());
    }

    private static void add(ZipArchiveOutputStream to, ZipEntry file, byte[] bytes, Zopfli zopfli) throws IOException {
        byte[] deflated = smaller(zopfli(bytes, zopfli), zlib(bytes));
        ZipArchiveEntry entry = new ZipArchiveEntry(file.getName());
        entry.setTime(file.getTime());
        entry.setMethod(ZipEntry.DEFLATED);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        entry.setSize(bytes.length);
        entry.setCompressedSize(deflated.length);
        to.addRawArchiveEntry(entry, new ByteArrayInputStream(deflated));
    }

    private static byte[] smaller(byte[] a, byte[] b) {
        return a.length < b.length ? a : b;
    }

    private static byte[] zopfli(byte[] bytes, Zopfli zopfli) throws IOException {
        BlockSplitting splitting = bytes.length < WORTH_SPLITTING ? BlockSplitting.NONE : BlockSplitting.FIRST;
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        zopfli.compress(new Options(OutputFormat.DEFLATE, splitting, ITERATIONS), bytes, deflated);
        return deflated.toByteArray();
    }

    private static byte[] zlib(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 12];
            while (!deflater.finished()) {
                deflated.write(part, 0, deflater.deflate(part));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
