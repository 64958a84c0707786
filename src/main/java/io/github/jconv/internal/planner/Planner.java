// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;

/** Which kernel, which tile, how many slices? A pure function of geometry, platform and parallelism. */
public final class Planner {
    /** Multiply-adds below which handing work to another thread costs more than it saves. */
    static final long SMALL_WORK = 1 << 19;

    /** Output channels that pay for reading the input once more. */
    static final int CHANNELS_PER_SLICE = 64;

    /** Slices a thread, so that a core that is busy elsewhere only takes fewer. */
    static final int SLICES_PER_THREAD = 4;

    /** Threads a ForkJoinPool has at most. */
    static final int MOST_THREADS = 0x7fff;

    private Planner() {}

    /** The plan with the first kernel that accepts. */
    public static Plan plan(Geometry geometry, Platform platform, int parallelism) {
        return plan(Kernels.choose(geometry, platform), geometry, platform, parallelism);
    }

    /** The plan with a kernel that accepts the geometry. */
    public static Plan plan(Kernel kernel, Geometry g, Platform platform, int mostThreads) {
        Layout layout = kernel.layout(g, platform);
        int parallelism = Math.min(mostThreads, MOST_THREADS);
        if (parallelism == 1 || g.multiplyAdds() < 2 * SMALL_WORK) {
            return new Plan(g, kernel, layout, platform.lanes(), 1, false, 1, 1);
        }
        if (acrossImages(g, parallelism)) {
            int threads = Math.min(parallelism, g.n());
            return new Plan(g, kernel, layout, platform.lanes(), threads, true, 1, 1);
        }
        return withinImage(kernel, layout, g, platform, parallelism);
    }

    /** Whole images need no common staging step: better where they are many, or too small to share. */
    private static boolean acrossImages(Geometry g, int parallelism) {
        boolean even = g.n() % parallelism == 0 || g.n() >= SLICES_PER_THREAD * parallelism;
        return g.n() > 1 && (even || g.imageMultiplyAdds() < 2 * SMALL_WORK);
    }

    private static Plan withinImage(Kernel kernel, Layout layout, Geometry g, Platform platform, int parallelism) {
        int wanted = (int) Math.min((long) SLICES_PER_THREAD * parallelism, g.imageMultiplyAdds() / SMALL_WORK);
        int channelSlices;
        if (layout.channelsShareInput()) {
            int worthwhile = Math.max(1, g.layer().outChannels() / CHANNELS_PER_SLICE);
            channelSlices = Math.min(Math.min(parallelism, worthwhile), layout.channelUnits());
        } else {
            channelSlices = Math.min(wanted, layout.channelUnits());
        }
        int pixelSlices = Math.min(ceilDiv(wanted, channelSlices), layout.pixelUnits());
        if (channelSlices * pixelSlices < Math.min(wanted, parallelism)) {
            channelSlices = Math.min(ceilDiv(wanted, pixelSlices), layout.channelUnits());
        }
        int threads = Math.min(parallelism, channelSlices * pixelSlices);
        return new Plan(g, kernel, layout, platform.lanes(), threads, false, channelSlices, pixelSlices);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
