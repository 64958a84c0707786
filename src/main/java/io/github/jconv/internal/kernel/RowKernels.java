// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * The register tiles of {@link RowLanes}, {@link RegionLanes} and {@link WinogradChannelSlice}: some pixels of a row by vectors
 * of output channels, read where the planes are. Rows of the image have {@link RowEnds others}.
 *
 * <pre>
 *   for each tap t:  for each pixel m, vector v:  acc[m][v] += x[xo + offsets[t] + m] * w[wo + weightsAt[t] + v * lanes ...]
 * </pre>
 *
 * <p>Where the array {@code weightsAt} is null, taps follow each other. 7x4 always asks for places: C2 spills where it makes a loop
 * for either case. Of the others with two vectors there is a method for either, of 14x2 also one for
 * {@link TapList#inThrees taps in threes}.
 *
 * <p>The second half of a tile's vectors is {@code ws} floats behind the first: side by side, or more where the taps of each half
 * follow each other. Of taps in threes the next is {@code ts} floats behind.
 *
 * <p>Accumulators start from {@code z[zo + m * zs + v * lanes ...]}, the bias with a step of 0 or the sums of earlier taps, for a
 * choice between two starts makes C2 of JDK 17 spill them. They end in {@code y[yo + (m * vectors + v) * lanes ...]}. As in
 * {@link MicroKernels} the loop must stay one counted loop over named locals.
 */
final class RowKernels {
    static final Tile TILE_14X2 = new Tile(14, 2);
    static final Tile TILE_7X4 = new Tile(7, 4);
    static final Tile TILE_8X2 = new Tile(8, 2);
    static final Tile TILE_4X2 = new Tile(4, 2);
    static final Tile TILE_1X8 = new Tile(1, 8);

    /** The tiles of rows. */
    static final List<Tile> TILES = List.of(TILE_14X2, TILE_7X4, TILE_8X2, TILE_4X2, TILE_1X8);

    /** The tiles of {@link WinogradChannelSlice}, whose rows are as long as a block has image tiles. */
    static final List<Tile> IMAGE_TILES = List.of(TILE_14X2, TILE_7X4, TILE_8X2);

    /** The first JDK measured whose C2 needs fences. */
    static final int FENCED_FEATURE = 25;

    /**
     * Whether loads keep their order. C2 of 25 moves broadcasts ahead of the multiply-adds and spills an accumulator for them;
     * where that slot crosses a page the tile runs at half speed. On x86 a fence between loads is no instruction, but C2 keeps
     * to it; elsewhere it is one, and C2 of 17 spills more with it. The kernels name the fence where it stands: C2 does not
     * inline a method that does.
     */
    static final boolean FENCED = Runtime.version().feature() >= FENCED_FEATURE
            && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

    /**
     * 0, which C2 must not know: without fences it would keep what the halves of {@link RowKernel7x4} share in registers, or load
     * the second half's weights in the first, and spill.
     */
    static int nought;

    private RowKernels() {}

    /** The tiles worth a choice on a platform, whatever the layer: {@link #TILE_4X2} is for few pixels or weights. */
    static List<Tile> tiles(Platform platform) {
        return platform.registers() < 32 ? List.of(TILE_1X8) : List.of(TILE_14X2, TILE_7X4, TILE_8X2, TILE_1X8);
    }

    /** Whether a tile asks for {@link TapList#weightsAt()}. */
    static boolean asksForPlaces(Tile tile, boolean inThrees) {
        return tile.equals(TILE_7X4) || takesThrees(tile, inThrees);
    }

    /** Whether a tile takes three taps a turn. */
    static boolean takesThrees(Tile tile, boolean inThrees) {
        return FENCED && inThrees && tile.equals(TILE_14X2);
    }

    static void run(
            Tile tile,
            float[] x,
            int xo,
            TapList taps,
            int t0,
            int t1,
            float[] w,
            int wo,
            float[] z,
            int zo,
            int zs,
            float[] y,
            int yo) {
        int[] offsets = taps.offsets();
        int[] weightsAt = taps.weightsAt();
        int ws = taps.nextHalf();
        switch (tile.broadcasts()) {
            case 1 -> SmallRowKernels.run1x8(x, xo, offsets, weightsAt, t0, t1, w, wo, z, zo, y, yo);
            case 8 -> SmallRowKernels.run8x2(x, xo, offsets, weightsAt, t0, t1, w, wo, ws, z, zo, zs, y, yo);
            case 4 -> SmallRowKernels.run4x2(x, xo, offsets, weightsAt, t0, t1, w, wo, z, zo, zs, y, yo);
            case 7 -> RowKernel7x4.run(x, xo, offsets, weightsAt, t0, t1, w, wo, ws, z, zo, zs, y, yo);
            default -> {
                if (weightsAt == null) {
                    RowKernel14x2.run(x, xo, offsets, t0, t1, w, wo, ws, z, zo, zs, y, yo);
                } else if (FENCED && taps.inThrees()) {
                    int ts = taps.nextTap();
                    KernelRow14x2.run(x, xo, offsets, weightsAt, t0, t1, w, wo, ts, z, zo, zs, -1, -1, y, yo);
                } else {
                    RowKernel14x2.gaps(x, xo, offsets, weightsAt, t0, t1, w, wo, z, zo, zs, y, yo);
                }
            }
        }
    }
}
