// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/** What the pointwise and the general kernel share: {@link PixelLanes} or {@link ChannelLanes}, as {@link TileChoice} says. */
final class TapLoops {
    private TapLoops() {}

    static boolean accepts(Geometry g, Platform platform) {
        if (!platform.vectors() || !PlaneLayout.fits(g)) {
            return false;
        }
        TileChoice choice = TileChoice.of(g, platform);
        return choice.axis() == LaneAxis.PIXELS
                ? PixelLanes.fits(g, choice.tile(), platform.lanes())
                : ChannelLanes.fits(g, choice.tile(), platform.lanes());
    }

    static Layout layout(Geometry g, Platform platform) {
        TileChoice choice = TileChoice.of(g, platform);
        return layout(g, platform, choice.tile(), choice.axis());
    }

    static Layout layout(Geometry g, Platform platform, Tile tile, LaneAxis axis) {
        return axis == LaneAxis.PIXELS
                ? PixelLanes.layout(g, tile, platform.lanes())
                : ChannelLanes.layout(g, tile, platform.lanes());
    }

    /** As {@link Kernel#packedFloats}. */
    static long packedFloats(Plan plan) {
        int channels = plan.layout().axis() == LaneAxis.PIXELS
                ? plan.tile().channels()
                : plan.tile().vectors() * plan.lanes();
        return WeightPacker.floats(plan.geometry().layer(), channels);
    }

    /** As {@link Kernel#unitSize}. */
    static UnitSize unitSize(Layout layout, int lanes) {
        int wide = layout.tile().vectors() * lanes;
        int narrow = layout.tile().channels();
        return layout.axis() == LaneAxis.PIXELS ? new UnitSize(narrow, wide) : new UnitSize(wide, narrow);
    }

    /** As {@link Kernel#compute}. */
    static void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch) {
        if (plan.layout().axis() == LaneAxis.PIXELS) {
            scratch.pixelLanes().compute(plan, call, c0, c1, p0, p1);
        } else {
            scratch.channelLanes().compute(plan, call, c0, c1, p0, p1);
        }
    }
}
