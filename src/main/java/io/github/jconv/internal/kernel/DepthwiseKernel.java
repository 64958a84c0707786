package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * Depthwise: each output channel reads one input channel (groups == in_channels, any multiplier).
 *
 * <p>Few taps an output leave no time to gather panels; loads and memory set the limit. So each plane goes block of rows
 * by block of rows through a small staged copy that stays in the L1 cache, or is read in place where it needs no
 * padding, and {@link DepthwiseRows} adds the taps with the weights in registers. A channel unit is an output channel,
 * a pixel unit a block of output rows.
 */
final class DepthwiseKernel implements Kernel {
    /** Staged floats of a block: half of a 32 KB L1 cache. */
    private static final int BLOCK_FLOATS = 4096;

    @Override
    public String name() {
        return "depthwise";
    }

    @Override
    public boolean accepts(Geometry g, Platform platform) {
        return platform.vectors() && g.layer().depthwise() && PlaneLayout.fits(g, 1);
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        PlaneLayout planes = PlaneLayout.ofRows(g);
        int rows = blockRows(g, planes);
        int blocks = (g.oh() + rows - 1) / rows;
        int staged = inPlace(g, planes, platform.lanes()) ? 0 : blockInputRows(g, rows) * planes.rowPitch();
        return new Layout(
                new Tile(1, tileVectors(g)),
                LaneAxis.PIXELS,
                g.layer().outChannels(),
                blocks,
                false,
                planes,
                PlaneLayout.SLACK + staged + PlaneLayout.SLACK);
    }

    /** A row shorter than a vector is always copied: whole vectors would pass the end of the input. */
    private static boolean inPlace(Geometry g, PlaneLayout planes, int lanes) {
        return !planes.staged() && g.ow() >= lanes;
    }

    /** A dense 3x3 kernel of stride 1: output rows share input rows, and taps lie side by side. */
    static boolean sharesRows(Geometry g) {
        LayerSpec s = g.layer();
        return s.kh() == 3 && s.kw() == 3 && s.sh() == 1 && s.sw() == 1 && s.dh() == 1 && s.dw() == 1;
    }

    private static int tileVectors(Geometry g) {
        return sharesRows(g) ? DepthwiseRows.SHARED_ROWS : DepthwiseRows.WIDE_VECTORS;
    }

    /**
     * Output rows of a block: as many as the staged rows leave room for, but at least as many as the window has rows, so
     * that no row is staged more than about twice.
     */
    private static int blockRows(Geometry g, PlaneLayout planes) {
        LayerSpec s = g.layer();
        long fitting = (BLOCK_FLOATS / planes.rowPitch() - s.windowHeight()) / s.sh() + 1;
        long least = (s.windowHeight() + s.sh() - 1) / s.sh();
        long rows = Math.max(fitting, least);
        long shared = Math.max(DepthwiseRows.SHARED_ROWS, rows - rows % DepthwiseRows.SHARED_ROWS);
        return (int) Math.min(g.oh(), shared);
    }

    private static int blockInputRows(Geometry g, int rows) {
        return (int) Math.min(
                g.paddedHeight(), (rows - 1L) * g.layer().sh() + g.layer().windowHeight());
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        Geometry g = plan.geometry();
        int multiplier = g.layer().ocg();
        int rows = blockRows(g, plan.layout().planes());
        for (int oc = c0; oc < c1; ) {
            int end = Math.min(c1, (oc / multiplier + 1) * multiplier);
            for (int p = p0; p < p1; p++) {
                block(plan, call, oc, end, p * rows, Math.min(g.oh(), (p + 1) * rows), scratch);
            }
            oc = end;
        }
    }

    /** Output rows {@code [r0, r1)} of output channels {@code [c0, c1)}, which share an input plane. */
    private static void block(Plan plan, ImageCall call, int c0, int c1, int r0, int r1, Scratch scratch) {
        Geometry g = plan.geometry();
        LayerSpec s = g.layer();
        PlaneLayout planes = plan.layout().planes();
        int plane = call.xo() + c0 / s.ocg() * g.inPlane();
        int firstRow = r0 * s.sh();
        float[] x = scratch.floats();
        int xo = PlaneLayout.SLACK;
        if (planes.staged()) {
            int rows = blockInputRows(g, r1 - r0);
            PlanePacker.rows(g, planes, call.x(), plane, firstRow, firstRow + rows, x, xo);
        } else if (inPlace(g, planes, plan.lanes())) {
            x = call.x();
            xo = plane + firstRow * g.iw();
        } else {
            int rows = blockInputRows(g, r1 - r0);
            System.arraycopy(call.x(), plane + firstRow * g.iw(), x, xo, rows * g.iw());
        }
        for (int oc = c0; oc < c1; oc++) {
            int yo = call.yo() + oc * g.outPlane() + r0 * g.ow();
            DepthwiseRows.run(
                    g,
                    planes,
                    x,
                    xo,
                    r1 - r0,
                    call.weights().oihw(),
                    oc * s.taps(),
                    call.weights().bias()[oc],
                    call.y(),
                    yo,
                    scratch.floats());
        }
    }
}
