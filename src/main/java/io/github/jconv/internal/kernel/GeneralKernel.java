// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/** Any kernel, stride, dilation, padding and groups, on vectors: the list of taps. */
final class GeneralKernel implements Kernel {
    @Override
    public String name() {
        return "general";
    }

    @Override
    public boolean accepts(Geometry g, Platform platform) {
        return TapLoops.accepts(g, platform);
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        return TapLoops.layout(g, platform);
    }

    @Override
    public Layout layout(Geometry g, Platform platform, Layout like) {
        return TapLoops.layout(g, platform, like.tile(), like.axis());
    }

    @Override
    public boolean fits(Geometry g, Platform platform, Layout like) {
        return TapLoops.fits(g, like.tile(), like.axis(), platform.lanes());
    }

    @Override
    public int loops(Geometry g, int lanes) {
        return RowLanes.kernels(g);
    }

    @Override
    public long packedFloats(Plan plan) {
        return TapLoops.packedFloats(plan);
    }

    @Override
    public UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        return TapLoops.unitSize(g, layout, lanes);
    }

    @Override
    public void stage(Plan plan, ImageCall call, int from, int to) {
        PlanePacker.planes(plan, call, from, to);
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        TapLoops.compute(plan, call, c0, c1, p0, p1, scratch);
    }
}
