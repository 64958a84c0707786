// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * The register tiles: one flat loop over taps that holds all of a {@link Tile}'s outputs in vector registers.
 *
 * <pre>
 *   for each tap t:  for each channel m, vector v:  acc[m][v] += w[wo + t * channels + m] * x[xo + (t * vectors + v) * lanes ...]
 * </pre>
 *
 * <p>The loop must stay one counted loop over named locals: with nested loops or an array of accumulators C2 spills
 * them all. Accumulators start from the bias at {@code w[bo ...]}, or, where that is {@link #GO_ON}, from
 * {@code y}: a partial sum of earlier taps. Output {@code [m][v]} goes to {@code y[yo + m * ys + v * lanes ...]}.
 */
final class MicroKernels {
    /** In place of the bias' index: the accumulators go on from {@code y}. */
    static final int GO_ON = -1;

    static final Tile TILE_3X3 = new Tile(3, 3);
    static final Tile TILE_4X2 = new Tile(4, 2);
    static final Tile TILE_6X2 = new Tile(6, 2);
    static final Tile TILE_8X2 = new Tile(8, 2);

    /** Vectors of pixels of the widest tile. */
    static final int MOST_VECTORS = 3;

    /** All tiles. */
    static final List<Tile> TILES = List.of(TILE_3X3, TILE_4X2, TILE_6X2, TILE_8X2);

    /** The first release whose C2 is known to keep the larger tiles in 16 registers; 17 spills them. */
    private static final int KEEPS_LARGE_TILES = 25;

    /** Whether {@link SmallMicroKernels} needs a fence between any two loads: C2 of 25 spills without, that of 17 with them. */
    private static final boolean FENCED = Runtime.version().feature() >= KEEPS_LARGE_TILES;

    private MicroKernels() {}

    /** The tiles worth a choice on a platform. */
    static List<Tile> tiles(Platform platform) {
        if (platform.registers() >= 32) {
            return List.of(TILE_8X2);
        }
        return platform.javaFeature() < KEEPS_LARGE_TILES ? List.of(TILE_4X2) : List.of(TILE_6X2, TILE_3X3);
    }

    /** The kernel of the tile of {@code channels} channels. */
    static void run(int channels, float[] x, int xo, int taps, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        switch (channels) {
            case 3 -> SmallMicroKernels.run3x3(x, xo, taps, w, wo, bo, y, yo, ys);
            case 4 -> {
                if (FENCED) {
                    SmallMicroKernels.fenced4x2(x, xo, taps, w, wo, bo, y, yo, ys);
                } else {
                    SmallMicroKernels.run4x2(x, xo, taps, w, wo, bo, y, yo, ys);
                }
            }
            case 6 -> MicroKernel6x2.run(x, xo, taps, w, wo, bo, y, yo, ys);
            default -> {
                if (bo == GO_ON) {
                    MicroKernel8x2.goOn(x, xo, taps, w, wo, y, yo, ys);
                } else {
                    MicroKernel8x2.run(x, xo, taps, w, wo, bo, y, yo, ys);
                }
            }
        }
    }
}
