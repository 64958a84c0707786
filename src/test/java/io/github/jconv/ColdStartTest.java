// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first forwards of a process: the scalar kernel's, then the vector kernel's, with the same bits. */
class ColdStartTest {
    @TempDir
    static Path folder;

    @ParameterizedTest
    @CsvSource({
        "n1g1_ic64ih28iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1, general",
        "n2g1_ic64ih28iw28_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed2, pointwise",
        "n1g1_ic128ih7iw7_oc128_kh3kw3_s1x1_p1x1_d1x1_reflect_b1_seed3, general",
        "n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4, depthwise",
    })
    void fromTheScalarKernelToTheVectorKernel(String line, String kernel) throws Exception {
        String served = Platform.current().vectors() ? "scalar " + kernel : "scalar";
        assertEquals(served, inNewJvm(line));
    }

    @Test
    void aFewSmallForwardsAreNotWorthwhile() throws Exception {
        assertEquals("scalar", inNewJvm("n1g1_ic4ih9iw9_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5", "5"));
    }

    /** With one processor C2 shares it with the caller and the rehearsal. */
    @Test
    void withOneProcessor() throws Exception {
        String line = "n1g1_ic64ih28iw28_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1";
        String served = Platform.current().vectors() ? "scalar general" : "scalar";
        assertEquals(served, inNewJvm(List.of("-XX:ActiveProcessorCount=1"), FirstForwards.class, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:ActiveProcessorCount=1", "-XX:ActiveProcessorCount=2"})
    void warmUpLeavesACompiledKernelAndNoThread(String option) throws Exception {
        String line = "n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed6";
        String compiled = Platform.current().vectors() ? "compiled" : "scalar";
        assertEquals(compiled, inNewJvm(List.of(option), WarmedUp.class, line));
    }

    @Test
    void warmUpTakesTheShapesThatForwardTakes() {
        Conv2d conv =
                Conv2d.builder().inChannels(2).outChannels(3).kernelSize(3).build();
        conv.warmUp(0, 2, 5, 5);
        conv.warmUp(2, 5, 5);
        assertThrows(IllegalArgumentException.class, () -> conv.warmUp(1, 3, 5, 5));
    }

    @Test
    void anInterruptedWarmUpReturnsInterrupted() {
        Conv2d conv = Conv2d.builder()
                .inChannels(6)
                .outChannels(6)
                .groups(6)
                .kernelSize(3)
                .build();
        Thread.currentThread().interrupt();
        conv.warmUp(6, 50, 50);
        assertTrue(Thread.interrupted());
        conv.warmUp(6, 50, 50);
    }

    private static String inNewJvm(String... arguments) throws IOException, InterruptedException {
        return inNewJvm(List.of(), FirstForwards.class, arguments);
    }

    private static String inNewJvm(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        File out = Files.createTempFile(folder, "out", ".txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        return Files.readString(out.toPath()).trim();
    }
}
