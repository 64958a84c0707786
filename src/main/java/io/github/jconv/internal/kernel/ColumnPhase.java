// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;

/**
 * A staged run of columns: of the padded columns {@code origin, origin + stride, ...} those at {@code [from, to)} lie in
 * the image, the first of them at {@code firstColumn}.
 *
 * @param left source column, or ZERO, of each index left of {@code from}
 * @param right source column, or ZERO, of each index from {@code to} on
 */
record ColumnPhase(int stride, int from, int to, int firstColumn, int[] left, int[] right) {

    /** The columns from padded column {@code origin} on, staged as {@code length} floats. */
    static ColumnPhase of(Geometry g, int origin, int length) {
        int stride = g.layer().sw();
        int[] column = new int[length];
        int from = 0;
        int to = 0;
        for (int j = 0; j < length; j++) {
            long padded = origin + (long) j * stride;
            // A shorter phase ends before its pitch: nobody reads what lies behind the padded row.
            column[j] = padded >= g.paddedWidth()
                    ? PaddingMap.ZERO
                    : PaddingMap.source(g.layer().mode(), g.iw(), (int) padded - g.padLeft());
            from += padded < g.padLeft() ? 1 : 0;
            to += padded < g.padLeft() + g.iw() ? 1 : 0;
        }
        return new ColumnPhase(
                stride,
                from,
                to,
                origin + from * stride - g.padLeft(),
                Arrays.copyOf(column, from),
                Arrays.copyOfRange(column, to, length));
    }

    /** Columns in the image. */
    int length() {
        return to - from;
    }
}
