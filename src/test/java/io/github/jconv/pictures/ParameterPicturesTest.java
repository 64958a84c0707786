// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pictures of the documents are what layers of today give. */
class ParameterPicturesTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));

    @Test
    void committedPicturesAreUpToDate() throws IOException {
        for (Map.Entry<String, String> picture : ParameterPictures.all().entrySet()) {
            Path file = ROOT.resolve(ParameterPictures.FOLDER).resolve(picture.getKey());
            assertEquals(picture.getValue(), Files.readString(file), "run ParameterPictures.main: " + file);
        }
    }
}
