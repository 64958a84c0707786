// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import io.github.jconv.internal.platform.Platform;

/**
 * What a plan says of blocks of dense 3x3 depthwise kernels of stride 1 and 2: which are read where they lie, and what is
 * beside the image. A {@link DenseSlice} computes them.
 *
 * <p>Where padding is of one row and column at most, a block is read where it lies; all others, and those whose vectors
 * would reach beyond the ends of the input array, are staged first.
 */
final class DenseBlocks {
    private final int stride;
    private final boolean zeroColumns;
    private final int lanes;
    private final boolean direct;
    private final boolean wholePlanes;
    private final boolean[] masks;
    private final float[] zeros;
    private final int[] taps;
    private final int above;
    private final int below;

    private DenseBlocks(Geometry g, Platform platform, int lastColumns) {
        LayerSpec s = g.layer();
        stride = s.sh();
        zeroColumns = s.padding().widthMode() == PaddingMode.ZEROS;
        lanes = platform.lanes();
        wholePlanes = holdsTwoRows(g, lanes);
        masks = new boolean[4 * 2 * lanes];
        zeros = new float[2 * lanes + 2];
        if (stride == 2) {
            taps = g.padLeft() == 1 && g.ow() == Units.of(g.iw(), 2) ? everySecond(g) : null;
        } else {
            taps = g.padLeft() == 1 && g.iw() == g.ow() ? taps(g) : null;
        }
        direct = readsInPlace(g) && (zeroColumns || taps != null || (g.padLeft() | g.padRight()) == 0);
        PaddingMode rows = s.padding().heightMode();
        above = g.padTop() == 1 ? PaddingMap.source(rows, g.ih(), -1) : ZERO;
        below = g.padBottom() > 0 ? PaddingMap.source(rows, g.ih(), g.ih()) : ZERO;
        int last = Math.min(width(), lastColumns) - 1;
        for (int ends = 1; ends < 4; ends++) {
            int at = ends * 2 * lanes;
            if ((ends & 1) != 0) {
                masks[at] = true;
            }
            if ((ends & 2) != 0) {
                masks[at + (stride == 1 || !zeroColumns ? lanes + last : lane(2 * last + 2, lanes))] = true;
            }
        }
    }

    /** The lanes of taps 0 and 2 of a row's first vector, and of its last. */
    private int[] taps(Geometry g) {
        PaddingMode columns = g.layer().padding().widthMode();
        boolean wide = g.ow() > lanes;
        int width = Math.min(lanes, g.ow());
        int[] taps = new int[2 * lanes];
        for (int j = 0; j < width; j++) {
            boolean other = wide && columns == PaddingMode.CIRCULAR;
            int before = other && j == 0 ? ZERO : PaddingMap.source(columns, width, j - 1);
            int after = other && j == width - 1 ? ZERO : PaddingMap.source(columns, width, j + 1);
            taps[j] = before == ZERO ? lanes - 1 : before;
            taps[lanes + j] = after == ZERO ? wide ? 0 : lanes - 1 : after;
        }
        return taps;
    }

    /** The lanes of taps 0, 1 and 2 in {@link DenseEnds3x3#everySecond}: of a row's first vector, then of its last. */
    private int[] everySecond(Geometry g) {
        int[] taps = new int[6 * lanes];
        for (int j = 0; j < lanes; j++) {
            for (int tap = 0; tap < 3; tap++) {
                taps[tap * lanes + j] = lane(Math.max(0, 2 * j + tap - 1), lanes);
                int column = 2 * j + tap + 1;
                taps[(3 + tap) * lanes + j] = column == lanes - 1 ? 0 : lane(column, lanes);
            }
        }
        PaddingMode columns = g.layer().padding().widthMode();
        boolean narrow = g.ow() < lanes;
        int before = PaddingMap.source(columns, g.iw(), -1);
        int after = PaddingMap.source(columns, g.iw(), g.iw());
        // The first lane is column 0, or 0, or of long rows the last pixel; narrow ones have that beside it.
        taps[0] = before == g.iw() - 1 && narrow && g.iw() % 2 == 1
                ? farLane(g)
                : before < 2 * width() ? endLane(before) : 0;
        if (g.iw() % 2 == 1 && narrow) {
            taps[2 * lanes + g.ow() - 1] = after == g.iw() - 1 ? farLane(g) : endLane(after);
        }
        taps[6 * lanes - 2] = columns == PaddingMode.REFLECT ? lane(2 * lanes - 3, lanes) : lanes - 1;
        return taps;
    }

