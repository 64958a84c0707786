// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;
import java.util.List;

/**
 * Rows of tiles that know what their first and last pixel see beside the image: kernels of three columns with one column of zeros
 * on each side. Nothing of the padding is read, so that the input needs no padded copy: where a tile is the whole row those taps
 * are left out, as {@link RowTaps} leaves kernel rows out, and where it is one end their pixel is 0.
 *
 * <p>Their register tiles take the three taps of a kernel row a turn: a branch in a loop of single taps would split the live
 * ranges of the accumulators, and C2 spill them.
 */
final class RowEnds {
    /** Columns of the kernels served, and taps of a turn. */
    static final int COLUMNS = 3;

    private static final int AVX512_LANES = 16;

    private RowEnds() {}

    /**
     * The tiles worth a choice on a platform: with AVX-512 and a C2 that spills none of them between
     * {@link RowKernels#FENCED fences}.
     */
    static List<Tile> tiles(Platform platform) {
        return platform.lanes() == AVX512_LANES && platform.javaFeature() >= RowKernels.FENCED_FEATURE
                ? List.of(RowKernels.TILE_14X2, RowKernels.TILE_7X4)
                : List.of();
    }

    /** Whether rows of a layer can be cut into such tiles. */
    static boolean fits(Geometry g, Tile tile) {
        LayerSpec s = g.layer();
        boolean columns = s.kw() == COLUMNS
                && s.sw() == 1
                && s.dw() == 1
                && g.padLeft() == 1
                && g.padRight() == 1
                && s.padding().widthMode() == PaddingMode.ZEROS;
        return columns && rowsFit(g) && tileFits(g, tile);
    }

    /** Whether no row of padding needs to be read. */
    private static boolean rowsFit(Geometry g) {
        return g.padTop() + g.padBottom() == 0
                || g.layer().padding().heightMode() == PaddingMode.ZEROS
                        && (Region.rows(g).size() > 1
                                || Region.rows(g).get(0).khTo() < g.layer().kh());
    }

    private static boolean tileFits(Geometry g, Tile tile) {
        return tile.equals(RowKernels.TILE_14X2) && g.ow() >= tile.broadcasts()
                || tile.equals(RowKernels.TILE_7X4) && g.ow() == tile.broadcasts();
    }

    /** What is left of the time of staged rows: that of the taps left out or, of several tiles, about as much for the copy. */
    static double share(Geometry g) {
        double all = (double) COLUMNS * g.ow();
        return (all - 2) / all;
    }

    /**
     * As {@link RowKernels#run}, with taps {@code [t0, t1)} of whole kernel rows.
     *
     * @param first whether the tile begins a row, {@code last} whether it ends one
     */
    static void run(
            Tile tile,
            boolean first,
            boolean last,
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
        int ts = taps.nextTap();
        if (tile.equals(RowKernels.TILE_7X4)) {
            RowKernel7x4.bothEnds(x, xo, offsets, weightsAt, t0, t1, w, wo, ts, z, zo, zs, y, yo);
        } else if (first && last) {
            KernelRow14x2.both(x, xo, offsets, weightsAt, t0, t1, w, wo, ts, z, zo, zs, y, yo);
        } else {
            int left = first ? 0 : -1;
            int right = last ? 0 : -1;
            KernelRow14x2.run(x, xo, offsets, weightsAt, t0, t1, w, wo, ts, z, zo, zs, left, right, y, yo);
        }
    }
}
