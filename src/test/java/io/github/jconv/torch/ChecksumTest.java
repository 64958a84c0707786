// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.kernel.CompiledKernels;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.Data;
import io.github.jconv.torch.GoldenCase.Crc;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One number for the bits of 200 layers by the kernels they are planned for, in every JVM the suite runs in: whatever the
 * vector width, the JDK, the compiler, with or without the Vector API. Python computes the same number from the contract alone.
 */
@Tag("bits")
class ChecksumTest {
    private static final int LAYERS = 200;

    @Test
    void theSameBitsEverywhere() {
        List<GoldenCase> layers = GoldenCase.all().stream()
                .filter(golden -> golden.layer().data() == Data.REAL && golden.outputLength() > 0)
                .limit(LAYERS)
                .toList();
        Crc crc = new Crc();
        for (GoldenCase golden : layers) {
            Plan plan = Planner.plan(CaseGeometry.of(golden.layer()), Platform.current(), 1);
            CompiledKernels.await(plan);
            assertSame(plan, ColdStart.serving(plan, Platform.current()));
            crc.add(golden.layer()
                    .builder()
                    .build()
                    .forward(golden.layer().input(), golden.layer().shape()));
        }
        assertEquals(LAYERS, layers.size());
        assertEquals(GoldenCase.checksum(), crc.hex(), "GoldenTest tells which layer's bits differ");
    }
}
