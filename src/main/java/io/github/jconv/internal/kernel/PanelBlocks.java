// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * How many taps and pixel tiles are gathered at a time. Where the weights fit the L2 cache, a panel of many taps, and
 * several tiles only if their taps are few, so that a channel's outputs are stored in longer runs. Where they do not, short
 * panels of several tiles: each weight that comes from afar then serves them all.
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

    private PanelBlocks() {}

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
