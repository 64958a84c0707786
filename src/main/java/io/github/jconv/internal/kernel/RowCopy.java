// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies runs of image rows, or every n-th float of them, between borders.
 *
 * <p>Rows are short, so what counts is what a row costs beyond its floats: each method takes a run of rows at constant
 * distances.
 */
final class RowCopy {
    /** Of a pair of vectors of {@link #padded} the places in an array: where they go in a staged row. */
    static final int TO_A = 0;

    static final int TO_B = 1;

    /** The first columns of the three vectors of the image's row that their lanes come from. */
    static final int LEFT = 2;

    static final int RIGHT = 3;
    static final int FAR = 4;

    /** 0 where each is lanes of its own vector, 1 of both, 2 of all three. */
    static final int VECTORS = 5;

    /** Where the lanes begin. */
    static final int LANES = 6;

    /** Rows of a border that are copied together: a cache line of each. */
    private static final int BORDER_ROWS = 64;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    /** A vector of false, and one of true: a mask of the lanes from any lane on begins somewhere. */
    private static final boolean[] BEHIND = new boolean[2 * S.length()];

    static {
        Arrays.fill(BEHIND, S.length(), BEHIND.length, true);
    }

    private RowCopy() {}

    /**
     * Copies the columns that lie in the image, of all phases of a run of rows.
     *
     * @param segment floats between the phases of a staged row
     * @param row index in {@code x} of the first image row, {@code rowPitch} floats before the next
     * @param at index in {@code staged} of the first staged row, {@code pitch} floats before the next
     * @param room floats from a phase's first on that may be overwritten, borders among them: what is, becomes zeros
     */
    static void image(
            ColumnPhase[] phases,
            int segment,
            float[] x,
            int row,
            int rowPitch,
            float[] staged,
            int at,
            int pitch,
            int rows,
            int room) {
        if (phases.length > 1 || phases[0].stride() > 1) {
            PhaseCopy.image(phases, segment, x, row, rowPitch, staged, at, pitch, rows, room);
        } else if (phases[0].length() > 0) {
            // Else beside the image: the first column is none of the input's.
            int from = row + phases[0].firstColumn();
            copy(x, from, rowPitch, staged, at + phases[0].from(), pitch, rows, phases[0].length(), room);
        }
    }

    /**
     * Copies whole rows, borders included, which are lanes of two vectors of each phase.
     *
     * @param pairs {@link ColumnPhase#lanes}: of each pair of vectors their indices in a staged row, the columns of three
     *     vectors of the image's row, and the lanes of these
     * @param from the first staged column that lies in the image
     * @param between whether what lies between the vectors of a pair is copied, too
     * @param rowSource of padded rows, of which those at {@code first, first + step, ...} are staged, the source row
     * @param plane index in {@code x} of image row 0, {@code iw} floats before the next
     * @param fill floats of a row of zeros to write
     */
    static void padded(
            int[][] pairs,
            int from,
            boolean between,
            int[] rowSource,
            int first,
            int step,
            float[] x,
            int plane,
            int iw,
            float[] staged,
            int at,
            int pitch,
            int rows,
            int fill) {
        for (int[] pair : pairs) {
            padded(
                    pair,
                    from,
                    between ? pair[TO_B] : 0,
                    rowSource,
                    first,
                    step,
                    x,
                    plane,
                    iw,
                    staged,
                    at,
                    pitch,
                    rows,
                    pair == pairs[0] ? fill : 0);
        }
    }

