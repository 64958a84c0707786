// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extra memory that docs/accuracy-and-threads.md states for EXACT, over the layers of networks, planned for several machines. */
class PlanMemoryTest {
    private static final long PANELS_A_THREAD = 640 * 1024;

    private static final List<Platform> PLATFORMS = List.of(
            new Platform(true, 8, 16, 2, true, 25),
            new Platform(true, 8, 16, 2, true, 17),
            new Platform(true, 16, 32, 1, true, 25),
            new Platform(true, 16, 32, 2, true, 25),
            new Platform(true, 4, 32, 1, true, 25),
            new Platform(false, 1, 16, 2, true, 17));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void scratchIsThePaddedInputAndPanelsOfEachThread(int threads) {
        for (Platform platform : PLATFORMS) {
            for (Workload workload : Workloads.defaults()) {
                Geometry g = CaseGeometry.of(workload.conv());
                Plan plan = Planner.plan(g, platform, threads);
                long padded = (long) g.n() * g.layer().inChannels() * g.paddedHeight() * g.paddedWidth() * Float.BYTES;
                long scratch = plan.scratchFloats() * Float.BYTES;
                assertTrue(
                        scratch <= padded + plan.threads() * PANELS_A_THREAD,
                        () -> workload.name() + " on " + platform + ": " + scratch + " bytes, padded input " + padded);
            }
        }
    }
}
