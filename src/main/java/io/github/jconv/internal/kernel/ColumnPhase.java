package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;

/**
 * One column phase of a staged row: of the padded columns {@code phase, phase + stride, ...} those {@code [from, to)}
 * lie in the image, the first of them at {@code firstColumn}.
 *
 * @param left source column, or ZERO, of each index left of {@code from}
 * @param right source column, or ZERO, of each index from {@code to} on
 * @param zeroBorder whether left and right are ZERO throughout, and no longer than {@link #SHORT_BORDER}
 */
record ColumnPhase(int stride, int from, int to, int firstColumn, int[] left, int[] right, boolean zeroBorder) {

    /** A border that the shortest vector of a {@code Platform} covers. */
    private static final int SHORT_BORDER = 4;

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
        int[] left = Arrays.copyOf(column, from);
        int[] right = Arrays.copyOfRange(column, to, pitch);
        return new ColumnPhase(
                stride, from, to, phase + from * stride - g.padLeft(), left, right, zeros(left) && zeros(right));
    }

    private static boolean zeros(int[] border) {
        return border.length <= SHORT_BORDER && Arrays.stream(border).allMatch(column -> column == PaddingMap.ZERO);
    }
}
