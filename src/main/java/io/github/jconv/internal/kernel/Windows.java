// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Lets a kernel, whose loops know planes in arrays, compute what the caller has in buffers or as NHWC: a slice falls into
 * windows, some channels by some pixels, whose input is copied into the cache and whose output is copied out of it. So
 * neither end is copied as a whole, unless it is staged in any case.
 *
 * <p>Staged layers stage from the caller's input and need windows at their output only. A kernel without
 * {@link Kernel#unitSize} stages, and stores by {@link ImageCall#store}: it needs none at all. Where NHWC can be
 * computed as it is, a {@link PixelKernel} does so instead.
 *
 * <pre>
 *   window:  [room of {@link Ports}][input planes, inPitch apart][output planes, outPitch apart][a vector of slack]
 * </pre>
 */
public final class Windows {
    /** Floats of a window, input and output: half of a 1 MB L2 cache. */
    static final int FLOATS = 1 << 17;

    /** Floats of a window for each pixel that it has at least, where the plane has them. */
    private static final int FLOATS_A_PIXEL = 1 << 11;

    /** Pixels that a window should be a multiple of: blocks of the kernels. */
    private static final int BLOCK_PIXELS = 224;

    /** Channels of a group in which lines of NHWC are used whole. */
    private static final int LINE = 16;

    private final Geometry g;
    private final Access access;
    private final UnitSize unit;
    private final Ports ports;
    private final PixelKernel pixels;
    private final StripLayout strips;
    private final PlaneStage stage;
    private final Layout regions;
    private final boolean readsInput;
    private final int groups;
    private final int pixelUnits;
    private final int inPitch;
    private final int outPitch;
    private final int inStart;
    private final int outStart;
    private final int stageStart;
    private final int floats;

    /**
     * Windows for a kernel's layout.
     *
     * @param unit the kernel's {@link Kernel#unitSize}, or null
     * @param most floats of a window, as far as that is possible
     * @param lanes floats of a vector, 1 if there are none
     */
    Windows(Geometry g, Layout layout, UnitSize unit, Access access, int most, int lanes) {
        this.g = g;
        this.access = access;
        pixels = access == Access.NHWC ? pixelKernel(g, layout, lanes, most) : null;
        this.unit = pixels == null ? unit : null;
        ports = new Ports(g, access, lanes > 1);
        strips = layout.strips();
        regions = layout.axis() == LaneAxis.REGIONS ? RegionBlocks.stagedLayout(g, lanes) : null;
        PlaneLayout planesRead = regions == null ? layout.planes() : regions.planes();
        boolean staged = planesRead != null && planesRead.staged();
        stage = staged ? new PlaneStage(g, planesRead, access, ports, most / 4) : null;
        readsInput = this.unit != null && !staged;
        inStart = ports.rawFloats();
        if (this.unit == null) {
            groups = 0;
            pixelUnits = 0;
            inPitch = 0;
            outPitch = 0;
            outStart = inStart;
        } else {
            pixelUnits = pixelUnits(layout.pixelUnits(), most);
            groups = (int) Math.max(1, Math.min(g.layer().groups(), most / groupFloats(pixelUnits)));
            inPitch = readsInput ? inPixels(outPixels(pixelUnits)) : 0;
            outPitch = outPixels(pixelUnits);
            outStart = inStart + groups * g.layer().icg() * inPitch;
        }
        long planes = (long) groups
                * ((long) g.layer().icg() * inPitch + (long) g.layer().ocg() * outPitch);
        // Blocks are staged while outputs are in the window, an image before.
        long before = inStart + (layout.blocks() == null ? 0 : planes);
        stageStart = (int) Math.min(Integer.MAX_VALUE, before);
        long room = Math.max(inStart + planes, stage == null ? 0 : before + stage.floats());
        long all = room + PlaneLayout.SLACK + Transpose.ROOM;
        // One that fits no array, of rows of a billion floats, runs out of memory before anything is written.
        floats = pixels == null ? (int) Math.min(Integer.MAX_VALUE, all) : pixels.floats();
    }

    private static PixelKernel pixelKernel(Geometry g, Layout layout, int lanes, int most) {
        if (layout.strips() != null && DepthwisePixels.fits(g, lanes)) {
            return new DepthwisePixels(g, most);
        }
        boolean matrixProduct = layout.planes() != null && PointwisePixels.fits(g, layout.tile(), lanes);
        return matrixProduct ? new PointwisePixels(g, lanes, most) : null;
    }

    /** Whether pixels are computed as they are, instead of by the kernel. */
    boolean asPixels() {
        return pixels != null;
    }

    /** The layout of a kernel whose input is in windows. */
    Layout adapt(Layout layout) {
        if (asPixels()) {
            return new Layout(layout.tile(), layout.axis(), 1, pixels.pixelUnits(), false, null, null, 0);
        }
        if (regions != null) {
            return regions;
        }
        if (!readsInput || layout.planes() == null) {
            return layout;
        }
        return layout.with(PlaneLayout.ofWindow(g, inPitch), null, layout.sliceFloats());
    }

    Access access() {
        return access;
    }

    /** Floats of {@link Scratch#window} for a slice, or for staging. */
    int floats() {
        return floats;
    }

    /** Parts that staging can be cut into; any of a call that is not staged. */
    int stageParts() {
        return stage.parts();
    }

    /** Stages parts {@code [from, to)}, instead of {@link Kernel#stage}. */
    void stage(ImageCall call, int from, int to, Scratch scratch) {
        stage.rows(call, from, to, scratch.window(floats), stageStart);
    }

    /**
     * Stages rows {@code [first, end)} of channels {@code [c, cEnd)} into the slice's scratch, for {@link StagedBlocks}.
     *
     * @param to index in the scratch where the first staged row of the first channel would be
     * @param borders as of {@link PlanePacker#rows}
     */
    void stage(ImageCall call, int c, int cEnd, int first, int end, int to, boolean borders, Scratch scratch) {
        stage.rows(call, c, cEnd, first, end, scratch.floats(), to, borders, scratch.window(floats), stageStart);
    }

    /** The most pixel units whose window, of enough groups to be worthwhile, is small enough. */
    private int pixelUnits(int all, int most) {
        if (strips != null && strips.strips() > 1) {
            return 1;
        }
        int together = access == Access.NHWC
                ? Units.of(LINE, Math.min(g.layer().icg(), g.layer().ocg()))
                : 1;
        double least = Math.min(g.layer().groups(), together);
        int units = Units.of(Math.min(g.outPlane(), Math.max(1, most / FLOATS_A_PIXEL)), unit.pixels());
        int step = Math.max(1, BLOCK_PIXELS / unit.pixels());
        if (least * groupFloats(all) <= most) {
            return all;
        }
        while (units < all && least * groupFloats(units + 1) <= most) {
            units++;
        }
        return units > step ? units / step * step : units;
    }

    /** Floats of a window of one group. */
    private double groupFloats(int units) {
        int out = outPixels(units);
        double in = readsInput ? inPixels(out) : 0;
        return g.layer().icg() * in + (double) g.layer().ocg() * out;
    }

    private int outPixels(int units) {
        return (int) Math.min(g.outPlane(), (long) units * unit.pixels());
    }

    /** Input pixels that so many output pixels read at most. */
    private int inPixels(int outPixels) {
        if (pixelForPixel()) {
            return outPixels;
        }
        long rows = UnitSize.rows(g, outPixels);
        boolean wraps = g.layer().padding().heightMode() == PaddingMode.CIRCULAR && !g.unpadded();
        return g.iw() * (wraps ? g.ih() : (int) Math.min(g.ih(), paddedRows(rows)));
    }

    private boolean pixelForPixel() {
        LayerSpec s = g.layer();
        return s.kh() == 1 && s.kw() == 1 && g.unpadded() && g.oh() == g.ih() && g.ow() == g.iw();
    }

    /** Padded rows that a kernel may read for so many output rows: all phases of the rows that any tap reads. */
    private long paddedRows(long rows) {
        long sh = g.layer().sh();
        return (rows + (g.layer().windowHeight() - 1) / sh) * sh;
    }

    private int firstChannel(int channelUnit) {
        int ocg = g.layer().ocg();
        int units = Units.of(ocg, unit.channels());
        return channelUnit / units * ocg
                + Units.start(channelUnit % units, unit.channels(), Units.whole(ocg, unit.channels()));
    }

    /** As {@link Kernel#compute}, of a call with any ends. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        float[] floatsOfWindow = scratch.window(floats);
        if (pixels != null) {
            pixels.compute(call, p0, p1, floatsOfWindow);
            return;
        }
        if (unit == null) {
            plan.kernel().compute(plan, call, c0, c1, p0, p1, scratch);
            return;
        }
        ImageCall window = scratch.windowCall();
        int groupUnits = Units.of(g.layer().ocg(), unit.channels());
        try {
            for (int p = p0; p < p1; ) {
                int pEnd = Math.min(p1, p + pixelUnits);
                for (int c = c0; c < c1; ) {
                    int cEnd = (int) Math.min(c1, (c / groupUnits + (long) groups) * groupUnits);
                    window(plan, call, window, floatsOfWindow, c, cEnd, p, pEnd, scratch);
                    c = cEnd;
                }
                p = pEnd;
            }
        } finally {
            window.clear();
        }
    }

    private void window(
            Plan plan,
            ImageCall call,
            ImageCall window,
            float[] at,
            int c,
            int cEnd,
            int p,
            int pEnd,
            Scratch scratch) {
        boolean stripwise = strips != null && strips.strips() > 1;
        int first = stripwise ? p / strips.strips() * unit.pixels() : unit.firstPixel(p);
        int end = stripwise ? (int) Math.min(g.outPlane(), (long) first + unit.pixels()) : unit.firstPixel(pEnd);
        int oc = firstChannel(c);
        int ocEnd = firstChannel(cEnd);
        int xo = 0;
        if (readsInput) {
            int ic = oc / g.layer().ocg() * g.layer().icg();
            int icEnd = ((ocEnd - 1) / g.layer().ocg() + 1) * g.layer().icg();
            xo = read(call, ic, icEnd, stripwise ? first : unit.firstRead(p, pEnd), end, at);
        }
        if (call.y() != null && access == Access.NCHW) {
            window.set(call.weights(), at, xo, null, 0, call.y(), call.yo(), call.staged());
            window.pitches(inPitch, 0);
            window.partOf(call);
            plan.kernel().compute(plan, window, c, cEnd, p, pEnd, scratch);
            return;
        }
        window.set(call.weights(), at, xo, null, 0, at, outStart - oc * outPitch - first, call.staged());
        window.pitches(inPitch, outPitch);
        window.partOf(call);
        plan.kernel().compute(plan, window, c, cEnd, p, pEnd, scratch);
        if (!stripwise) {
            ports.write(call, oc, ocEnd - oc, first, end - first, at, outStart, outPitch);
            return;
        }
        int column = p % strips.strips() * strips.columns();
        int columns = Math.min(strips.columns(), g.ow() - column);
        for (int i = column; i < end - first; i += g.ow()) {
            ports.write(call, oc, ocEnd - oc, first + i, columns, at, outStart + i, outPitch);
        }
    }

    /** Copies what outputs {@code [first, end)} read; returns where the window's plane 0 would begin. */
    private int read(ImageCall call, int ic, int icEnd, int first, int end, float[] to) {
        int from = first;
        int pixels = end - first;
        if (!pixelForPixel()) {
            int sh = g.layer().sh();
            long a = first / g.ow() * (long) sh;
            long b = Math.min(a + paddedRows((end - 1) / g.ow() - first / g.ow() + 1), g.paddedHeight()) - 1;
            int low = RowsRead.first(g, (int) (a - g.padTop()), (int) (b - g.padTop()));
            int high = RowsRead.last(g, (int) (a - g.padTop()), (int) (b - g.padTop()));
            from = low * g.iw();
            pixels = Math.max(0, high - low + 1) * g.iw();
        }
        if (pixels > 0) {
            ports.read(call, ic, icEnd - ic, from, pixels, to, inStart, inPitch);
        }
        return inStart - ic * inPitch - from;
    }
}
