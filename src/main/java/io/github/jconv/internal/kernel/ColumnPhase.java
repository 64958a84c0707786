// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;

/**
 * A staged run of columns: of the padded columns {@code origin, origin + stride, ...} those at {@code [from, to)} lie in
 * the image, the first of them at {@code firstColumn}.
 *
 * @param left source column, or ZERO, of each index left of {@code from}
 * @param right source column, or ZERO, of each index from {@code to} on
 */
record ColumnPhase(int stride, int from, int to, int firstColumn, int[] left, int[] right) {

    /** The columns from padded column {@code origin} on, the layer's stride apart, staged as {@code length} floats. */
    static ColumnPhase of(Geometry g, int origin, int length) {
        return of(g, g.layer().sw(), origin, length);
    }

    /** Every {@code stride}-th column from padded column {@code origin} on, staged as {@code length} floats. */
    static ColumnPhase of(Geometry g, int stride, int origin, int length) {
        int from = columnsBefore(g.padLeft(), origin, stride, length);
        int to = columnsBefore((long) g.padLeft() + g.iw(), origin, stride, length);
        return new ColumnPhase(
                stride,
                from,
                to,
                origin + from * stride - g.padLeft(),
                sources(g, stride, origin, 0, from),
                sources(g, stride, origin, to, length));
    }

    /** Of {@code length} columns those whose padded index is below {@code end}. */
    private static int columnsBefore(long end, int origin, int stride, int length) {
        return (int) Math.max(0, Math.min(length, (end - origin + stride - 1) / stride));
    }

    private static int[] sources(Geometry g, int stride, int origin, int from, int to) {
        int[] columns = new int[to - from];
        for (int j = from; j < to; j++) {
            long padded = origin + (long) j * stride;
            // A shorter phase ends before its pitch: nobody reads what lies behind the padded row.
            columns[j - from] = padded >= g.paddedWidth()
                    ? PaddingMap.ZERO
                    : PaddingMap.source(g.layer().padding().widthMode(), g.iw(), (int) padded - g.padLeft());
        }
        return columns;
    }

    /** Whether no column beside the image is one of the image's. */
    boolean zeroBorders() {
        return zeros(left) && zeros(right);
    }

    private static boolean zeros(int[] columns) {
        for (int column : columns) {
            if (column != PaddingMap.ZERO) {
                return false;
            }
        }
        return true;
    }

    /** Columns in the image. */
    int length() {
        return to - from;
    }
}
