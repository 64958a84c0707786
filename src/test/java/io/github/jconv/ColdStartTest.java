// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
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

    @Test
    void warmUpLeavesACompiledKernelAndNoThread() {
        ConvCase c = ConvCase.parse("n1g1_ic8ih20iw20_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed6");
        c.builder().build().warmUp(c.shape());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("jconv")));
        Plan plan = Planner.plan(CaseGeometry.of(c), Platform.current(), 2);
        assertEquals(plan, ColdStart.serving(plan, Platform.current()));
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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                FirstForwards.class.getName()));
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
