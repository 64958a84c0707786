// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;

/**
 * A staged run of columns: of the padded columns {@code origin, origin + stride, ...} those at {@code [from, to)} lie in
 * the image, the first of them at {@code firstColumn}.
 */
final class ColumnPhase {
    private final int stride;
    private final int from;
    private final int to;
    private final int firstColumn;

    /** Source column, or ZERO, of each index. */
    private final int[] sources;

    private ColumnPhase(Geometry g, int stride, int origin, int length) {
        this.stride = stride;
        from = columnsBefore(g.padLeft(), origin, stride, length);
        to = columnsBefore((long) g.padLeft() + g.iw(), origin, stride, length);
        firstColumn = origin + from * stride - g.padLeft();
        sources = new int[length];
        for (int j = 0; j < length; j++) {
            long padded = origin + (long) j * stride;
            // A shorter phase ends before its pitch: nobody reads what lies behind the padded row.
            sources[j] = padded >= g.paddedWidth()
                    ? PaddingMap.ZERO
                    : PaddingMap.source(g.layer().padding().widthMode(), g.iw(), (int) padded - g.padLeft());
        }
    }

    /** The columns from padded column {@code origin} on, the layer's stride apart, staged as {@code length} floats. */
    static ColumnPhase of(Geometry g, int origin, int length) {
        return of(g, g.layer().sw(), origin, length);
    }

    /** Every {@code stride}-th column from padded column {@code origin} on, staged as {@code length} floats. */
    static ColumnPhase of(Geometry g, int stride, int origin, int length) {
        return new ColumnPhase(g, stride, origin, length);
    }

    /** Of {@code length} columns those whose padded index is below {@code end}. */
    private static int columnsBefore(long end, int origin, int stride, int length) {
        return (int) Math.max(0, Math.min(length, (end - origin + stride - 1) / stride));
    }

    /** What is beside the image in a staged row: each index, phases {@code segment} floats apart, and its source or ZERO. */
    static int[] borders(ColumnPhase[] phases, int segment) {
        int count = 0;
        for (ColumnPhase phase : phases) {
            count += phase.sources.length - phase.length();
        }
        int[] borders = new int[2 * count];
        int at = 0;
        for (int i = 0; i < phases.length; i++) {
            ColumnPhase phase = phases[i];
            for (int j = 0; j < phase.sources.length; j++) {
                if (j < phase.from || j >= phase.to) {
                    borders[at++] = i * segment + j;
                    borders[at++] = phase.sources[j];
                }
            }
        }
        return borders;
    }

    /**
     * Vectors of {@code size} lanes that make up a staged row with its borders, two by two as {@link RowCopy#padded} takes
     * them: the first and the last of one phase, or the first of two phases, and of long ones the last. Null where lanes
     * lie elsewhere in the image's row.
     */
    static int[][] lanes(ColumnPhase[] phases, int segment, int iw, int size) {
        ColumnPhase a = phases[0];
        ColumnPhase b = phases[phases.length - 1];
        int end = a.sources.length;
        boolean one = phases.length == 1;
        int most = one ? Math.max(a.from, end - a.to) : Units.of(end, 2);
        if (phases.length > 2 || most > size || one && (a.stride > 1 || end > 2 * size && a.length() < size)) {
            return null;
        }
        int base = Math.max(0, iw - size);
        int last = a.last(size);
        int[] first = pair(
                a,
                0,
                0,
                b,
                one ? last : 0,
                one ? last : segment,
                0,
                one || last == 0 ? base : Math.min(size, base),
                base,
                size);
        int[] second = one || last == 0
                ? first
                : pair(a, last, last, b, last, segment + last, Math.max(0, base - size), base, 0, size);
        return first == null || second == null
                ? null
                : second == first ? new int[][] {first} : new int[][] {first, second};
    }

    /** Two vectors from the columns of three vectors of the image's row. */
    private static int[] pair(
            ColumnPhase a,
            int fromA,
            int toA,
            ColumnPhase b,
            int fromB,
            int toB,
            int left,
            int right,
            int far,
            int size) {
        int[] lanes = new int[RowCopy.LANES + 2 * size];
        lanes[RowCopy.TO_A] = toA;
        lanes[RowCopy.TO_B] = toB;
        lanes[RowCopy.LEFT] = left;
        lanes[RowCopy.RIGHT] = right;
        lanes[RowCopy.FAR] = far;
        for (int i = 0; i < 2 * size; i++) {
            boolean second = i >= size;
            int at = second ? fromB + i - size : fromA + i;
            // Behind a row any: nobody reads them.
            int column = at < a.sources.length ? Math.max(0, (second ? b : a).sources[at]) : left;
            boolean inLeft = column >= left && column < left + size;
            boolean inRight = column >= right && column < right + size;
            int lane;
            if (inLeft && !(second && inRight)) {
                lane = column - left;
            } else if (inRight) {
                lane = size + column - right;
            } else if (column >= far && column < far + size) {
                lane = 2 * size + column - far;
            } else {
                return null;
            }
            lanes[RowCopy.LANES + i] = lane;
            int expected = second ? 1 : 0;
            lanes[RowCopy.VECTORS] =
                    Math.max(lanes[RowCopy.VECTORS], lane / size == expected ? 0 : lane / size > 1 ? 2 : 1);
        }
        return lanes;
    }

    /** The staged column that the last vector begins with. */
    int last(int size) {
        return Math.max(0, sources.length - size);
    }

    int stride() {
        return stride;
    }

    /** The first staged column that lies in the image. */
    int from() {
        return from;
    }

    /** The image's column there. */
    int firstColumn() {
        return firstColumn;
    }

    /** Columns in the image. */
    int length() {
        return to - from;
    }
}
