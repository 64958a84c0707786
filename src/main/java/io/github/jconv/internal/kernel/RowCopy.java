// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies runs of image rows, or every n-th float of them, between borders.
 *
 * <p>Rows are short, so what counts is what a row costs beyond its floats: each method takes a run of rows at constant
 * distances.
 */
final class RowCopy {
    /** Rows of a border that are copied together: a cache line of each. */
    private static final int BORDER_ROWS = 64;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lanes of the same remainder by 4 hold a quarter of a vector's floats: back in order. */
    private static final VectorShuffle<Float> UNZIP_4 =
            VectorShuffle.fromOp(S, i -> i / (S.length() / 4) + i % (S.length() / 4) * 4);

    private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, 0x2222_2222_2222_2222L);
    private static final VectorMask<Float> THIRD = VectorMask.fromLong(S, 0x4444_4444_4444_4444L);
    private static final VectorMask<Float> FOURTH = VectorMask.fromLong(S, 0x8888_8888_8888_8888L);

    /** Even lanes hold the first half of a vector's floats, odd lanes the second: back in order. */
    private static final VectorShuffle<Float> UNZIP =
            VectorShuffle.fromOp(S, i -> i < S.length() / 2 ? 2 * i : 2 * i - S.length() + 1);

    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);

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
     * @param room floats from a phase's first on that may be overwritten, borders among them
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
        if (phases.length == 2 && phases[0].stride() == 2) {
            ColumnPhase a = phases[0];
            ColumnPhase b = phases[1];
            if (a.length() + b.length() == 0) {
                return;
            }
            boolean inOrder = a.firstColumn() < b.firstColumn();
            int toA = at + a.from();
            int toB = at + segment + b.from();
            ColumnPhase first = inOrder ? a : b;
            ColumnPhase second = inOrder ? b : a;
            pairs(
                    x,
                    row + first.firstColumn(),
                    rowPitch,
                    staged,
                    inOrder ? toA : toB,
                    inOrder ? toB : toA,
                    pitch,
                    rows,
                    first.length(),
                    second.length(),
                    room);
            return;
        }
        if (areNarrowFourths(phases, segment)) {
            int done = narrowFourths(phases, segment, x, row, rowPitch, staged, at, pitch, rows);
            row += done * rowPitch;
            at += done * pitch;
            rows -= done;
        }
        for (int i = 0; i < phases.length; i++) {
            ColumnPhase phase = phases[i];
            if (phase.length() == 0) {
                // Beside the image: the first column is none of the input's.
                continue;
            }
            int from = row + phase.firstColumn();
            int to = at + i * segment + phase.from();
            if (phase.stride() == 4 && phase.length() >= S.length()) {
                fourths(x, from, rowPitch, staged, to, pitch, rows, phase.length());
            } else if (phase.stride() == 1) {
                copy(x, from, rowPitch, staged, to, pitch, rows, phase.length(), room);
            } else {
                copyEvery(phase.stride(), x, from, rowPitch, staged, to, pitch, rows, phase.length());
            }
        }
    }

    /** Fills both borders of one phase of a run of rows; parameters as of {@link #image}. */
    static void borders(
            ColumnPhase phase, float[] x, int row, int rowPitch, float[] staged, int at, int pitch, int rows) {
        border(phase.left(), x, row, rowPitch, staged, at, pitch, rows);
        border(phase.right(), x, row, rowPitch, staged, at + phase.to(), pitch, rows);
    }

    /** Column by column, some rows at a time: a loop over the few of a row takes longer to begin than to run. */
    private static void border(
            int[] columns, float[] x, int row, int rowPitch, float[] staged, int at, int pitch, int rows) {
        for (int first = 0; first < rows; first += BORDER_ROWS) {
            int end = Math.min(rows, first + BORDER_ROWS);
            for (int j = 0; j < columns.length; j++) {
                int column = columns[j];
                for (int r = first; r < end; r++) {
                    staged[at + j + r * pitch] = column == ZERO ? 0 : x[row + column + r * rowPitch];
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
    private static int wholeVectors(float[] x, int from, int rowPitch, int rows, int floats) {
        int room = x.length - floats - from;
        if (room >= (rows - 1L) * rowPitch) {
            return rows;
        }
        return room < 0 ? 0 : room / rowPitch + 1;
    }

    /** Whether {@link #image} leaves the borders alone; what it writes behind a row shorter than a vector may be anything. */
    static boolean keepsBorders(ColumnPhase[] phases) {
        for (ColumnPhase phase : phases) {
            if (phase.length() < S.length()) {
                return false;
            }
        }
        return true;
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

    /** Splits rows of fewer pairs than a vector has lanes. Zeros follow each half. */
    private static void narrowPairs(
            float[] x,
            int from,
            int rowPitch,
            float[] staged,
            int toA,
            int toB,
            int pitch,
            int rows,
            int lengthA,
            int lengthB) {
        // What the left phase has too many of, the right one overwrites.
        boolean inOrder = toA < toB;
        int toLeft = inOrder ? toA : toB;
        int toRight = inOrder ? toB : toA;
        int left = from + (inOrder ? 0 : 1);
        int right = from + (inOrder ? 1 : 0);
        VectorMask<Float> behindLeft = behind(inOrder ? lengthA : lengthB);
        VectorMask<Float> behindRight = behind(inOrder ? lengthB : lengthA);
        final int l = S.length() - 1;
        for (int r = 0; r < rows; r++) {
            int p = left + r * rowPitch;
            int q = right + r * rowPitch;
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + l);
            FloatVector x2 = FloatVector.fromArray(S, x, q);
            FloatVector x3 = FloatVector.fromArray(S, x, q + l);
            x0.blend(x1, ODD).rearrange(UNZIP).blend(0, behindLeft).intoArray(staged, toLeft + r * pitch);
            x2.blend(x3, ODD).rearrange(UNZIP).blend(0, behindRight).intoArray(staged, toRight + r * pitch);
        }
    }

    /** The lanes from {@code length} on. */
    private static VectorMask<Float> behind(int length) {
        return VectorMask.fromArray(S, BEHIND, Math.max(0, S.length() - length));
    }

    /** Splits rows of pairs: their first floats to {@code toA}, their second to {@code toB}. */
    private static void pairs(
            float[] x,
            int from,
            int rowPitch,
            float[] staged,
            int toA,
            int toB,
            int pitch,
            int rows,
            int lengthA,
            int lengthB,
            int room) {
        final int last = Math.min(lengthA, lengthB) - S.length();
        if (last < 0 && room >= S.length()) {
            int whole = wholeVectors(x, from, rowPitch, rows, 2 * S.length());
            narrowPairs(x, from, rowPitch, staged, toA, toB, pitch, whole, lengthA, lengthB);
            from += whole * rowPitch;
            toA += whole * pitch;
            toB += whole * pitch;
            rows -= whole;
        }
        if (last < 0) {
            copyEvery(2, x, from, rowPitch, staged, toA, pitch, rows, lengthA);
            copyEvery(2, x, from + 1, rowPitch, staged, toB, pitch, rows, lengthB);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int f = from + r * rowPitch;
            int a = toA + r * pitch;
            int b = toB + r * pitch;
            for (int j = 0; j < last + S.length(); j += S.length()) {
                int column = Math.min(j, last);
                pairs(x, f + 2 * column, staged, a + column, b + column);
            }
        }
        int done = last + S.length();
        if (lengthA > done) {
            copyEvery(2, x, from + 2 * done, rowPitch, staged, toA + done, pitch, rows, lengthA - done);
        }
        if (lengthB > done) {
            copyEvery(2, x, from + 2 * done + 1, rowPitch, staged, toB + done, pitch, rows, lengthB - done);
        }
    }

    /** One vector of each: what is wanted of two loads lies in different lanes if they are an odd distance apart. */
    private static void pairs(float[] x, int from, float[] staged, int a, int b) {
        final int l = S.length();
        FloatVector x0 = FloatVector.fromArray(S, x, from);
        FloatVector x1 = FloatVector.fromArray(S, x, from + 1);
        FloatVector x2 = FloatVector.fromArray(S, x, from + l - 1);
        FloatVector x3 = FloatVector.fromArray(S, x, from + l);
        x0.blend(x2, ODD).rearrange(UNZIP).intoArray(staged, a);
        x1.blend(x3, ODD).rearrange(UNZIP).intoArray(staged, b);
    }

    /** Every fourth float, by the same trick: four loads, each one float early, want different lanes. */
    private static void fourths(
            float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
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

    /** Whether a vector holds each of four phases, and what it holds beside one lies in its row or the next. */
    private static boolean areNarrowFourths(ColumnPhase[] phases, int segment) {
        if (phases.length != 4 || 4 * segment < S.length()) {
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
     * what follows. All rows but the run's last one, and fewer at the input's end; returns how many.
     */
    private static int narrowFourths(
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
        int last = Math.max(Math.max(f0, f1), Math.max(f2, f3));
        int done = Math.min(rows - 1, wholeVectors(x, last, rowPitch, rows, 4 * l - 3));
        for (int r = 0; r < done; r++) {
            int f = r * rowPitch;
            int t = r * pitch;
            fourth(x, f0 + f, staged, t0 + t);
            fourth(x, f1 + f, staged, t1 + t);
            fourth(x, f2 + f, staged, t2 + t);
            fourth(x, f3 + f, staged, t3 + t);
        }
        return done;
    }

    private static void copyEvery(
            int stride, float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
        for (int r = 0; r < rows; r++) {
            int f = from + r * rowPitch;
            int t = to + r * pitch;
            for (int j = 0; j < length; j++, f += stride) {
                staged[t + j] = x[f];
            }
        }
    }
}
