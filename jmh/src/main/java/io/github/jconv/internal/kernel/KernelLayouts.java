// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import java.util.ArrayList;
import java.util.List;

/** The layouts that a kernel's code can run on this machine: what tests run through, and reports time. */
public final class KernelLayouts {
    private KernelLayouts() {}

    /** Whether a kernel can be laid out by any of the register tiles, and the lanes along either axis. */
    public static boolean hasTiles(Kernel kernel) {
        return kernel instanceof TapKernel;
    }

    /** The layout that the kernel chooses, or, where it has tiles, one of each tile and lane axis; planes are staged as a whole. */
    public static List<Layout> of(Kernel kernel, Geometry g, Platform here) {
        if (!hasTiles(kernel)) {
            return List.of(kernel.layout(g, here));
        }
        int lanes = here.lanes();
        List<Layout> layouts = new ArrayList<>();
        for (Tile tile : MicroKernels.TILES) {
            layouts.add(PixelLanes.layout(g, tile, LaneAxis.PIXELS, lanes));
            layouts.add(ChannelLanes.layout(g, tile, lanes));
        }
        if (PixelLanes.fits(g, MicroKernels.TILE_8X2, LaneAxis.FUSED, lanes)) {
            layouts.add(PixelLanes.layout(g, MicroKernels.TILE_8X2, LaneAxis.FUSED, lanes));
        }
        if (RunLanes.fits(g, RunTiles.PAIR, LaneAxis.PAIRS, lanes)) {
            layouts.add(RunLanes.layout(g, RunTiles.PAIR, LaneAxis.PAIRS, lanes));
        }
        for (Tile tile : RunTiles.TILES) {
            if (RunLanes.fits(g, tile, LaneAxis.RUNS, lanes)) {
                layouts.add(RunLanes.layout(g, tile, LaneAxis.RUNS, lanes));
            }
        }
        if (Region.cut(g).size() > 1) {
            layouts.add(RegionBlocks.layout(g, lanes));
        }
        for (Tile tile : RowKernels.TILES) {
            for (LaneAxis axis : List.of(LaneAxis.ROWS, LaneAxis.IMAGE_ROWS)) {
                if (RowLanes.fits(g, tile, axis, lanes)) {
                    layouts.add(RowLanes.layout(g, tile, axis, lanes));
                }
            }
        }
        return layouts;
    }
}
