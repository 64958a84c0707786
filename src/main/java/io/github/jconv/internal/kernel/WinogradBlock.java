// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * How {@link WinogradChannelSlice} cuts the tiles of an image: rows of tiles into segments, of which some that follow each
 * other are a block.
 *
 * @param segment tiles of a segment, at most
 * @param segments segments of a row of tiles
 * @param units segments of a block
 */
record WinogradBlock(int segment, int segments, int units) {
    /** Image tiles of a segment at most: with more, outputs that are turned would leave the cache. */
    private static final int MOST_SEGMENT = 56;

    /** The part of the FMA peak that the tiles reach; 8x2 loads more vectors a multiply-add. */
    private static final double EFFICIENCY = 0.97;

    private static final double EFFICIENCY_8X2 = 0.87;

    /** Floats of transformed input that stay in the L2 cache beside weights and sums. */
    private static final int INPUT_FLOATS = 1 << 17;

    /** Floats of transformed weights beyond which they come from memory. */
    private static final int FAR_WEIGHTS = 6 << 20;

    /** Tiles of a block at most where they do. */
    private static final int MOST_TILES = 112;

    /** The time of reading such weights once, in that of a unit's multiplications: an estimate. */
    private static final double FAR_COST = 0.5;

    /** The time of a block whose transformed input is larger than the L2 cache. */
    private static final double BEYOND_L2 = 1.05;

    /** The register tile of the least estimated cycles. */
    static Tile tile(Geometry g, int lanes) {
        Tile best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : RowKernels.IMAGE_TILES) {
            double cycles = cycles(g, tile, lanes);
            if (cycles < least) {
                least = cycles;
                best = tile;
            }
        }
        return best;
    }

    /** Estimated cycles of a channel of one element's matrix. */
    static double cycles(Geometry g, Tile tile, int lanes) {
        double fmas =
                tile.channels() * tile.vectors() / (tile.equals(RowKernels.TILE_8X2) ? EFFICIENCY_8X2 : EFFICIENCY);
        double calls = of(g, tile).calls(g, tile) * Units.of(g.layer().outChannels(), tile.vectors() * lanes);
        return calls * fmas;
    }

    /** The cut for a register tile. */
    static WinogradBlock of(Geometry g, Tile tile) {
        Geometry tiled = WinogradKernel.tiled(g);
        LayerSpec s = g.layer();
        int segments = Units.of(tiled.ow(), MOST_SEGMENT);
        int segment = Units.of(tiled.ow(), segments);
        segments = Units.of(tiled.ow(), segment);
        boolean far = (double) WinogradKernel.ELEMENTS * s.icg() * s.outChannels() > FAR_WEIGHTS;
        int near = Math.max(1, INPUT_FLOATS / (WinogradKernel.ELEMENTS * s.icg()) / segment);
        int most = Math.max(far ? MOST_TILES / segment : 1, 2 * near);
        WinogradBlock best = null;
        double least = Double.MAX_VALUE;
        for (int units = 1; units <= Math.min(most, tiled.oh() * segments); units++) {
            WinogradBlock block = new WinogradBlock(segment, segments, units);
            double cost = block.calls(g, tile) * (far ? 1 + FAR_COST / units : units > near ? BEYOND_L2 : 1);
            if (cost <= least) {
                least = cost;
                best = block;
            }
        }
        return best;
    }

    /** Calls of the micro-kernel for all tiles. */
    private int calls(Geometry g, Tile tile) {
        Geometry tiled = WinogradKernel.tiled(g);
        int all = tiled.oh() * segments;
        int rest = all % units;
        return all / units * Units.of(units * segment, tile.channels()) + Units.of(rest * segment, tile.channels());
    }

    /** Tiles of a block at most. */
    int tiles() {
        return units * segment;
    }
}
