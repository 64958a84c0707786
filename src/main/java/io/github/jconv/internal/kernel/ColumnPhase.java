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
     * The lanes of an image row's first vector, and from {@code size} on of its last, that make up two vectors of a staged
     * row, with its borders: the first and the last of one phase, or each of two phases. Null where they lie in neither.
     */
    static int[] lanes(ColumnPhase[] phases, int iw, int size) {
        ColumnPhase a = phases[0];
        ColumnPhase b = phases[phases.length - 1];
        int end = a.sources.length;
        boolean one = phases.length == 1;
        int most = one ? Math.max(a.from, end - a.to) : end;
        if (phases.length > 2 || most > size || one && (a.stride > 1 || end > 2 * size && a.length() < size)) {
            return null;
        }
        int base = Math.max(0, iw - size);
        int[] lanes = new int[2 * size];
        for (int i = 0; i < lanes.length; i++) {
            boolean last = i >= size;
            int at = !last ? i : i - size + (one ? b.last(size) : 0);
            // Behind a row any: nobody reads them.
            int column = at < end ? Math.max(0, (last ? b : a).sources[at]) : 0;
            boolean inLast = column >= base && (last || column >= size);
            if (!inLast && column >= size) {
                return null;
            }
            lanes[i] = inLast ? size + column - base : column;
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
