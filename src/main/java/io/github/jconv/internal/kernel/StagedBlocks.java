// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Stages a large image block by block: of one group the rows that some pixel units read, just before they are computed, so
 * that loops over channels find them in the L2 cache. A staged copy of the whole image would go out to the L3 cache and come
 * back in pieces that no prefetcher foresees.
 *
 * <pre>
 *   scratch:  [that of the loops][a row of slack][block: channel][staged row]...[a row of slack]
 * </pre>
 *
 * <p>A tile may read what is beside its rows, in the padding between two: nobody uses it, and the slack holds it.
 */
final class StagedBlocks {
    /** Floats of a staged image that is as well read from a copy of the whole. */
    private static final int SMALL_IMAGE = 160 * 1024;

    /** The same of a kernel of one row. */
    private static final int SMALL_IMAGE_OF_ROWS = 256 * 1024;

    /** Floats of a block at most: 3/8 of a 1 MB L2 cache. */
    private static final int BLOCK_FLOATS = 96 * 1024;

    /** Floats of a block that runs of pixels read from the L1 cache, beside their weights. */
    private static final int L1_FLOATS = 7_680;

    /** Output rows of a block in the L1 cache at least, unless they are all: each block stages some rows again. */
    private static final int ENOUGH_ROWS = 8;

    /** Floats of a block and what the loops need beside it. */
    private static final int SLICE_FLOATS = 160 * 1024;

    /** Pixels of a block at least: each reads the weights once. */
    private static final int LEAST_PIXELS = 224;

    private final PlaneLayout planes;
    private final UnitSize unit;
    private final int units;
    private final int start;
    private final boolean zeroBorders;

    private StagedBlocks(PlaneLayout planes, UnitSize unit, int units, int start) {
        this.planes = planes;
        this.unit = unit;
        this.units = units;
        this.start = start;
        zeroBorders = planes.zeroBorders();
    }

    /** The layout with blocks where they pay, else as it is. */
    static Layout where(Geometry g, Layout layout, UnitSize unit, int lanes) {
        PlaneLayout whole = layout.planes();
        if (!whole.staged() || unit == null) {
            return layout;
        }
        boolean runs = layout.axis() == LaneAxis.RUNS || layout.axis() == LaneAxis.PAIRS;
        int near = runs ? pixels(g, whole, L1_FLOATS) : 0;
        if (near >= Math.min(ENOUGH_ROWS, g.oh()) * g.ow() && whole.stagedFloats() > L1_FLOATS) {
            return cut(g, layout, unit, Math.max(1, near / unit.pixels()), lanes);
        }
        if (whole.stagedFloats() < (g.layer().kh() == 1 ? SMALL_IMAGE_OF_ROWS : SMALL_IMAGE)) {
            return layout;
        }
        int pixels = pixels(g, whole, Math.min(BLOCK_FLOATS, SLICE_FLOATS - layout.sliceFloats()));
        int least = runs ? Math.min(LEAST_PIXELS, g.outPlane()) : LEAST_PIXELS;
        return pixels < Math.max(least, Math.min(unit.pixels(), g.outPlane()))
                ? layout
                : cut(g, layout, unit, Math.max(1, pixels / unit.pixels()), lanes);
    }

    /** The layout with blocks of {@code units} pixel units. */
    static Layout cut(Geometry g, Layout layout, UnitSize unit, int units, int lanes) {
        PlaneLayout planes = PlaneLayout.ofBlock(g, rows(g, (long) units * unit.pixels()), lanes);
        StagedBlocks blocks = new StagedBlocks(planes, unit, units, layout.sliceFloats() + planes.rowPitch());
        int slack = 2 * planes.rowPitch() + PlaneLayout.SLACK;
        return layout.with(planes, blocks, layout.sliceFloats() + g.layer().icg() * planes.planeFloats() + slack);
    }

    /** Pixels, wherever the first one lies, whose staged rows of a group are no more than {@code floats}. */
    private static int pixels(Geometry g, PlaneLayout whole, int floats) {
        long staged = floats / ((long) g.layer().icg() * whole.rowPitch());
        long rows = (staged - g.layer().windowHeight()) / PlaneLayout.rowsPerOutput(g);
        return (int) Math.min(g.outPlane(), rows * g.ow());
    }

    /** Staged rows that so many pixels read at most. */
    private static int rows(Geometry g, long pixels) {
        return (int) ((UnitSize.rows(g, pixels) - 1) * PlaneLayout.rowsPerOutput(g)
                + g.layer().windowHeight());
    }

    /** As {@link Kernel#compute}. */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        int groupUnits = Units.of(g.layer().ocg(), unit.channels());
        ImageCall block = scratch.blockCall();
        if (zeroBorders) {
            // They stay: each block is staged between them.
            int rows = g.layer().icg() * planes.planeFloats() / planes.rowPitch();
            PlanePacker.borders(planes, scratch.floats(), start, rows);
        }
        try {
            for (int p = p0; p < p1; p += units) {
                int pEnd = Math.min(p1, p + units);
                for (int c = c0; c < c1; ) {
                    int group = c / groupUnits;
                    int cEnd = Math.min(c1, (group + 1) * groupUnits);
                    int first = stage(plan, call, group, p, pEnd, scratch);
                    block.stagedBlock(call, scratch.floats(), origin(g, group) - first * planes.rowPitch());
                    TapKernel.computeStaged(plan, block, c, cEnd, p, pEnd, scratch);
                    c = cEnd;
                }
            }
        } finally {
            block.clear();
        }
    }

    /** Where the first staged row of the image's first channel would be, were the block of a group to begin with it. */
    private int origin(Geometry g, int group) {
        return start - group * g.layer().icg() * planes.planeFloats();
    }

    /** Stages what pixel units {@code [p, pEnd)} of a group read; returns the first staged row. */
    private int stage(Plan plan, ImageCall call, int group, int p, int pEnd, Scratch scratch) {
        Geometry g = plan.geometry();
        LayerSpec s = g.layer();
        int firstPixel = unit.firstRead(p, pEnd);
        int lastPixel = Math.max(firstPixel, unit.firstPixel(pEnd) - 1);
        int rows = PlaneLayout.rowsPerOutput(g);
        int first = firstPixel / g.ow() * rows;
        long behind = (long) (lastPixel / g.ow()) * rows + s.windowHeight();
        int end = (int) Math.min(behind, planes.rowSource().length);
        int ic = group * s.icg();
        int to = origin(g, group) - first * planes.rowPitch();
        if (plan.windows() != null) {
            plan.windows().stage(call.caller(), ic, ic + s.icg(), first, end, to, !zeroBorders, scratch);
            return first;
        }
        for (int i = ic; i < ic + s.icg(); i++) {
            int plane = call.xo() + i * g.inPlane();
            int at = to + i * planes.planeFloats();
            // Behind a plane is the next one, or slack.
            PlanePacker.rows(
                    g, planes, call.x(), plane, scratch.floats(), at, first, end, PlaneLayout.SLACK, !zeroBorders);
        }
        return first;
    }
}