    private static void padded(
            int[] pair,
            int from,
            int between,
            int[] rowSource,
            int first,
            int step,
            float[] x,
            int plane,
            int iw,
            float[] staged,
            int at,
            int pitch,
            int rows,
            int fill) {
        final int l = S.length();
        final int toA = at + pair[TO_A];
        final int toB = at + pair[TO_B];
        final int p = plane + pair[LEFT];
        final int q = plane + pair[RIGHT];
        final int s = plane + pair[FAR];
        IntVector a = IntVector.fromArray(I, pair, LANES);
        IntVector b = IntVector.fromArray(I, pair, LANES + l);
        VectorMask<Integer> crossA = a.compare(VectorOperators.GE, l);
        VectorMask<Integer> crossB = b.compare(VectorOperators.LT, l);
        VectorMask<Integer> farA = a.compare(VectorOperators.GE, 2 * l);
        VectorMask<Integer> farB = b.compare(VectorOperators.GE, 2 * l);
        final boolean crosses = pair[VECTORS] > 0;
        final boolean far = pair[VECTORS] > 1;
        VectorShuffle<Integer> laneA = a.and(l - 1).toShuffle();
        VectorShuffle<Integer> laneB = b.and(l - 1).toShuffle();
        boolean single = pair[TO_A] == pair[TO_B];
        for (int r = 0; r < rows; r++) {
            int source = rowSource[first + r * step];
            int t = r * pitch;
            if (source < 0) {
                if (source == ZERO && fill > 0) {
                    Arrays.fill(staged, at + t, at + t + fill, 0);
                }
                continue;
            }
            int f = source * iw;
            IntVector left = FloatVector.fromArray(S, x, p + f).reinterpretAsInts();
            IntVector right = FloatVector.fromArray(S, x, q + f).reinterpretAsInts();
            IntVector u = left.rearrange(laneA);
            IntVector v = right.rearrange(laneB);
            if (crosses) {
                u = u.blend(right.rearrange(laneA), crossA);
                v = v.blend(left.rearrange(laneB), crossB);
                if (far) {
                    IntVector w = FloatVector.fromArray(S, x, s + f).reinterpretAsInts();
                    u = u.blend(w.rearrange(laneA), farA);
                    v = v.blend(w.rearrange(laneB), farB);
                }
            }
            u.reinterpretAsFloats().intoArray(staged, toA + t);
            for (int j = l; j < between; j += l) {
                int to = Math.max(from, Math.min(j, between - l));
                FloatVector.fromArray(S, x, plane + f + to - from).intoArray(staged, at + t + to);
            }
            if (!single) {
                v.reinterpretAsFloats().intoArray(staged, toB + t);
            }
        }
    }

    /**
     * Fills the borders of a run of rows, column by column, some rows at a time: a loop over the few of a row takes longer
     * to begin than to run.
     *
     * @param borders {@link ColumnPhase#borders}
     */
    static void borders(int[] borders, float[] x, int row, int rowPitch, float[] staged, int at, int pitch, int rows) {
        for (int from = 0; from < rows; from += BORDER_ROWS) {
            int end = Math.min(rows, from + BORDER_ROWS);
            for (int j = 0; j < borders.length; j += 2) {
                int to = at + borders[j];
                int column = borders[j + 1];
                for (int r = from; r < end; r++) {
                    staged[to + r * pitch] = column == ZERO ? 0 : x[row + column + r * rowPitch];
                }
            }
        }
    }

    private static void copy(
            float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length, int room) {
        final int last = length - S.length();
        if (last < 0 && room >= S.length()) {
            int whole = wholeVectors(x, from, rowPitch, rows, S.length());
            narrow(x, from, rowPitch, staged, to, pitch, whole, length);
            arrays(x, from + whole * rowPitch, rowPitch, staged, to + whole * pitch, pitch, rows - whole, length);
            return;
        }
        if (last < 0 || length > 2 * S.length()) {
            arrays(x, from, rowPitch, staged, to, pitch, rows, length);
            return;
        }
        // Two vectors cost a third of a call of arraycopy.
        for (int r = 0; r < rows; r++) {
            int f = from + r * rowPitch;
            int t = to + r * pitch;
            FloatVector.fromArray(S, x, f).intoArray(staged, t);
            FloatVector.fromArray(S, x, f + last).intoArray(staged, t + last);
        }
    }

    private static void arrays(
            float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, from + r * rowPitch, staged, to + r * pitch, length);
        }
    }

    /** Of {@code rows} rows, those from which {@code floats} can be read within the array: all but the last ones. */
    static int wholeVectors(float[] x, int from, int rowPitch, int rows, int floats) {
        int room = x.length - floats - from;
        if (room >= (rows - 1L) * rowPitch) {
            return rows;
        }
        return room < 0 ? 0 : room / rowPitch + 1;
    }

    /** Rows shorter than a vector: a vector costs a fraction of a call of arraycopy. Zeros follow each. */
    private static void narrow(
            float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
        VectorMask<Float> behind = behind(length);
        for (int r = 0; r < rows; r++) {
            FloatVector row = FloatVector.fromArray(S, x, from + r * rowPitch);
            row.blend(0, behind).intoArray(staged, to + r * pitch);
        }
    }

    /** The lanes from {@code length} on. */
    static VectorMask<Float> behind(int length) {
        return VectorMask.fromArray(S, BEHIND, Math.max(0, S.length() - length));
    }
}
