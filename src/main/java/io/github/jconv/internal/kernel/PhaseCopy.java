// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowCopy} for rows whose columns are split by phase: every n-th float of them side by side. */
final class PhaseCopy {
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

    private PhaseCopy() {}

    /** As {@link RowCopy#image}. */
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
        if (areNarrowFourths(phases, segment, pitch, room)) {
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
            } else if (phase.stride() == 2 && phase.length() >= S.length()) {
                halves(x, from, rowPitch, staged, to, pitch, rows, phase.length());
            } else {
                copyEvery(phase.stride(), x, from, rowPitch, staged, to, pitch, rows, phase.length());
            }
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
        VectorMask<Float> behindLeft = RowCopy.behind(inOrder ? lengthA : lengthB);
        VectorMask<Float> behindRight = RowCopy.behind(inOrder ? lengthB : lengthA);
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
            int whole = RowCopy.wholeVectors(x, from, rowPitch, rows, 2 * S.length());
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

    /** Every second float. A row's last vector ends with its last float, and so is not read beyond the input. */
    private static void halves(
            float[] x, int from, int rowPitch, float[] staged, int to, int pitch, int rows, int length) {
        final int l = S.length();
        for (int r = 0; r < rows; r++) {
            int f = from + r * rowPitch;
            int t = to + r * pitch;
            for (int j = 0; j < length; j += l) {
                int column = Math.min(j, length - l);
                FloatVector x0 = FloatVector.fromArray(S, x, f + 2 * column);
                FloatVector x1 = FloatVector.fromArray(S, x, f + 2 * column + l - 1);
                x0.blend(x1, ODD).rearrange(UNZIP).intoArray(staged, t + column);
            }
        }
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
    private static boolean areNarrowFourths(ColumnPhase[] phases, int segment, int pitch, int room) {
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
