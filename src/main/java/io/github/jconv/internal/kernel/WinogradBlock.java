// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * How {@link WinogradChannelSlice} cuts the tiles of an image: rows of tiles into segments, of which some that follow each
 * other are a block.
 *
 * @param tile the register tile it is made for
 * @param segment tiles of a segment's first phase, at most
 * @param width tiles of a segment, of all phases, at most
 * @param segments segments of a row of tiles
 * @param units segments of a block
 * @param taps a tap for each input channel, whose tiles lie side by side in a block
 */
record WinogradBlock(Tile tile, int segment, int width, int segments, int units, TapList taps) {
    /** Output pixels of a segment's row at most: with more, outputs that are turned would leave the cache. */
    private static final int MOST_SEGMENT = 224;

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

    /** Transforming a channel of a tile, in the time of its products with one output channel: an estimate. */
    private static final double INPUT_COST = 12;

    /** Reading a weight from beyond the L2 cache, in the time of its products with one tile: an estimate. */
    private static final double WEIGHT_COST = 20;

    /** Floats of transformed weights that stay in the L2 cache. */
    private static final int NEAR_WEIGHTS = 1 << 18;

    /** Slices a thread at most, and the part of the time that one more is worth: a core that is busy elsewhere takes fewer. */
    private static final int SLICES_PER_THREAD = 8;

    private static final double SPREADING = 0.005;

    /** With the register tile of the least estimated cycles. */
    static WinogradBlock of(Geometry g, int lanes) {
        WinogradBlock best = null;
        double least = Double.MAX_VALUE;
        for (Tile tile : RowKernels.IMAGE_TILES) {
            WinogradBlock block = of(g, tile, lanes);
            double cycles = block.cycles(g, lanes);
            if (cycles < least) {
                least = cycles;
                best = block;
            }
        }
        return best;
    }

    /** For a register tile. */
    static WinogradBlock of(Geometry g, Tile tile, int lanes) {
        LayerSpec s = g.layer();
        int tilesWide = WinogradKernel.tilesOfPhase(g);
        int most = Math.max(1, MOST_SEGMENT / (WinogradKernel.out(s) * s.dw()));
        int segment = Units.of(tilesWide, Units.of(tilesWide, most));
        int segments = Units.of(tilesWide, segment);
        int width = Math.min(segment * s.dw(), WinogradKernel.tilesWide(g));
        boolean far = (double) WinogradKernel.ELEMENTS * s.icg() * s.outChannels() > FAR_WEIGHTS;
        int near = Math.max(1, INPUT_FLOATS / (WinogradKernel.ELEMENTS * s.icg()) / width);
        int mostUnits = Math.max(far ? MOST_TILES / width : 1, 2 * near);
        int all = WinogradKernel.tilesHigh(g) * segments;
        int best = 1;
        double least = Double.MAX_VALUE;
        for (int units = 1; units <= Math.min(mostUnits, all); units++) {
            double cost = calls(all, units, width, tile) * (far ? 1 + FAR_COST / units : units > near ? BEYOND_L2 : 1);
            if (cost <= least) {
                least = cost;
                best = units;
            }
        }
        int[] offsets = new int[s.icg()];
        for (int ic = 0; ic < offsets.length; ic++) {
            offsets[ic] = ic * best * width;
        }
        return new WinogradBlock(
                tile, segment, width, segments, best, TapList.all(offsets, tile, tile.vectors() * lanes));
    }

    /** Calls of the micro-kernel for {@code all} segments in blocks of {@code units}. */
    private static int calls(int all, int units, int width, Tile tile) {
        int rest = all % units;
        return all / units * Units.of(units * width, tile.channels()) + Units.of(rest * width, tile.channels());
    }

    /** Estimated cycles of a channel of one element's matrix. */
    double cycles(Geometry g, int lanes) {
        double fmas =
                tile.channels() * tile.vectors() / (tile.equals(RowKernels.TILE_8X2) ? EFFICIENCY_8X2 : EFFICIENCY);
        double calls = (double) calls(WinogradKernel.tilesHigh(g) * segments, units, width, tile)
                * Units.of(g.layer().outChannels(), tile.vectors() * lanes);
        return calls * fmas;
    }

    /** The cut of the least estimated time: what cuts cost is another transform of the input, or another reading of the weights. */
    Slices slices(Geometry g, int lanes, int threads) {
        LayerSpec s = g.layer();
        int channelUnits = Units.of(s.outChannels(), tile.vectors() * lanes);
        int pixelUnits = WinogradKernel.tilesHigh(g) * segments;
        boolean near = (double) WinogradKernel.ELEMENTS * s.icg() * s.outChannels() <= NEAR_WEIGHTS;
        Slices best = null;
        double least = Double.MAX_VALUE;
        for (int c = 1; c <= Math.min(threads, channelUnits); c++) {
            double channels = (double) Units.of(channelUnits, c) * tile.vectors() * lanes;
            for (int i = 1; i <= SLICES_PER_THREAD; i++) {
                int p = (int) Math.min(pixelUnits, (long) i * Units.of(threads, c));
                int inSlice = Units.of(pixelUnits, p);
                double products = (double) calls(inSlice, units, width, tile) * tile.channels() * channels;
                double transforms = INPUT_COST * inSlice * width;
                double readings = near ? 0 : WEIGHT_COST * channels * Units.of(inSlice, units);
                double rounds = Math.ceil((double) c * p / threads);
                double time = rounds * (products + transforms + readings) * (1 - SPREADING * i);
                if (time < least) {
                    least = time;
                    best = new Slices(c, p);
                }
            }
        }
        return best;
    }

    /** Tiles of a block at most. */
    int tiles() {
        return units * width;
    }
}
