// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/** What the pointwise and the general kernel share: {@link PixelLanes}, {@link ChannelLanes}, {@link RowLanes}, {@link RunLanes} or {@link RegionLanes}, as {@link TileChoice} says. */
final class TapLoops {
    private TapLoops() {}

    static boolean accepts(Geometry g, Platform platform) {
        return platform.vectors() && PlaneLayout.fits(g) && TileChoice.of(g, platform) != null;
    }

    /** Whether loops can compute a geometry: weights and scratch fit arrays, and rows are as long as they ask for. */
    static boolean fits(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        return switch (axis) {
            case PIXELS -> PixelLanes.fits(g, tile, lanes);
            case CHANNELS -> ChannelLanes.fits(g, tile, lanes);
            case ROWS, IMAGE_ROWS -> RowLanes.fits(g, tile, axis, lanes);
            case PAIRS, RUNS -> RunLanes.fits(g, tile, axis, lanes);
            case REGIONS -> RegionBlocks.fits(g, lanes);
        };
    }

    static Layout layout(Geometry g, Platform platform) {
        TileChoice choice = TileChoice.of(g, platform);
        Layout layout = layout(g, platform, choice.tile(), choice.axis());
        return StagedBlocks.where(g, layout, unitSize(g, layout, platform.lanes()));
    }

    static Layout layout(Geometry g, Platform platform, Tile tile, LaneAxis axis) {
        return switch (axis) {
            case PIXELS -> PixelLanes.layout(g, tile, platform.lanes());
            case CHANNELS -> ChannelLanes.layout(g, tile, platform.lanes());
            case ROWS, IMAGE_ROWS -> RowLanes.layout(g, tile, axis, platform.lanes());
            case PAIRS, RUNS -> RunLanes.layout(g, tile, axis, platform.lanes());
            case REGIONS -> RegionBlocks.layout(g, platform.lanes());
        };
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
        return switch (layout.axis()) {
            case PIXELS -> new UnitSize(narrow, wide, Runs.plane(g));
            case CHANNELS -> new UnitSize(wide, narrow, Runs.plane(g));
            case ROWS, IMAGE_ROWS -> new UnitSize(wide, narrow, layout.runs());
            case PAIRS, RUNS -> RunLanes.unitSize(g, layout);
            case REGIONS -> null;
        };
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
        switch (plan.layout().axis()) {
            case PIXELS -> scratch.pixelLanes().compute(plan, call, c0, c1, p0, p1);
            case CHANNELS -> scratch.channelLanes().compute(plan, call, c0, c1, p0, p1);
            case ROWS, IMAGE_ROWS -> scratch.rowLanes().compute(plan, call, c0, c1, p0, p1);
            case PAIRS, RUNS -> scratch.runLanes().compute(plan, call, c0, c1, p0, p1);
            case REGIONS -> scratch.regionLanes().compute(plan, call, c0, c1, p0, p1);
        }
    }
}
