// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * The list of taps, on vectors: any kernel size, stride, dilation, padding and groups. It is computed by {@link PixelLanes},
 * {@link ChannelLanes}, {@link RowLanes}, {@link RunLanes} or {@link RegionLanes}, as {@link TileChoice} says.
 *
 * <p>1x1 without padding goes by a name of its own: there it is a matrix product of weights and planes, whose pixels are one
 * run.
 *
 * <p>Comparisons in place of a switch, whose class would be 1 KB of the jar.
 */
final class TapKernel implements Kernel {
    /** 1x1 without padding. */
    static final TapKernel POINTWISE = new TapKernel("pointwise");

    static final TapKernel GENERAL = new TapKernel("general");

    private final String name;

    private TapKernel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean accepts(Geometry g, Platform platform) {
        return (this == GENERAL || isPointwise(g))
                && platform.vectors()
                && PlaneLayout.fits(g)
                && TileChoice.of(g, platform) != null;
    }

    private static boolean isPointwise(Geometry g) {
        LayerSpec s = g.layer();
        return s.kh() == 1 && s.kw() == 1 && g.unpadded() && s.icg() > 1;
    }

    @Override
    public Layout layout(Geometry g, Platform platform) {
        TileChoice choice = TileChoice.of(g, platform);
        int lanes = platform.lanes();
        Layout layout = layout(g, choice.tile(), choice.axis(), lanes);
        return StagedBlocks.where(g, layout, unitSize(g, layout, lanes), lanes);
    }

    @Override
    public Layout layout(Geometry g, Platform platform, Layout like) {
        return layout(g, like.tile(), like.axis(), platform.lanes());
    }

    private static Layout layout(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        if (axis.ofPanels()) {
            return PixelLanes.layout(g, tile, axis, lanes);
        }
        if (axis == LaneAxis.CHANNELS) {
            return ChannelLanes.layout(g, tile, lanes);
        }
        if (axis == LaneAxis.REGIONS) {
            return RegionBlocks.layout(g, lanes);
        }
        return axis.alongRows() ? RowLanes.layout(g, tile, axis, lanes) : RunLanes.layout(g, tile, axis, lanes);
    }

    @Override
    public boolean fits(Geometry g, Platform platform, Layout like) {
        return fits(g, like.tile(), like.axis(), platform.lanes());
    }

    /** Whether loops can compute a geometry: weights and scratch fit arrays, and rows are as long as they ask for. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        if (axis.ofPanels()) {
            return PixelLanes.fits(g, tile, axis, lanes);
        }
        if (axis == LaneAxis.CHANNELS) {
            return ChannelLanes.fits(g, tile, lanes);
        }
        if (axis == LaneAxis.REGIONS) {
            return RegionBlocks.fits(g, lanes);
        }
        return axis.alongRows() ? RowLanes.fits(g, tile, axis, lanes) : RunLanes.fits(g, tile, axis, lanes);
    }

    @Override
    public int loops(Plan plan) {
        Runs runs = plan.layout().runs();
        int last = runs == null ? 0 : runs.last(plan.tile().broadcasts());
        Geometry g = plan.geometry();
        int threes = plan.layout().axis().alongRows() && TapList.inThrees(g.layer()) ? 8 : 0;
        return this == GENERAL ? 16 * last + threes + RowLanes.kernels(g) : last;
    }

    @Override
    public long packedFloats(Plan plan) {
        int channels = plan.layout().axis().alongPixels()
                ? plan.tile().broadcasts()
                : plan.tile().vectors() * plan.lanes();
        return WeightPacker.floats(plan.geometry().layer(), channels);
    }

    @Override
    public UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        int wide = layout.tile().vectors() * lanes;
        int narrow = layout.tile().broadcasts();
        LaneAxis axis = layout.axis();
        if (axis == LaneAxis.REGIONS) {
            return null;
        }
        if (axis.ofPanels()) {
            return new UnitSize(narrow, wide, Runs.plane(g));
        }
        if (axis.alongPixels()) {
            return RunLanes.unitSize(g, layout);
        }
        return new UnitSize(wide, narrow, axis.alongRows() ? layout.runs() : Runs.plane(g));
    }

    @Override
    public void stage(Plan plan, ImageCall call, int from, int to) {
        PlanePacker.planes(plan, call, from, to);
    }

    @Override
    public void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        StagedBlocks blocks = plan.layout().blocks();
        if (blocks == null) {
            computeStaged(plan, call, c0, c1, p0, p1, scratch);
        } else {
            blocks.compute(plan, call, c0, c1, p0, p1, scratch);
        }
    }

    /** The same where planes are staged, as far as they are read. */
    static void computeStaged(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        LaneAxis axis = plan.layout().axis();
        if (axis.ofPanels()) {
            scratch.pixelLanes().compute(plan, call, c0, c1, p0, p1);
        } else if (axis == LaneAxis.CHANNELS) {
            scratch.channelLanes().compute(plan, call, c0, c1, p0, p1);
        } else if (axis == LaneAxis.REGIONS) {
            scratch.regionLanes().compute(plan, call, c0, c1, p0, p1);
        } else if (axis.alongRows()) {
            scratch.rowLanes().compute(plan, call, c0, c1, p0, p1);
        } else {
            scratch.runLanes().compute(plan, call, c0, c1, p0, p1);
        }
    }
}
