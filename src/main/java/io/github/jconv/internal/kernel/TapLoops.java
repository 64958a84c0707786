// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * What the pointwise and the general kernel share: {@link PixelLanes}, {@link ChannelLanes}, {@link RowLanes}, {@link RunLanes}
 * or {@link RegionLanes}, as {@link TileChoice} says. Comparisons in place of a switch, whose class would be 1 KB of the jar.
 */
final class TapLoops {
    private TapLoops() {}

    static boolean accepts(Geometry g, Platform platform) {
        return platform.vectors() && PlaneLayout.fits(g) && TileChoice.of(g, platform) != null;
    }

    /** Whether loops can compute a geometry: weights and scratch fit arrays, and rows are as long as they ask for. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        if (axis == LaneAxis.PIXELS) {
            return PixelLanes.fits(g, tile, lanes);
        }
        if (axis == LaneAxis.CHANNELS) {
            return ChannelLanes.fits(g, tile, lanes);
        }
        if (axis == LaneAxis.REGIONS) {
            return RegionBlocks.fits(g, lanes);
        }
        return axis.alongRows() ? RowLanes.fits(g, tile, axis, lanes) : RunLanes.fits(g, tile, axis, lanes);
    }

    static Layout layout(Geometry g, Platform platform) {
        TileChoice choice = TileChoice.of(g, platform);
        Layout layout = layout(g, platform, choice.tile(), choice.axis());
        return StagedBlocks.where(g, layout, unitSize(g, layout, platform.lanes()), platform.lanes());
    }

    static Layout layout(Geometry g, Platform platform, Tile tile, LaneAxis axis) {
        int lanes = platform.lanes();
        if (axis == LaneAxis.PIXELS) {
            return PixelLanes.layout(g, tile, lanes);
        }
        if (axis == LaneAxis.CHANNELS) {
            return ChannelLanes.layout(g, tile, lanes);
        }
        if (axis == LaneAxis.REGIONS) {
            return RegionBlocks.layout(g, lanes);
        }
        return axis.alongRows() ? RowLanes.layout(g, tile, axis, lanes) : RunLanes.layout(g, tile, axis, lanes);
    }

    /** As {@link Kernel#packedFloats}. */
    static long packedFloats(Plan plan) {
        int channels = plan.layout().axis().alongPixels()
                ? plan.tile().channels()
                : plan.tile().vectors() * plan.lanes();
        return WeightPacker.floats(plan.geometry().layer(), channels);
    }

    /** As {@link Kernel#unitSize}. */
    static UnitSize unitSize(Geometry g, Layout layout, int lanes) {
        int wide = layout.tile().vectors() * lanes;
        int narrow = layout.tile().channels();
        LaneAxis axis = layout.axis();
        if (axis == LaneAxis.REGIONS) {
            return null;
        }
        if (axis == LaneAxis.PIXELS) {
            return new UnitSize(narrow, wide, Runs.plane(g));
        }
        if (axis.alongPixels()) {
            return RunLanes.unitSize(g, layout);
        }
        return new UnitSize(wide, narrow, axis.alongRows() ? layout.runs() : Runs.plane(g));
    }

    /** As {@link Kernel#compute}. */
    static void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        StagedBlocks blocks = plan.layout().blocks();
        if (blocks == null) {
            loops(plan, call, c0, c1, p0, p1, scratch);
        } else {
            blocks.compute(plan, call, c0, c1, p0, p1, scratch);
        }
    }

    /** The same where planes are staged, as far as they are read. */
    static void loops(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        LaneAxis axis = plan.layout().axis();
        if (axis == LaneAxis.PIXELS) {
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
