package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;

/** Copies input planes into a staged {@link PlaneLayout}: padding added, column phases apart. */
final class PlanePacker {
    /** Marks a padded row that no tap reads. */
    static final int UNUSED = -2;

    private PlanePacker() {}

    /**
     * Packs padded rows {@code [from, to)} of one plane.
     *
     * @param plane index in {@code x} of the input plane
     * @param to0 index in {@code staged} of padded row {@code from}
     */
    static void rows(Geometry g, PlaneLayout layout, float[] x, int plane, int from, int to, float[] staged, int to0) {
        int pitch = layout.phasePitch();
        int[] phases = layout.phases();
        for (int row = from; row < to; row++) {
            int source = layout.rowSource()[row];
            int at = to0 + (row - from) * layout.rowPitch();
            if (source == UNUSED) {
                continue;
            }
            for (int i = 0; i < phases.length; i++) {
                if (source == ZERO) {
                    Arrays.fill(staged, at + i * pitch, at + (i + 1) * pitch, 0);
                } else {
                    phase(g, phases[i], x, plane + source * g.iw(), staged, at + i * pitch, pitch);
                }
            }
        }
    }

    /** One phase of one row: padded columns {@code phase, phase + sw, ...}, left border, image, right border. */
    private static void phase(Geometry g, int phase, float[] x, int row, float[] staged, int at, int pitch) {
        int sw = g.layer().sw();
        int first = phase - g.padLeft();
        int from = Math.min(pitch, first >= 0 ? 0 : (-first + sw - 1) / sw);
        int to = Math.max(from, Math.min(pitch, first >= g.iw() ? 0 : (g.iw() - 1 - first) / sw + 1));
        border(g, first, x, row, staged, at, 0, from);
        if (sw == 1) {
            System.arraycopy(x, row + first + from, staged, at + from, to - from);
        } else {
            int source = row + first;
            for (int j = from; j < to; j++) {
                staged[at + j] = x[source + j * sw];
            }
        }
        border(g, first, x, row, staged, at, to, pitch);
    }

    private static void border(Geometry g, int first, float[] x, int row, float[] staged, int at, int from, int to) {
        int sw = g.layer().sw();
        for (int j = from; j < to; j++) {
            int column = first + j * sw;
            // A shorter phase ends before its pitch: nobody reads what lies behind the padded row.
            int ix = column >= g.iw() + g.padRight() ? ZERO : PaddingMap.source(g.layer().mode(), g.iw(), column);
            staged[at + j] = ix == ZERO ? 0 : x[row + ix];
        }
    }
}
