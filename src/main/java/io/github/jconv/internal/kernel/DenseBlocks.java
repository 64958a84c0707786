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
    private final boolean evenRows;
    private final boolean[] masks;
    private final float[] zeros;
    private final DenseEnds rowEnds;
    private final int above;
    private final int below;

    private DenseBlocks(Geometry g, Platform platform, boolean wholeRows, int lastColumns) {
        LayerSpec s = g.layer();
        stride = s.sh();
        zeroColumns = s.padding().widthMode() == PaddingMode.ZEROS;
        lanes = platform.lanes();
        wholePlanes = holdsTwoRows(g, lanes);
        evenRows = wholeRows && evenRows(g);
        masks = new boolean[4 * 2 * lanes];
        zeros = new float[2 * lanes + 2];
        rowEnds = DenseEnds.of(g, lanes);
        boolean padded = (g.padLeft() | g.padRight()) > 0;
        direct = readsInPlace(g) && (zeroColumns || rowEnds != null || evenRows || !padded);
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

    /** The blocks of a geometry whose layer is of this kind. */
    static DenseBlocks of(Geometry g, Platform platform, StripLayout strips) {
        return new DenseBlocks(g, platform, strips.strips() == 1, g.ow() - (strips.strips() - 1) * strips.columns());
    }

    /** Whether a layer is of this kind. */
    static boolean takes(LayerSpec s) {
        return s.kh() == 3 && s.kw() == 3 && s.dh() == 1 && s.dw() == 1 && s.sh() == s.sw() && s.sh() <= 2;
    }

    /** Whether {@link EvenRows3x3} takes whole rows of a layer of this kind. */
    static boolean evenRows(Geometry g) {
        return g.layer().sw() == 2 && g.padLeft() == 1 && 2 * g.ow() <= g.iw();
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

    /** Whether {@link EvenRows3x3} takes blocks that are not staged. */
    boolean evenRows() {
        return evenRows;
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

    /** What computes the ends of rows with a column of padding on the left; null for others. */
    DenseEnds rowEnds() {
        return rowEnds;
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
