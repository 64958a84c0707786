// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowCopy} for rows whose columns are split by phase: every n-th float of them side by side. */
final class PhaseCopy {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

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
        if (FourthsCopy.areNarrow(phases, segment, pitch, room)) {
            int done = FourthsCopy.narrow(phases, segment, x, row, rowPitch, staged, at, pitch, rows);
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
                FourthsCopy.rows(x, from, rowPitch, staged, to, pitch, rows, phase.length());
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
