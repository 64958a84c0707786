// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
    @TempDir
    Path folder;

    /** Ends well with the first input, and never with the second. */
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] args) {
            Watchdog watchdog = new Watchdog(TimeUnit.MILLISECONDS.toNanos(200));
            watchdog.over(bytes("first"), () -> {});
            watchdog.over(bytes("second"), () -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void anInputThatHangsEndsTheJvm() throws Exception {
        File out = folder.resolve("out.txt").toFile();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hanging.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(out.toPath());
        assertEquals(1, process.exitValue(), printed);
        assertTrue(printed.contains("hangs on the input: second"), printed);
        assertTrue(printed.contains("WatchdogTest$Hanging"), printed);
    }
}
