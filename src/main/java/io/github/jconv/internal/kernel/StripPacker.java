// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import java.util.Arrays;

/** Copies blocks of input rows into a {@link StripLayout}. */
final class StripPacker {
    private StripPacker() {}

    /** Zeros all that is padding, once for all channels: {@link #rows} leaves most padding of zeros alone. */
    static void clear(StripLayout layout, float[] staged, int at) {
        Arrays.fill(staged, at, at + layout.stagedRows() * StripLayout.PITCH, 0);
    }

    /**
     * Stages the padded rows of output rows {@code [from, to)} and the columns of one strip.
     *
     * @param plane index in {@code x} of the input plane
     * @param at index in {@code staged} of the block
     */
    static void rows(
            Geometry g, StripLayout layout, float[] x, int plane, int strip, int from, int to, float[] staged, int at) {
        int stride = layout.rowStep();
        int stagedRows = layout.stagedRows(to - from, g.layer().sh());
        ColumnPhase[] phases = layout.columnPhases(strip);
        int rowPhases = layout.rowPhases().length;
        for (int i = 0; i < rowPhases; i++) {
            int first = from * g.layer().sh() + layout.rowPhases()[i];
            int rows = Math.min(stagedRows, Units.of(Math.max(0, layout.rowSource().length - first), stride));
            int start = at + i * phases.length * layout.segment();
            if (layout.lanes() != null && plane + layout.lastRead() <= x.length) {
                RowCopy.padded(
                        layout.lanes(),
                        phases[0].from(),
                        phases.length == 1,
                        layout.rowSource(),
                        first,
                        stride,
                        x,
                        plane,
                        g.iw(),
                        staged,
                        start,
                        StripLayout.PITCH,
                        rows,
                        0);
            } else {
                rows(g, layout, strip, x, plane, first, rows, staged, start);
            }
        }
    }

    /** Floats from the start of a phase's image columns to the end of its segment. */
    private static int room(StripLayout layout, ColumnPhase[] phases) {
        int border = 0;
        for (ColumnPhase phase : phases) {
            border = Math.max(border, phase.from());
        }
        return layout.segment() - border;
    }

    /** Stages {@code rows} padded rows, the row stride apart, from padded row {@code first} on. */
    private static void rows(
            Geometry g,
            StripLayout layout,
            int strip,
            float[] x,
            int plane,
            int first,
            int rows,
            float[] staged,
            int at) {
        int stride = layout.rowStep();
        ColumnPhase[] phases = layout.columnPhases(strip);
        int[] rowSource = layout.rowSource();
        for (int r = 0; r < rows; ) {
            int source = rowSource[first + r * stride];
            int run = 1;
            while (source != ZERO && r + run < rows && rowSource[first + (r + run) * stride] == source + run * stride) {
                run++;
            }
            if (source != ZERO) {
                int row = plane + source * g.iw();
                int to = at + r * StripLayout.PITCH;
                RowCopy.image(
                        phases,
                        layout.segment(),
                        x,
                        row,
                        stride * g.iw(),
                        staged,
                        to,
                        StripLayout.PITCH,
                        run,
                        room(layout, phases));
                RowCopy.borders(layout.borders(strip), x, row, stride * g.iw(), staged, to, StripLayout.PITCH, run);
            }
            r += run;
        }
    }
}
