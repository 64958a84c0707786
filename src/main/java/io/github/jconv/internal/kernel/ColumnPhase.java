package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;

/**
 * One column phase of a staged row: of the padded columns {@code phase, phase + stride, ...} those {@code [from, to)}
 * lie in the image, the first of them at {@code firstColumn}.
 *
 * @param left source column, or ZERO, of each index left of {@code from}
 * @param right source column, or ZERO, of each index from {@code to} on
 */
record ColumnPhase(int stride, int from, int to, int firstColumn, int[] left, int[] right) {

    /** Phase {@code phase} of a row staged as {@code pitch} floats. */
    static ColumnPhase of(Geometry g, int phase, int pitch) {
        int stride = g.layer().sw();
        int[] column = new int[pitch];
        int from = 0;
        int to = 0;
        for (int j = 0; j < pitch; j++) {
            long padded = phase + (long) j * stride;
            // A shorter phase ends before its pitch: nobody reads what lies behind the padded row.
            column[j] = padded >= g.paddedWidth()
                    ? PaddingMap.ZERO
                    : PaddingMap.source(g.layer().mode(), g.iw(), (int) padded - g.padLeft());
            from += padded < g.padLeft() ? 1 : 0;
            to += padded < g.padLeft() + g.iw() ? 1 : 0;
        }
        return new ColumnPhase(
                stride, from, to, phase + from * stride - g.padLeft(), java.util.Arrays.copyOf(column, from),
                java.util.Arrays.copyOfRange(column, to, pitch));
    }
}
