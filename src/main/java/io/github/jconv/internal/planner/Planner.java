// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Layout;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Slices;
import io.github.jconv.internal.platform.Platform;

/** Which kernel, which tile, how many slices? A pure function of geometry, platform and parallelism. */
public final class Planner {
    /** Work, as {@link Geometry#work}, below which even a thread that waits for it costs more than it saves. */
    static final long SMALL_WORK = 1 << 19;

    /** Work that pays for waking another thread, which takes 30 us. */
    static final long WAKING_WORK = 3 << 20;

    /** Work of a slice. */
    static final long SLICE_WORK = 1 << 17;

    /** Output channels that pay for gathering the input once more. */
    static final int CHANNELS_PER_SLICE = 64;

    /** Slices a thread, so that a core that is busy elsewhere only takes fewer. */
    static final int SLICES_PER_THREAD = 8;

    /** The same of regions: every slice gathers what it reads, and reads large weights anew. */
    static final int REGION_SLICES_PER_THREAD = 2;

    /** Floats of weights that stay in a core's L2 cache. */
    static final int CACHED_WEIGHTS = 1 << 17;

    /** Output pixels that pay for reading weights from the L2 cache once more. */
    static final int PIXELS_PER_SLICE = 64;

    /** Output pixels that pay for reading weights from beyond the L2 cache once more, of rows and of panels. */
    static final int ROW_PIXELS_PER_SLICE = 128;

    static final int PANEL_PIXELS_PER_SLICE = 256;

    /** Images a thread of which one too many is no great loss. */
    static final int IMAGES_PER_THREAD = 4;

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
        if (parallelism == 1 || g.work() < SMALL_WORK) {
            return new Plan(g, kernel, layout, platform.lanes(), 1, false, 1, 1);
        }
        if (acrossImages(g, parallelism)) {
            int threads = Math.min(parallelism, g.n());
            return new Plan(g, kernel, layout, platform.lanes(), threads, true, 1, 1, wakes(g), null);
        }
        return withinImage(kernel, layout, g, platform, parallelism);
    }

    /** Whole images need no common staging step: better where they are many, or too small to share. */
    private static boolean acrossImages(Geometry g, int parallelism) {
        boolean even = g.n() % parallelism == 0 || g.n() >= IMAGES_PER_THREAD * parallelism;
        return g.n() > 1 && (even || g.imageWork() < SMALL_WORK);
    }

    private static Plan withinImage(Kernel kernel, Layout layout, Geometry g, Platform platform, int parallelism) {
        int threads = (int) Math.min(parallelism, g.imageWork() / SLICE_WORK);
        Slices slices = kernel.slices(g, layout, platform.lanes(), threads);
        if (slices == null) {
            slices = slices(layout, g, parallelism);
        }
        threads = Math.min(parallelism, slices.channels() * slices.pixels());
        return new Plan(
                g,
                kernel,
                layout,
                platform.lanes(),
                threads,
                false,
                slices.channels(),
                slices.pixels(),
                wakes(g),
                null);
    }

    private static Slices slices(Layout layout, Geometry g, int parallelism) {
        long perThread = layout.regions() == null ? SLICES_PER_THREAD : REGION_SLICES_PER_THREAD;
        int wanted = (int) Math.min(perThread * parallelism, g.imageWork() / SLICE_WORK);
        int mostChannels = mostChannelSlices(g, layout);
        int mostPixels = Math.min(layout.pixelUnits(), Math.max(1, g.outPlane() / leastPixels(g.layer(), layout)));
        int pixelSlices = 1;
        int channelSlices;
        if (layout.channelsShareInput()) {
            pixelSlices = Math.min(wanted, mostPixels);
            channelSlices = Math.min(Math.max(1, wanted / pixelSlices), mostChannels);
        } else {
            channelSlices = Math.min(wanted, mostChannels);
            pixelSlices = Math.min(ceilDiv(wanted, channelSlices), layout.pixelUnits());
        }
        if (channelSlices * pixelSlices < Math.min(wanted, parallelism)) {
            pixelSlices = Math.min(ceilDiv(wanted, channelSlices), layout.pixelUnits());
            channelSlices = Math.min(ceilDiv(wanted, pixelSlices), layout.channelUnits());
        }
        return new Slices(channelSlices, pixelSlices);
    }

    /** Cuts between channels that are worthwhile. Where lanes run along rows nothing is gathered, but blocks are staged. */
    private static int mostChannelSlices(Geometry g, Layout layout) {
        boolean gathers = layout.channelsShareInput() && (!layout.axis().alongRows() || layout.stagesBlocks());
        int worthwhile = gathers ? Math.max(1, g.layer().outChannels() / CHANNELS_PER_SLICE) : layout.channelUnits();
        return Math.min(worthwhile, layout.channelUnits());
    }

    /** Output pixels of a slice that pay for reading the weights once more. */
    private static int leastPixels(LayerSpec s, Layout layout) {
        if (s.weightLength() <= CACHED_WEIGHTS) {
            return PIXELS_PER_SLICE;
        }
        return layout.axis().alongRows() ? ROW_PIXELS_PER_SLICE : PANEL_PIXELS_PER_SLICE;
    }

    private static boolean wakes(Geometry g) {
        return g.work() >= WAKING_WORK;
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
