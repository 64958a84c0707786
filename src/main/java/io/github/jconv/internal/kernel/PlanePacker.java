// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import java.util.Arrays;

/** Copies input planes into a staged {@link PlaneLayout}: padding added, column phases apart. */
final class PlanePacker {
    /** Marks a padded row that no tap reads. */
    static final int UNUSED = -2;

    private PlanePacker() {}

    /** Packs parts {@code [from, to)} of an image, as {@link Kernel#stage}: each is a band of rows of a plane. */
    static void planes(Plan plan, ImageCall call, int from, int to) {
        Geometry g = plan.geometry();
        PlaneLayout layout = plan.layout().planes();
        int planes = g.layer().inChannels();
        int bands = plan.stageBands();
        long rows = layout.rowSource().length;
        for (int part = from; part < to; part++) {
            int plane = part % planes;
            int band = part / planes;
            int x = call.xo() + plane * g.inPlane();
            int staged = plane * layout.planeFloats();
            int first = (int) (rows * band / bands);
            int end = (int) (rows * (band + 1) / bands);
            rows(g, layout, call.x(), x, call.staged(), staged, first, end, 0, true);
        }
    }

    /**
     * Packs staged rows {@code [first, end)} of one plane.
     *
     * @param plane index in {@code x} where the image's row 0 is, or would be
     * @param to index in {@code staged} of the plane
     * @param behind floats behind the last row that may be overwritten, by zeros
     * @param borders whether to fill the rows' borders, or leave the zeros that are there
     */
    static void rows(
            Geometry g,
            PlaneLayout layout,
            float[] x,
            int plane,
            float[] staged,
            int to,
            int first,
            int end,
            int behind,
            boolean borders) {
        ColumnPhase[] phases = layout.phases();
        int[] rowSource = layout.rowSource();
        int pitch = layout.rowPitch();
        int apart = layout.rowsApart();
        int start = first;
        int[][] lanes = layout.lanes();
        if (lanes != null) {
            // What the second vector has too many of, the next row overwrites.
            int size = (lanes[0].length - RowCopy.LANES) / 2;
            int over = Math.max(0, lanes[lanes.length - 1][RowCopy.TO_B] + size - pitch - behind);
            int rows = Math.max(0, end - first - Units.of(over, pitch));
            RowCopy.padded(
                    lanes,
                    phases[0].from(),
                    phases.length == 1,
                    rowSource,
                    first,
                    1,
                    x,
                    plane,
                    g.iw(),
                    staged,
                    to + first * pitch,
                    pitch,
                    rows,
                    pitch);
            start += rows;
        }
        for (int r = start; r < end; ) {
            int source = rowSource[r];
            int at = to + r * pitch;
            int run = 1;
            if (source == ZERO) {
                Arrays.fill(staged, at, at + pitch, 0);
            } else if (source != UNUSED) {
                while (r + run < end && rowSource[r + run] == source + run * apart) {
                    run++;
                }
                int row = plane + source * g.iw();
                // What is left behind a row, later rows of its plane and their borders overwrite.
                int room = room(phases, layout.phasePitch()) + (end - r - run) * pitch + behind;
                RowCopy.image(phases, layout.phasePitch(), x, row, apart * g.iw(), staged, at, pitch, run, room);
                if (borders) {
                    RowCopy.borders(layout.borders(), x, row, apart * g.iw(), staged, at, pitch, run);
                }
            }
            r += run;
        }
    }

    /** Floats of a row from its last phase's first in the image on. */
    private static int room(ColumnPhase[] phases, int phasePitch) {
        int from = 0;
        for (ColumnPhase phase : phases) {
            from = Math.max(from, phase.from());
        }
        return phasePitch - from;
    }

    /** Fills the borders of {@code rows} rows with zeros, where {@link PlaneLayout#zeroBorders}. */
    static void borders(PlaneLayout layout, float[] staged, int to, int rows) {
        RowCopy.borders(layout.borders(), staged, 0, 0, staged, to, layout.rowPitch(), rows);
    }
}
