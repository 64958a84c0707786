// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import java.util.List;

/** The tiles of {@link RunLanes}, and the rows that a plane has for them: what {@link TileChoice} asks. */
final class RunTiles {
    static final Tile TILE_8X2 = new Tile(8, 2);
    static final Tile TILE_7X2 = new Tile(7, 2);
    static final Tile TILE_4X4 = new Tile(4, 4);
    static final Tile TILE_3X4 = new Tile(3, 4);

    /** The tiles of runs. */
    static final List<Tile> TILES = List.of(TILE_8X2, TILE_7X2, TILE_4X4, TILE_3X4);

    /** The tile of pairs of rows. */
    static final Tile PAIR = TILE_8X2;

    /** Floats of a way of the L1 cache, and ways. */
    private static final int WAY_FLOATS = 1024;

    private static final int WAYS = 8;

    /** Pixels of a row where a plane is one run: a multiple of all tiles. */
    static final int RUN_PIXELS = 256;

    private RunTiles() {}

    /** The tiles of runs worth a choice on a platform. */
    static List<Tile> tiles(Platform platform) {
        return platform.registers() >= 32 ? TILES : List.of();
    }

    /** Whether rows of the input and the output follow each other. */
    static boolean isOneRun(Geometry g) {
        return PlaneLayout.readsInput(g) && PlaneLayout.rowStep(g) == g.ow();
    }

    /** Pixels of a row that {@link RunKernels} go along. */
    static int rowPixels(Geometry g) {
        return isOneRun(g) ? Math.min(g.outPlane(), RUN_PIXELS) : g.ow();
    }

    /** Whether taps of more planes than a set of the L1 cache has ways lie in the same set. */
    static boolean planesCollide(Geometry g) {
        return PlaneLayout.readsInput(g)
                && g.inPlane() % WAY_FLOATS == 0
                && g.layer().icg() > WAYS;
    }

    /** Whether pairs of rows are so long, or so much lies behind them, that {@link RunKernels} can go along them. */
    static boolean longRows(Geometry g, int lanes) {
        int span = PAIR.vectors() * lanes;
        return g.ow() >= span || g.ow() > lanes && span <= PlaneLayout.SLACK && !PlaneLayout.readsInput(g);
    }

    /** Calls of {@link RunKernels} for a plane and channel tile. */
    static double runs(Geometry g, Tile tile, LaneAxis axis, int lanes) {
        int span = tile.vectors() * lanes;
        if (axis == LaneAxis.RUNS) {
            return isOneRun(g) ? Units.of(g.outPlane(), span) : (double) g.oh() * Units.of(g.ow(), span);
        }
        int left = g.ow() % span;
        return longRows(g, lanes) ? (double) g.oh() * (g.ow() / span + (left > lanes ? 1 : 0)) : 0;
    }

    /** Calls of {@link RunKernels#pair8x2}. */
    static double pairs(Geometry g, LaneAxis axis, int lanes) {
        if (axis == LaneAxis.RUNS) {
            return 0;
        }
        int left = longRows(g, lanes) ? g.ow() % (PAIR.vectors() * lanes) : g.ow();
        boolean alongRow = longRows(g, lanes) && left > lanes;
        return alongRow ? 0 : (double) Units.of(g.oh(), 2) * Units.of(left, lanes);
    }
}
