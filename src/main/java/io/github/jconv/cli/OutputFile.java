// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears only once it is whole. */
final class OutputFile {
    /** Writes a file's content. */
    interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private final String subject;
    private final Path path;

    /**
     * The file at {@code path}, replaced if it is there.
     *
     * @throws BadInput naming {@code option}, if there can't be a file
     */
    OutputFile(String option, Path path) {
        this.subject = option + " " + path;
        this.path = path.toAbsolutePath().normalize();
        if (path.toString().isEmpty() || Files.isDirectory(path)) {
            throw BadInput.of(subject, "must name a file, not a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw BadInput.of(subject, "is not a regular file");
        }
        if (!Files.isDirectory(this.path.getParent())) {
            throw BadInput.of(subject, "there is no directory " + this.path.getParent());
        }
    }

    /** The absolute path. */
    Path path() {
        return path;
    }

    /** Writes beside the file, then moves over it: a failure leaves what was there before. */
    void write(Content content) throws IOException {
        // Not createTempFile: its files are closed to everyone but the owner, and stay so when moved.
        Path part = path.resolveSibling(".jconv-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".part");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
                content.writeTo(out);
            }
            Files.move(part, Files.exists(path) ? path.toRealPath() : path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(subject + ": cannot be written: " + e, e);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
