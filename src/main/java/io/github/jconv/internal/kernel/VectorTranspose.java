// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns square tiles of one vector a row. A step of distance {@code d} exchanges bit {@code d} of row and column:
 *
 * <pre>
 *   rows i and i + d:  a0 a1 a2 a3   b0 b1 b2 b3      d = 1:  a0 b0 a2 b2   a1 b1 a3 b3
 * </pre>
 *
 * <p>Two steps go with each reading of four rows; a tile of more than four lanes goes through memory once in between.
 */
final class VectorTranspose {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static final VectorShuffle<Float> UP_1 = by(1);
    private static final VectorShuffle<Float> UP_2 = by(2);
    private static final VectorShuffle<Float> UP_4 = by(4);
    private static final VectorShuffle<Float> UP_8 = by(8);
    private static final VectorShuffle<Float> DOWN_1 = by(-1);
    private static final VectorShuffle<Float> DOWN_2 = by(-2);
    private static final VectorShuffle<Float> DOWN_4 = by(-4);
    private static final VectorShuffle<Float> DOWN_8 = by(-8);
    private static final VectorMask<Float> ODD_1 = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    private static final VectorMask<Float> ODD_2 = VectorMask.fromLong(S, 0xCCCC_CCCC_CCCC_CCCCL);
    private static final VectorMask<Float> ODD_4 = VectorMask.fromLong(S, 0xF0F0_F0F0_F0F0_F0F0L);
    private static final VectorMask<Float> ODD_8 = VectorMask.fromLong(S, 0xFF00_FF00_FF00_FF00L);

    private VectorTranspose() {}

    private static VectorShuffle<Float> by(int distance) {
        return VectorShuffle.fromOp(S, i -> i + distance & L - 1);
    }

    /** Whether a matrix has room for a tile. */
    static boolean fits(int rows, int columns) {
        return rows >= L && columns >= L && (L == 4 || L == 8 || L == 16);
    }

    /**
     * {@code y[to + c * toPitch + r] = x[from + r * fromPitch + c]} for a matrix that {@link #fits}. The last tiles overlap
     * those before.
     *
     * @param at index in {@code room} of {@link Transpose#ROOM} floats
     * @param alongRows whether neighbouring tiles are neighbours in {@code x} rather than in {@code y}
     */
    static void turn(
            float[] x,
            int from,
            int fromPitch,
            int rows,
            int columns,
            float[] y,
            int to,
            int toPitch,
            float[] room,
            int at,
            boolean alongRows) {
        int outside = alongRows ? rows : columns;
        int inside = alongRows ? columns : rows;
        for (int i = 0; i < outside; i += L) {
            int o = Math.min(i, outside - L);
            for (int j = 0; j < inside; j += L) {
                int k = Math.min(j, inside - L);
                int r = alongRows ? o : k;
                int c = alongRows ? k : o;
                tile(x, from + r * fromPitch + c, fromPitch, y, to + c * toPitch + r, toPitch, room, at);
            }
        }
    }

    private static void tile(float[] x, int from, int fromPitch, float[] y, int to, int toPitch, float[] room, int at) {
        if (L == 4) {
            step12(x, from, fromPitch, y, to, toPitch);
            return;
        }
        step12(x, from, fromPitch, room, at, L);
        if (L == 8) {
            step4(room, at, y, to, toPitch);
        } else {
            step48(room, at, y, to, toPitch);
        }
    }

    private static void step12(float[] x, int from, int fromPitch, float[] y, int to, int toPitch) {
        for (int i = 0; i < L; i += 4) {
            int f = from + i * fromPitch;
            FloatVector a0 = FloatVector.fromArray(S, x, f);
            FloatVector a1 = FloatVector.fromArray(S, x, f + fromPitch);
            FloatVector a2 = FloatVector.fromArray(S, x, f + 2 * fromPitch);
            FloatVector a3 = FloatVector.fromArray(S, x, f + 3 * fromPitch);
            FloatVector b0 = a0.blend(a1.rearrange(DOWN_1), ODD_1);
            FloatVector b1 = a0.rearrange(UP_1).blend(a1, ODD_1);
            FloatVector b2 = a2.blend(a3.rearrange(DOWN_1), ODD_1);
            FloatVector b3 = a2.rearrange(UP_1).blend(a3, ODD_1);
            int t = to + i * toPitch;
            b0.blend(b2.rearrange(DOWN_2), ODD_2).intoArray(y, t);
            b1.blend(b3.rearrange(DOWN_2), ODD_2).intoArray(y, t + toPitch);
            b0.rearrange(UP_2).blend(b2, ODD_2).intoArray(y, t + 2 * toPitch);
            b1.rearrange(UP_2).blend(b3, ODD_2).intoArray(y, t + 3 * toPitch);
        }
    }

    private static void step4(float[] x, int from, float[] y, int to, int toPitch) {
        for (int i = 0; i < 4; i++) {
            FloatVector a0 = FloatVector.fromArray(S, x, from + i * L);
            FloatVector a1 = FloatVector.fromArray(S, x, from + (i + 4) * L);
            a0.blend(a1.rearrange(DOWN_4), ODD_4).intoArray(y, to + i * toPitch);
            a0.rearrange(UP_4).blend(a1, ODD_4).intoArray(y, to + (i + 4) * toPitch);
        }
    }

    private static void step48(float[] x, int from, float[] y, int to, int toPitch) {
        for (int i = 0; i < 4; i++) {
            int f = from + i * L;
            FloatVector a0 = FloatVector.fromArray(S, x, f);
            FloatVector a1 = FloatVector.fromArray(S, x, f + 4 * L);
            FloatVector a2 = FloatVector.fromArray(S, x, f + 8 * L);
            FloatVector a3 = FloatVector.fromArray(S, x, f + 12 * L);
            FloatVector b0 = a0.blend(a1.rearrange(DOWN_4), ODD_4);
            FloatVector b1 = a0.rearrange(UP_4).blend(a1, ODD_4);
            FloatVector b2 = a2.blend(a3.rearrange(DOWN_4), ODD_4);
            FloatVector b3 = a2.rearrange(UP_4).blend(a3, ODD_4);
            int t = to + i * toPitch;
            b0.blend(b2.rearrange(DOWN_8), ODD_8).intoArray(y, t);
            b1.blend(b3.rearrange(DOWN_8), ODD_8).intoArray(y, t + 4 * toPitch);
            b0.rearrange(UP_8).blend(b2, ODD_8).intoArray(y, t + 8 * toPitch);
            b1.rearrange(UP_8).blend(b3, ODD_8).intoArray(y, t + 12 * toPitch);
        }
    }
}
