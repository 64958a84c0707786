// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * All kernels, the most special first; the last takes everything. Dispatcher, tests and benchmarks iterate this list, so
 * a new kernel is one class and one line here.
 */
public final class Kernels {
    /** In order of preference. */
    public static final List<Kernel> ALL = List.of(
            new WinogradKernel(), TapKernel.POINTWISE, new DepthwiseKernel(), TapKernel.GENERAL, new ScalarKernel());

    private Kernels() {}

    /** The first kernel that accepts. */
    public static Kernel choose(Geometry geometry, Platform platform) {
        for (Kernel kernel : ALL) {
            if (kernel.accepts(geometry, platform)) {
                return kernel;
            }
        }
        throw new AssertionError("the last kernel accepts everything");
    }
}
