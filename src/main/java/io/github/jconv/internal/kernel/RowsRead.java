// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;

/**
 * Which image rows a run of padded rows reads. Rows are counted from the image's first, so those in the padding above are
 * negative.
 */
final class RowsRead {
    private RowsRead() {}

    /** The first image row that rows {@code [a, b]} read. */
    static int first(Geometry g, int a, int b) {
        PaddingMode mode = g.layer().padding().heightMode();
        if (mode == PaddingMode.ZEROS || a >= 0 && b < g.ih()) {
            return Math.max(0, a);
        }
        if (mode == PaddingMode.CIRCULAR || a <= 0 && b >= 0) {
            return 0;
        }
        return Math.min(PaddingMap.source(mode, g.ih(), a), PaddingMap.source(mode, g.ih(), b));
    }

    /** The last one; less than the first if they read none. */
    static int last(Geometry g, int a, int b) {
        PaddingMode mode = g.layer().padding().heightMode();
        int last = g.ih() - 1;
        if (mode == PaddingMode.ZEROS || a >= 0 && b <= last) {
            return Math.min(last, b);
        }
        if (mode == PaddingMode.CIRCULAR || a <= last && b >= last) {
            return last;
        }
        return Math.max(PaddingMap.source(mode, g.ih(), a), PaddingMap.source(mode, g.ih(), b));
    }
}
