// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * A register tile and the axis its lanes run along: the pair of the least estimated cycles.
 *
 * <p>A tile that reaches over the end of the channels or pixels computes what nobody wants, so the best one depends on
 * their numbers. The constants were measured on an AVX2 core with two FMAs a cycle; only their ratios count.
 */
record TileChoice(Tile tile, LaneAxis axis) {
    /** Cycles a tap, beside one for each of its floats or vectors, to gather a panel. */
    private static final double GATHER_CYCLES = 2;

    /** The part of the FMA peak that the micro-kernels reach on a core whose front end another thread shares. */
    private static final double EFFICIENCY = 0.8;

    /** The same of the 3x3 tile, which has more instructions beside its multiply-adds. */
    private static final double EFFICIENCY_3X3 = 0.68;

    /** Cycles of a call of the micro-kernel, its accumulators loaded and stored. */
    private static final double CALL_CYCLES = 60;

    /** Cycles to turn one float of a tile of channels to NCHW. */
    private static final double TURN_CYCLES = 1.5;

    /** Cycles to copy one float of a tile that is not full out of scratch. */
    private static final double EDGE_CYCLES = 1;

    /** The choice for a platform with vectors. */
    static TileChoice of(Geometry g, Platform platform) {
        TileChoice best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : MicroKernels.tiles(platform)) {
            for (LaneAxis axis : LaneAxis.values()) {
                TileChoice choice = new TileChoice(tile, axis);
                double cycles = choice.cycles(g, platform);
                if (cycles < least) {
                    least = cycles;
                    best = choice;
                }
            }
        }
        return best;
    }

    /** The tile for lanes along pixels, of a matrix product of {@code taps} terms. */
    static Tile alongPixels(Geometry g, int taps, Platform platform) {
        Tile best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : MicroKernels.tiles(platform)) {
            double cycles = new TileChoice(tile, LaneAxis.PIXELS).cycles(g, taps, platform);
            if (cycles < least) {
                least = cycles;
                best = tile;
            }
        }
        return best;
    }

    private double cycles(Geometry g, Platform platform) {
        return cycles(g, g.layer().taps(), platform);
    }

    /** Estimated cycles of a group of one image. */
    private double cycles(Geometry g, int taps, Platform platform) {
        int wide = tile.vectors() * platform.lanes();
        int narrow = tile.channels();
        int ocg = g.layer().ocg();
        double run = CALL_CYCLES + (double) taps * narrow * tile.vectors() / (2 * efficiency());
        if (axis == LaneAxis.PIXELS) {
            double calls = (double) Units.of(g.outPlane(), wide) * Units.of(ocg, narrow);
            double gathers = (double) Units.of(g.outPlane(), wide) * taps * (GATHER_CYCLES + tile.vectors());
            double edges = (double) (ocg % narrow) * g.outPlane() * EDGE_CYCLES;
            return calls * run + gathers + edges;
        }
        double calls = (double) Units.of(g.outPlane(), narrow) * Units.of(ocg, wide);
        double gathers = (double) Units.of(g.outPlane(), narrow) * taps * (GATHER_CYCLES + narrow);
        return calls * run + gathers + calls * narrow * wide * TURN_CYCLES;
    }

    private double efficiency() {
        return tile.equals(MicroKernels.TILE_3X3) ? EFFICIENCY_3X3 : EFFICIENCY;
    }
}
