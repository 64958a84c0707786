// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.jconv.build.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever bytes a NumPy file has. */
@EnabledIfSystemProperty(named = "jconv.run", matches = "fuzz", disabledReason = "by design: in the run fuzz")
class NpyFuzzTest {
    private static final Watchdog WATCHDOG = new Watchdog();

    private static Path path;

    @BeforeAll
    static void create() throws IOException {
        path = Files.createTempFile("fuzzed", ".npy");
    }

    @AfterAll
    static void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @FuzzTest
    @Timeout(5)
    void theDataOrARefusal(byte[] file) throws IOException {
        WATCHDOG.over(file, () -> check(file));
    }

    private static void check(byte[] file) throws IOException {
        Files.write(path, file);
        try {
            NpyFiles.assertIsTail(Npy.read(path), file);
        } catch (TensorFileException refusal) {
            assertFalse(refusal.getMessage().isBlank());
        }
    }
}
