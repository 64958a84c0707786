// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * The register tiles of {@link RunLanes}, read where the planes are. But for {@link RunMicroKernels#pair8x2} their vectors follow each
 * other in a row:
 *
 * <pre>
 *   for each tap t:  for each channel m, vector v:  acc[m][v] += w[wo + t * channels + m] * x[xo + offsets[t] + v * lanes ...]
 * </pre>
 *
 * <p>Accumulators start from the bias at {@code w[bo ...]}; output {@code [m][v]} goes to {@code y[yo + m * ys + v * lanes ...]}. The
 * vectors' distances are constant, so that C2 checks the bounds of all with two comparisons. As in {@link MicroKernels} the
 * loop must stay one counted loop over named locals.
 *
 * <p>What the loop reads comes last among the parameters, what is for its end first. The first six come in registers, and what C2
 * cannot keep in one it then moves to a vector register and back in each turn, on the ports of the multiply-adds; what comes on
 * the stack it reads there. With G1, where a counted loop has an outer one with a safepoint, its bounds take three registers.
 */
final class RunKernels {
    static final Tile TILE_8X2 = new Tile(8, 2);
    static final Tile TILE_7X2 = new Tile(7, 2);
    static final Tile TILE_4X4 = new Tile(4, 4);
    static final Tile TILE_3X4 = new Tile(3, 4);

    /** All tiles. */
    static final List<Tile> TILES = List.of(TILE_8X2, TILE_7X2, TILE_4X4, TILE_3X4);

    private RunKernels() {}

    /** The tiles worth a choice on a platform. */
    static List<Tile> tiles(Platform platform) {
        return platform.registers() >= 32 ? TILES : List.of();
    }

    static void run(Tile tile, float[] x, int xo, int[] offsets, float[] w, int wo, int bo, float[] y, int yo, int ys) {
        switch (tile.broadcasts()) {
            case 3 -> RunMicroKernels.run3x4(y, yo, ys, bo, wo, x, xo, offsets, w);
            case 4 -> RunMicroKernels.run4x4(y, yo, ys, bo, wo, x, xo, offsets, w);
            case 7 -> RunMicroKernels.run7x2(y, yo, ys, bo, wo, x, xo, offsets, w);
            default -> RunMicroKernels.run8x2(y, yo, ys, bo, wo, x, xo, offsets, w);
        }
    }
}
