// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.exec.Rehearsals;
import io.github.jconv.internal.exec.Rehearsed;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;

/** For tests of {@code forward}: else the scalar kernel would serve most of them, however the layers are planned. */
public final class CompiledKernels {
    /** A layer for each of the exact kernels. */
    private static final String[] LINES = {
        "n1g1_ic8ih12iw40_oc16_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "n1g1_ic8ih12iw40_oc16_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1",
        "n1g8_ic8ih12iw40_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
    };

    private CompiledKernels() {}

    /** Returns when the JVM has compiled each kernel with each tile and lane axis that are planned on this machine. */
    public static void await() {
        Platform here = Platform.current();
        if (!here.vectors()) {
            return;
        }
        for (String line : LINES) {
            Geometry g = CaseGeometry.of(ConvCase.parse(line));
            Kernel kernel = Kernels.choose(g, here);
            for (Layout layout : GuardedRun.layouts(kernel, g)) {
                if (!KernelLayouts.hasTiles(kernel) || isPlanned(layout.tile(), here)) {
                    await(new Plan(g, kernel, layout, here.lanes(), 1, false, 1, 1));
                }
            }
        }
    }

    private static boolean isPlanned(Tile tile, Platform platform) {
        return MicroKernels.tiles(platform).contains(tile)
                || RowKernels.tiles(platform).contains(tile)
                || RunTiles.tiles(platform).contains(tile);
    }

    /** Returns when the JVM has compiled what a plan of this machine needs. */
    public static void await(Plan plan) {
        if (plan.lanes() > 1) {
            Rehearsals.begin(plan, Platform.current());
            try {
                Rehearsals.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertTrue(Rehearsed.compiled(plan), () -> plan + " is not compiled");
        }
    }
}
