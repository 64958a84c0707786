// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of interpreted kernels: those of a process' first calls, and here of JVMs that never compile. */
class InterpretedKernelsVectorApiTest {
    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void everyKernelAndTile(int bytes) throws Exception {
        File out = folder.resolve("out" + bytes + ".txt").toFile();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-XX:MaxVectorSize=" + bytes,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterpretedKernels.class.getName(),
                        "n1g1_ic3ih4iw9_oc9_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                        "n1g1_ic5ih5iw9_oc19_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_zero_seed2",
                        "n2g2_ic4ih5iw9_oc6_kh2kw3_s2x2_p1x1_d1x1_reflect_b1_nonfinite_seed3",
                        "n1g2_ic2ih7iw37_oc2_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4",
                        "n1g2_ic2ih9iw37_oc4_kh3kw3_s2x2_p1x1_d1x1_zeros_b1_subnormal_seed5",
                        "n1g2_ic2ih5iw37_oc2_kh2kw5_s1x1_p1x2_d1x1_circular_b0_huge_seed6"))
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES));
        // A CPU of narrower vectors has fewer lanes.
        int here = Platform.current().lanes();
        int lanes = Math.min(bytes / Float.BYTES, here);
        assertEquals(
                lanes + " lanes, [depthwise, general, pointwise, scalar], winograd "
                        + InterpretedKernels.winograd(here),
                Files.readString(out.toPath()).trim());
    }
}
