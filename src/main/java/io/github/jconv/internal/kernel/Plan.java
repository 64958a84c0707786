// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;

/**
 * Everything decided about a call before it runs; immutable, made once an input shape.
 *
 * @param lanes floats of a vector
 * @param threads the most threads to use, the caller's included; 1 runs everything on the caller's
 * @param acrossImages whether a task is a whole image rather than a slice of one
 * @param channelSlices cuts of the output channels
 * @param pixelSlices cuts of the output pixels
 * @param wakes whether threads that sleep are worth waking for it
 * @param windows what stands between the kernel and the caller's ends, or null if it gets at them in place
 */
public record Plan(
        Geometry geometry,
        Kernel kernel,
        Layout layout,
        int lanes,
        int threads,
        boolean acrossImages,
        int channelSlices,
        int pixelSlices,
        boolean wakes,
        Windows windows) {
    private static final int BANDS_PER_THREAD = 2;

    /** By so many floats panels in an array of {@link Scratch#REGION_FLOATS} may pass a thread's share of the padded input. */
    private static final int REGION_EXCESS = 160 * 1024;

    /** A plan whose kernel gets at the caller's arrays in place, and that wakes threads. */
    public Plan(
            Geometry geometry,
            Kernel kernel,
            Layout layout,
            int lanes,
            int threads,
            boolean acrossImages,
            int channelSlices,
            int pixelSlices) {
        this(geometry, kernel, layout, lanes, threads, acrossImages, channelSlices, pixelSlices, true, null);
    }

    /** This plan, which is in place, for callers' ends of any kind. */
    public Plan with(Access access) {
        return with(access, Windows.FLOATS);
    }

    /** The same with windows of {@code most} floats. */
    Plan with(Access access, int most) {
        if (access == Access.IN_PLACE) {
            return this;
        }
        Windows between = new Windows(geometry, layout, kernel.unitSize(geometry, layout, lanes), access, most, lanes);
        Layout adapted = between.adapt(layout);
        int channels = between.asPixels() ? 1 : channelSlices;
        int pixels = between.asPixels() ? Math.min(slices(), adapted.pixelUnits()) : pixelSlices;
        return new Plan(
                geometry,
                kernel,
                adapted,
                lanes,
                acrossImages ? threads : Math.min(threads, channels * pixels),
                acrossImages,
                channels,
                pixels,
                wakes,
                between);
    }

    /** How the kernel gets at the caller's ends. */
    public Access access() {
        return windows == null ? Access.IN_PLACE : windows.access();
    }

    /** Parts that staging an image can be cut into. */
    public int stageParts() {
        return windows == null ? stageBands() * geometry.layer().inChannels() : windows.stageParts();
    }

    /**
     * Bands of rows that planes are staged in: all planes' first band, then their second. So a thread that stages the first
     * parts has in its core's cache what the first slices of pixels read.
     */
    int stageBands() {
        return threads == 1 || acrossImages || pixelSlices == 1
                ? 1
                : Math.min(BANDS_PER_THREAD * threads, geometry.oh());
    }

    /** Stages parts {@code [from, to)} of an image. */
    public void stage(ImageCall call, int from, int to, Scratch scratch) {
        if (windows == null) {
            kernel.stage(this, call, from, to);
        } else {
            windows.stage(call, from, to, scratch);
        }
    }

    /** Computes channel units {@code [c0, c1)} by pixel units {@code [p0, p1)} of an image. */
    public void compute(ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        if (windows == null) {
            kernel.compute(this, call, c0, c1, p0, p1, scratch);
        } else {
            windows.compute(this, call, c0, c1, p0, p1, scratch);
        }
    }

    public Tile tile() {
        return layout.tile();
    }

    /** Independent pieces of one image. */
    public int slices() {
        return channelSlices * pixelSlices;
    }

    /**
     * Floats of scratch that a slice borrows: for panels of a large image so many that they begin a region of the heap. A thread's
     * share of the padded input, where that is not copied, bounds them.
     */
    public int sliceFloats() {
        long padded = (long) geometry.layer().inChannels() * geometry.paddedHeight() * geometry.paddedWidth();
        long share = (padded - layout.stagedFloats()) / threads;
        boolean large = share >= Scratch.REGION_FLOATS - REGION_EXCESS
                && kernel instanceof TapKernel
                && layout.axis().ofPanels();
        return large ? Math.max(layout.sliceFloats(), Scratch.REGION_FLOATS) : layout.sliceFloats();
    }

    /** Floats a forward borrows at most, beyond input, weights and output. */
    public long scratchFloats() {
        long staged = (long) layout.stagedFloats() * (acrossImages ? threads : 1);
        long window = windows == null ? 0 : windows.floats();
        return staged + threads * (sliceFloats() + kernel.rowFloats() + window);
    }

    /** Floats of the packed copy of the weights, which stays with the layer. */
    public long packedFloats() {
        return kernel.packedFloats(this);
    }
}
