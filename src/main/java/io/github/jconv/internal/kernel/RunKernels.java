// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * The register tiles of {@link RunLanes} whose vectors follow each other in a row, read where the planes are.
 *
 * <pre>
 *   for each tap t:  for each channel m, vector v:  acc[m][v] += w[wo + t * channels + m] * x[xo + offsets[t] + v * lanes ...]
 * </pre>
 *
 * <p>Accumulators start from the bias at {@code w[bo ...]}; output {@code [m][v]} goes to {@code y[yo + m * ys + v * lanes ...]}. The
 * vectors' distances are constant, so that C2 checks the bounds of all with two comparisons. As in {@link MicroKernels} the
 * loop must stay one counted loop over named locals.
 */
final class RunKernels {
    static final Tile TILE_8X2 = new Tile(8, 2);
    static final Tile TILE_7X2 = new Tile(7, 2);
    static final Tile TILE_4X4 = new Tile(4, 4);
    static final Tile TILE_3X4 = new Tile(3, 4);

    /** All tiles. */
    static final List<Tile> TILES = List.of(TILE_8X2, TILE_7X2, TILE_4X4, TILE_3X4);

    /**
     * Taps are counted by so large a step that C2 leaves out what it puts around any other counted loop where the collector is
     * not the serial or the parallel one: an outer loop with a safepoint. Its bounds take the registers that addresses need,
     * and those are then moved from vector registers for each tap.
     */
    static final int STEP_BITS = 22;

    static final int STEP = 1 << STEP_BITS;

    /** Taps of a call at most: that many steps an int holds. */
    static final int MOST_TAPS = 511;

    private RunKernels() {}

    /** The tiles worth a choice on a platform. */
    static List<Tile> tiles(Platform platform) {
        return platform.registers() >= 32 ? TILES : List.of();
    }

    /** All taps, in blocks of at most {@link #MOST_TAPS}. */
    static void run(
            Tile tile, float[] x, int xo, int[][] offsets, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        switch (tile.broadcasts()) {
            case 3 -> RunKernelsX4.run3x4(x, xo, offsets[0], w, wo, bo, y, yo, ys);
            case 4 -> RunKernelsX4.run4x4(x, xo, offsets[0], w, wo, bo, y, yo, ys);
            case 7 -> RunKernelsX2.run7x2(x, xo, offsets[0], w, wo, bo, y, yo, ys);
            default -> RunKernelsX2.run8x2(x, xo, offsets[0], w, wo, bo, y, yo, ys);
        }
        for (int i = 1; i < offsets.length; i++) {
            int at = wo + i * MOST_TAPS * tile.broadcasts();
            switch (tile.broadcasts()) {
                case 3 -> RunKernelsX4.goOn3x4(x, xo, offsets[i], w, at, y, yo, ys, y, yo, ys);
                case 4 -> RunKernelsX4.goOn4x4(x, xo, offsets[i], w, at, y, yo, ys, y, yo, ys);
                case 7 -> RunKernelsX2.goOn7x2(x, xo, offsets[i], w, at, y, yo, ys, y, yo, ys);
                default -> RunKernelsX2.goOn8x2(x, xo, offsets[i], w, at, y, yo, ys, y, yo, ys);
            }
        }
    }
}
