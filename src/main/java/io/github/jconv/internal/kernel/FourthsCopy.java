// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link PhaseCopy} for phases of every fourth float. */
final class FourthsCopy {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lanes of the same remainder by 4 hold a quarter of a vector's floats: back in order. */
    private static final VectorShuffle<Float> UNZIP_4 =
            VectorShuffle.fromOp(S, i -> i / (S.length() / 4) + i % (S.length() / 4) * 4);

    private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, 0x2222_2222_2222_2222L);
    private static final VectorMask<Float> THIRD = VectorMask.fromLong(S, 0x4444_4444_4444_4444L);
    private static final VectorMask<Float> FOURTH = VectorMask.fromLong(S, 0x8888_8888_8888_8888L);

    private FourthsCopy() {}

    /**
     * Every fourth float: what is wanted of four loads, each one float early, lies in different lanes. A row's last vector ends
     * with its last float.
     */
    static void rows(float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
        final int l = S.length();
        for (int r = 0; r < rows; r++) {
            int f = from + r * rowPitch;
            int t = to + r * pitch;
            for (int j = 0; j < length; j += l) {
                int column = Math.min(j, length - l);
                fourth(x, f + 4 * column, staged, t + column);
            }
        }
    }

    private static void fourth(float[] x, int from, float[] staged, int to) {
        final int l = S.length();
        FloatVector x0 = FloatVector.fromArray(S, x, from);
        FloatVector x1 = FloatVector.fromArray(S, x, from + l - 1);
        FloatVector x2 = FloatVector.fromArray(S, x, from + 2 * l - 2);
        FloatVector x3 = FloatVector.fromArray(S, x, from + 3 * l - 3);
        x0.blend(x1, SECOND)
                .blend(x2, THIRD)
                .blend(x3, FOURTH)
                .rearrange(UNZIP_4)
                .intoArray(staged, to);
    }

    /** The same with zeros behind. */
    private static void narrowFourth(float[] x, int from, float[] staged, int to, VectorMask<Float> behind) {
        final int l = S.length();
        FloatVector x0 = FloatVector.fromArray(S, x, from);
        FloatVector x1 = FloatVector.fromArray(S, x, from + l - 1);
        FloatVector x2 = FloatVector.fromArray(S, x, from + 2 * l - 2);
        FloatVector x3 = FloatVector.fromArray(S, x, from + 3 * l - 3);
        x0.blend(x1, SECOND)
                .blend(x2, THIRD)
                .blend(x3, FOURTH)
                .rearrange(UNZIP_4)
                .blend(0, behind)
                .intoArray(staged, to);
    }

    /**
     * Whether a vector holds each of four phases, and what it holds beside one lies in its row or the next, with nothing else
     * between them, or in its phase.
     */
    static boolean areNarrow(ColumnPhase[] phases, int segment, int pitch, int room) {
        boolean inPlace = pitch == 4 * segment && pitch >= S.length() || room >= S.length();
        if (phases.length != 4 || !inPlace) {
            return false;
        }
        for (ColumnPhase phase : phases) {
            if (phase.stride() != 4 || phase.length() == 0 || phase.length() > S.length()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Splits rows of four phases no longer than a vector, phase after phase and row after row: what is too much is overwritten by
     * what follows, or zeros. All rows but the run's last one, and fewer at the input's end; returns how many.
     */
    static int narrow(
            ColumnPhase[] phases,
            int segment,
            float[] x,
            int row,
            int rowPitch,
            float[] staged,
            int at,
            int pitch,
            int rows) {
        final int l = S.length();
        final int f0 = row + phases[0].firstColumn();
        final int f1 = row + phases[1].firstColumn();
        final int f2 = row + phases[2].firstColumn();
        final int f3 = row + phases[3].firstColumn();
        final int t0 = at + phases[0].from();
        final int t1 = at + segment + phases[1].from();
        final int t2 = at + 2 * segment + phases[2].from();
        final int t3 = at + 3 * segment + phases[3].from();
        VectorMask<Float> behind0 = RowCopy.behind(phases[0].length());
        VectorMask<Float> behind1 = RowCopy.behind(phases[1].length());
        VectorMask<Float> behind2 = RowCopy.behind(phases[2].length());
        VectorMask<Float> behind3 = RowCopy.behind(phases[3].length());
        int last = Math.max(Math.max(f0, f1), Math.max(f2, f3));
        int done = Math.min(rows - 1, RowCopy.wholeVectors(x, last, rowPitch, rows, 4 * l - 3));
        for (int r = 0; r < done; r++) {
            int f = r * rowPitch;
            int t = r * pitch;
            narrowFourth(x, f0 + f, staged, t0 + t, behind0);
            narrowFourth(x, f1 + f, staged, t1 + t, behind1);
            narrowFourth(x, f2 + f, staged, t2 + t, behind2);
            narrowFourth(x, f3 + f, staged, t3 + t, behind3);
        }
        return done;
    }
}
