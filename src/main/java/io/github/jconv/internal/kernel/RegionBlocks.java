// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * The layout of {@link RegionLanes}, and how much of it they gather and keep at a time: panels, weights and sums that fit the L2
 * cache together. And what that costs.
 */
final class RegionBlocks {
    static final Tile TILE = RowKernels.TILE_14X2;

    /** What a region's last pixels are computed with, if they are few. */
    static final Tile REST = RowKernels.TILE_4X2;

    /** Taps of a block at most. */
    static final int BLOCK_TAPS = 256;

    /** Pixel tiles of a block at most. */
    static final int BLOCK_TILES = 9;

    /** Sums that are kept at most. */
    private static final int SUMS_FLOATS = 108 * 1024;

    /** Channel tiles of which sums are kept at most. */
    private static final int KEPT_CHANNELS = 8;

    /** The part of the FMA peak that regions reach, of what they multiply. */
    private static final double EFFICIENCY = 0.92;

    /** Cycles to gather one piece of a row for a tap of a region. */
    private static final double PIECE_CYCLES = 4;

    /** Cycles of a call for a region, whose sums come from beyond the L1 cache. */
    private static final double CALL_CYCLES = 100;

    private RegionBlocks() {}

    /** Whether weights fit an array. */
    static boolean fits(Geometry g, int lanes) {
        return WeightPacker.fits(g.layer(), TILE.vectors() * lanes);
    }

    /** The layout for an input that is an array of planes. */
    static Layout layout(Geometry g, int lanes) {
        return layout(g, lanes, readsInput(g) ? PlaneLayout.ofWindow(g, g.inPlane()) : PlaneLayout.of(g, lanes));
    }

    /** The layout for an input that is staged. */
    static Layout stagedLayout(Geometry g, int lanes) {
        return layout(g, lanes, PlaneLayout.of(g, lanes));
    }

    private static Layout layout(Geometry g, int lanes, PlaneLayout planes) {
        int channelTiles = g.layer().groups() * WeightPacker.tiles(g.layer(), TILE.vectors() * lanes);
        RegionTiles tiles = new RegionTiles(g, planes, lanes);
        int scratch = scratchFloats(g.layer(), lanes, tiles.tiles());
        return new Layout(TILE, LaneAxis.REGIONS, channelTiles, tiles.tiles(), true, planes, null, scratch).with(tiles);
    }

    /** Whether what is inside the image is all that regions read, and their columns lie side by side. */
    private static boolean readsInput(Geometry g) {
        LayerSpec s = g.layer();
        boolean rows = s.padding().heightMode() == PaddingMode.ZEROS || g.padTop() + g.padBottom() == 0;
        boolean columns = s.padding().widthMode() == PaddingMode.ZEROS || g.padLeft() + g.padRight() == 0;
        return s.sw() == 1 && rows && columns;
    }

    /** Pixels that are computed where so many are wanted; one of a tile of few counts for more, as it takes longer. */
    private static double computed(int pixels) {
        int rest = pixels % TILE.broadcasts();
        boolean few = rest <= 2 * REST.broadcasts();
        return pixels - rest + (few ? 1.5 * REST.broadcasts() * Units.of(rest, REST.broadcasts()) : TILE.broadcasts());
    }

    /** Channel tiles of a chunk: all chunks of a group have as many, the last one fewer. */
    static int keptChannels(LayerSpec s, int lanes) {
        int all = WeightPacker.tiles(s, TILE.vectors() * lanes);
        return Units.of(all, Units.of(all, KEPT_CHANNELS));
    }

    /** Pixel tiles of a chunk at most, of {@code tiles} of a plane. */
    static int keptTiles(LayerSpec s, int lanes, int tiles) {
        int tileFloats = keptChannels(s, lanes) * TILE.vectors() * lanes * TILE.broadcasts();
        return Math.min(tiles, Math.max(1, SUMS_FLOATS / tileFloats));
    }

    /** Floats of scratch: see {@link RegionLanes}. */
    static int scratchFloats(LayerSpec s, int lanes, int tiles) {
        int wide = TILE.vectors() * lanes;
        int sums = Scratch.SLACK + keptTiles(s, lanes, tiles) * TILE.broadcasts() * keptChannels(s, lanes) * wide;
        int turned = BLOCK_TILES * TILE.broadcasts() * wide;
        return sums + panelFloats(lanes) + (BLOCK_TAPS + 1) * wide + Turn.squareFloats(lanes) + turned;
    }

    /** Floats of a tile's panel a tap: whole vectors. */
    static int pitch(int lanes) {
        return Units.of(TILE.broadcasts(), lanes) * lanes;
    }

    static int panelFloats(int lanes) {
        return BLOCK_TILES * BLOCK_TAPS * pitch(lanes) + lanes;
    }

    /** Estimated cycles of a group of one image, as {@link TileChoice#cycles}. */
    static double cycles(Geometry g, Platform platform) {
        int wide = TILE.vectors() * platform.lanes();
        int channelTiles = Units.of(g.layer().ocg(), wide);
        double cycles = 0;
        for (Region region : Region.cut(g)) {
            int taps = g.layer().icg() * region.tapsPerPlane();
            double calls = Units.of(region.pixels(), TILE.broadcasts()) * (double) Units.of(taps, BLOCK_TAPS);
            double pixels = computed(region.pixels());
            double fmas = taps * pixels * TILE.vectors() / (platform.fmas() * EFFICIENCY);
            double pieces = (double) region.rows() * Units.of(region.columns(), platform.lanes()) * taps;
            cycles += channelTiles * (calls * CALL_CYCLES + fmas + pixels * wide * TileChoice.TURN_CYCLES)
                    + pieces * PIECE_CYCLES;
        }
        return cycles;
    }
}
