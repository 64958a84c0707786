// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;

/**
 * What is beside rows of dense 3x3 depthwise kernels as lanes of the rows' own vectors, and which loops compute a run's ends
 * and what is between: the ends by {@link DenseEnds3x3}, rows that a vector holds by {@link Dense3x3#rows}.
 */
final class DenseEnds {
    private final int stride;
    private final int iw;
    private final int ow;
    private final int lanes;
    private final int width;
    private final PaddingMode columns;
    private final boolean narrow;
    private final int[] taps;

    private DenseEnds(Geometry g, int lanes) {
        stride = g.layer().sw();
        iw = g.iw();
        ow = g.ow();
        this.lanes = lanes;
        width = lanes - stride + 1;
        columns = g.layer().padding().widthMode();
        narrow = ow < lanes;
        taps = stride == 2 ? everySecond() : ofRows();
    }

    /** Of rows with a column of padding on the left, and none or one on the right; null for others. */
    static DenseEnds of(Geometry g, int lanes) {
        boolean whole = g.padLeft() == 1 && g.ow() == Units.of(g.iw(), g.layer().sw());
        return whole ? new DenseEnds(g, lanes) : null;
    }

    /** {@link DenseRun#taps}. */
    int[] taps() {
        return taps;
    }

    /** The lanes of taps 0 and 2 of a row's first vector, and of its last. */
    private int[] ofRows() {
        boolean wide = ow > lanes;
        int inVector = Math.min(lanes, ow);
        int[] taps = new int[2 * lanes];
        for (int j = 0; j < inVector; j++) {
            boolean other = wide && columns == PaddingMode.CIRCULAR;
            int before = other && j == 0 ? ZERO : PaddingMap.source(columns, inVector, j - 1);
            int after = other && j == inVector - 1 ? ZERO : PaddingMap.source(columns, inVector, j + 1);
            taps[j] = before == ZERO ? lanes - 1 : before;
            taps[lanes + j] = after == ZERO ? wide ? 0 : lanes - 1 : after;
        }
        return taps;
    }

    /** The lanes of taps 0, 1 and 2 in {@link EverySecond3x3#ends}: of a row's first vector, then of its last. */
    private int[] everySecond() {
        int[] taps = new int[6 * lanes];
        for (int j = 0; j < lanes; j++) {
            for (int tap = 0; tap < 3; tap++) {
                taps[tap * lanes + j] = lane(Math.max(0, 2 * j + tap - 1));
                int column = 2 * j + tap + 1;
                taps[(3 + tap) * lanes + j] = column == lanes - 1 ? 0 : lane(column);
            }
        }
        int before = PaddingMap.source(columns, iw, -1);
        int after = PaddingMap.source(columns, iw, iw);
        // The first lane is column 0, or 0, or of long rows the last pixel; narrow ones have that beside it.
        taps[0] = before == iw - 1 && narrow && iw % 2 == 1 ? lane(iw) : before < 2 * width ? endLane(before) : 0;
        if (iw % 2 == 1 && narrow) {
            taps[2 * lanes + ow - 1] = after == iw - 1 ? lane(iw) : endLane(after);
        }
        taps[6 * lanes - 2] = columns == PaddingMode.REFLECT ? lane(2 * lanes - 3) : lanes - 1;
        return taps;
    }

    private int lane(int column) {
        return DenseBlocks.lane(column, lanes);
    }

    /** The lane of an odd column, or of column 0 or ZERO. */
    private int endLane(int column) {
        return column > 0 ? lane(column) : 0;
    }

    /**
     * Computes a run of columns of which one end or both are a row's.
     *
     * @param column the block's first output column
     * @param wholeRows whether blocks have whole rows
     */
    void compute(DenseRun run, int column, boolean wholeRows) {
        boolean zeros = columns == PaddingMode.ZEROS;
        if (stride == 2) {
            if (zeros && !narrow) {
                EverySecond3x3.masked(run);
            } else {
                stride2(run);
            }
        } else if (zeros && (!wholeRows || ow == lanes)) {
            DenseEnds3x3.masked(run);
        } else if (ow <= lanes) {
            Dense3x3.rows(run);
        } else {
            stride1(run, column);
        }
    }

    private void stride2(DenseRun run) {
        boolean circular = columns == PaddingMode.CIRCULAR;
        boolean left = run.left > 0;
        boolean right = run.right > 0;
        run.left = 0;
        run.right = 0;
        int count = run.columns;
        int yo = run.yo;
        if (left) {
            run.tapsAt = 0;
            boolean both = iw % 2 == 1 && (circular || columns == PaddingMode.REPLICATE);
            run.farLane = narrow ? both ? lane(iw) : -1 : circular ? 0 : -1;
            run.farAt = iw - 1;
            EverySecond3x3.ends(run);
        }
        if (narrow) {
            return;
        }
        int from = left ? Math.min(width, count - width) : 0;
        int between = count - from - (right ? width : 0);
        if (between > 0) {
            boolean keeps = run.keeps;
            run.keeps = keeps && !right;
            run.columns = between;
            move(run, 2 * from);
            run.yo = yo + from;
            EverySecond3x3.masked(run);
            move(run, -2 * from);
            run.keeps = keeps;
        }
        if (right) {
            run.tapsAt = 3 * lanes;
            run.farLane = circular ? lanes - 1 : -1;
            run.farAt = 2 * lanes - 1 - iw;
            // The last pixel is in the last lane of the second load.
            move(run, 2 * (count - width) - 2);
            run.yo = yo + count - width;
            EverySecond3x3.ends(run);
        }
    }

    /** Of the first or the last strip both ends are computed, the other's into the scratch. */
    private void stride1(DenseRun run, int column) {
        boolean left = run.left > 0;
        boolean right = run.right > 0;
        float[] y = run.y;
        int yo = run.yo;
        int pitch = run.yPitch;
        int count = run.columns;
        run.columns = iw;
        move(run, -column);
        run.z = right ? y : run.corner;
        run.zo = right ? yo + count - lanes : run.cornerAt;
        run.zPitch = right ? pitch : lanes;
        if (!left) {
            run.y = run.corner;
            run.yo = run.cornerAt;
            run.yPitch = lanes;
        }
        DenseEnds3x3.stride1(run);
        int from = left ? lanes : 0;
        run.y = y;
        run.yo = yo + from;
        run.yPitch = pitch;
        run.columns = count - from - (right ? lanes : 0);
        if (run.columns > 0) {
            move(run, column + from);
            run.left = 0;
            run.right = 0;
            Dense3x3.stride1(run);
        }
    }

    /** Goes on to another column of the input. */
    private static void move(DenseRun run, int columns) {
        run.at += columns;
        run.topAt += run.top == run.x ? columns : 0;
        run.bottomAt += run.bottom == run.x ? columns : 0;
    }
}
