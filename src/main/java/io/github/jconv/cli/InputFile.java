// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file to read. */
final class InputFile {
    private InputFile() {}

    /**
     * Passes if {@code path} is a file that can be read.
     *
     * @throws BadInput naming {@code subject} otherwise
     */
    static void require(String subject, Path path) {
        if (!Files.exists(path)) {
            throw BadInput.of(subject, "no such file");
        }
        // A pipe has no size to check a header's claims against.
        if (!Files.isRegularFile(path)) {
            throw BadInput.of(subject, "is not a regular file");
        }
        if (!Files.isReadable(path)) {
            throw BadInput.of(subject, "cannot be read: permission denied");
        }
    }
}
