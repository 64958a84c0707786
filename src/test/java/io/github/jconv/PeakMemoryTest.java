// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says of memory, against the heap, and against the padded input and the weights. */
class PeakMemoryTest {
    /** Classes, tables of the plan, what the JVM keeps for itself. */
    private static final long BESIDE = 700_000;

    /** Panels of a thread, and its sums of tiles that are not full. */
    private static final long PANELS = 256 * 1024;

    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({
        "n2g1_ic256ih28iw28_oc128_kh3kw3_s1x1_p1x1_d1x1_replicate_b1_seed1, EXACT, 1, general",
        "n1g1_ic256ih40iw40_oc64_kh3kw3_s2x2_p1x1_d1x1_reflect_b1_seed2, EXACT, 2, general",
        "n1g1_ic1024ih14iw14_oc1000_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed3, EXACT, 1, pointwise",
        "n1g1_ic256ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4, FAST, 1, winograd",
    })
    void theHeapHoldsWhatThePlanSays(String line, Accuracy accuracy, int threads, String kernel) throws Exception {
        String[] words =
                inNewJvm(line, accuracy.name(), String.valueOf(threads)).split(" ");
        long retained = Long.parseLong(words[1]);
        long said = Long.parseLong(words[2]) + Long.parseLong(words[3]);
        String facts = line + ": " + String.join(" ", words);
        assertEquals(Platform.current().vectors() ? kernel : "scalar", words[0]);
        assertTrue(said > 2 * BESIDE, facts);
        assertTrue(retained <= said + BESIDE, facts);
        // Of several threads one may have taken all slices.
        assertTrue(retained >= said - BESIDE - (threads - 1) * PANELS, facts);
    }

    private static String inNewJvm(String... arguments) throws IOException, InterruptedException {
        File out = Files.createTempFile(folder, "out", ".txt").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RetainedMemory.class.getName(),
                        arguments[0],
                        arguments[1],
                        arguments[2])
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        return Files.readString(out.toPath()).trim();
    }
}