    /** The lane of an odd column, or of column 0 or ZERO. */
    private int endLane(int column) {
        return column > 0 ? lane(column, lanes) : 0;
    }

    /** The lane of the column behind a narrow row. */
    private int farLane(Geometry g) {
        return lane(g.iw(), lanes);
    }

    /** The blocks of a geometry whose layer is of this kind. */
    static DenseBlocks of(Geometry g, Platform platform, StripLayout strips) {
        return new DenseBlocks(g, platform, g.ow() - (strips.strips() - 1) * strips.columns());
    }

    /** Whether a layer is of this kind. */
    static boolean takes(LayerSpec s) {
        return s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == s.sw() && s.sh() <= 2;
    }

    /** Whether {@link DensePlanes3x3} takes planes, of which two output rows lie in a vector. */
    private static boolean holdsTwoRows(Geometry g, int lanes) {
        int rows = lanes / 2 - 1;
        int size = rows * g.layer().sh();
        return (g.layer().sh() == 1 ? lanes >= 8 : lanes == 16)
                && g.ih() == size
                && g.iw() == size
                && g.oh() == rows
                && g.ow() == rows
                && g.padTop() == 1
                && g.padLeft() == 1;
    }

    /**
     * With stride 2, the lane of a column in what is blended of the loads from columns 0 and lanes - 1: even columns lie in
     * the even lanes of the first and the odd lanes of the second, odd columns in the others.
     */
    static int lane(int column, int lanes) {
        return Math.min(lanes - 1, column < lanes ? column : column - (lanes - 1));
    }

    /** Whether planes inside the input array need not be staged. */
    static boolean readsInPlace(Geometry g) {
        int stride = g.layer().sh();
        return g.padTop() <= 1
                && g.padLeft() <= 1
                && (g.oh() - 1) * stride + 2 - g.padTop() <= g.ih()
                && (g.ow() - 1) * stride + 2 - g.padLeft() <= g.iw();
    }

    /** As {@link #readsInPlace(Geometry)}. */
    boolean readsInPlace() {
        return direct;
    }

    /** Outputs in registers. */
    Tile tile() {
        if (wholePlanes) {
            return new Tile(1, stride == 1 ? 4 : 1);
        }
        return new Tile(1, stride == 1 ? 3 : 2);
    }

    /** Whether whole planes are computed, of which none is staged. */
    boolean wholePlanes() {
        return wholePlanes;
    }

    int stride() {
        return stride;
    }

    int lanes() {
        return lanes;
    }

    /** Outputs of a vector: two loads have the columns of one output less than lanes. */
    int width() {
        return lanes - stride + 1;
    }

    /** {@link DenseRun#masks}: for no end, for the left, the right, for both ends of the image. */
    boolean[] masks() {
        return masks;
    }

    /** {@link DenseRun#taps} of rows with one column of padding on the left; null for others. */
    int[] taps() {
        return taps;
    }

    /** Whether the columns beside the image are 0; otherwise they are pixels of their row. */
    boolean zeroColumns() {
        return zeroColumns;
    }

    /** Zeros, of a row above or below the image. */
    float[] zeros() {
        return zeros;
    }

    /** The source row, or ZERO, of the row above the image; of that {@link #below} likewise. */
    int above() {
        return above;
    }

    int below() {
        return below;
    }
}
