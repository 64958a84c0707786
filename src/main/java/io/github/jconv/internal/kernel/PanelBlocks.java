// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;

/**
 * How many taps and pixel tiles are gathered at a time. Where the weights fit the L2 cache, a panel of many taps, and
 * several tiles only if their taps are few, so that a channel's outputs are stored in longer runs. Where they do not, short
 * panels of several tiles: each weight that comes from afar then serves them all. And what gathering costs.
 */
final class PanelBlocks {
    /** Floats of weights of a group that come from beyond a share of the L3 cache, at a cost that counts. */
    private static final int LARGE_WEIGHTS = 3 * 1024 * 1024;

    /** Taps of a block where weights are large. */
    private static final int SHORT_TAPS = 256;

    /** Floats of a panel in the L2 cache. */
    private static final int PANEL_FLOATS = 48 * 1024;

    /** Floats of a block's panels where taps are few. */
    private static final int BLOCK_FLOATS = 32 * 1024;

    private static final int MOST_TILES = 8;

    /**
     * Cycles a tap to gather a panel of one run of pixels with 32 registers. What comes from afar costs more than its number.
     */
    private static final double GATHER_CYCLES = 12;

    /** The same of pieces of rows. */
    private static final double GATHER_ROWS_CYCLES = 19;

    /** Both where two FMAs begin a cycle: such cores look farther ahead, and gather while they multiply. */
    private static final double GATHER_CYCLES_2 = 5;

    private static final double GATHER_ROWS_CYCLES_2 = 16;

    /** The same with 16 registers, beside one cycle for each of its floats or vectors. */
    private static final double GATHER_CYCLES_16 = 4;

    private PanelBlocks() {}

    /** Cycles a tap to gather a panel of {@code parts} vectors or, where pixels are broadcast, floats. */
    static double gatherCycles(boolean oneRun, int parts, Platform platform) {
        if (platform.registers() < 32) {
            return GATHER_CYCLES_16 + parts;
        }
        boolean two = TileChoice.twoFmas(platform);
        if (oneRun) {
            return two ? GATHER_CYCLES_2 : GATHER_CYCLES;
        }
        return two ? GATHER_ROWS_CYCLES_2 : GATHER_ROWS_CYCLES;
    }

    private static boolean isShort(LayerSpec s) {
        return s.taps() > SHORT_TAPS && (long) s.ocg() * s.taps() > LARGE_WEIGHTS;
    }

    /** Taps of a block, all or some. */
    static int taps(LayerSpec s, int pitch) {
        return isShort(s) ? SHORT_TAPS : Math.min(s.taps(), PANEL_FLOATS / pitch);
    }

    /** Tiles of a block at most. */
    static int tiles(LayerSpec s, int pitch) {
        long fitting = isShort(s) ? MOST_TILES : BLOCK_FLOATS / ((long) s.taps() * pitch);
        return (int) Math.max(1, Math.min(MOST_TILES, fitting));
    }

    /** Floats of the panels of a block. */
    static int floats(LayerSpec s, int pitch) {
        return tiles(s, pitch) * taps(s, pitch) * pitch;
    }

    /** Pixel tiles whose sums are kept from one block of taps to the next. */
    static int keptTiles(LayerSpec s, int pitch) {
        return taps(s, pitch) < s.taps() ? tiles(s, pitch) : 1;
    }
}
