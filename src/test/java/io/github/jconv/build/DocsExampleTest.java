// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example that docs/testing-yours.md prints is the one that is compiled and run. */
class DocsExampleTest {
    @Test
    void theDocsShowTheCompiledSource() throws IOException {
        String docs = Files.readString(Path.of("docs/testing-yours.md"));
        Matcher java = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(docs);

        assertTrue(java.find());
        assertEquals(Files.readString(Path.of("src/test/java/com/example/Im2ColTest.java")), java.group(1));
    }
}
