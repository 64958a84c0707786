// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of Winograd's F(4x4, 3x3) on vectors whose lanes are tiles.
 *
 * <pre>
 *         | 4  0 -5  0  1  0 |          | 1  1  1  1  1  0 |
 *         | 0 -4 -4  1  1  0 |    A' =  | 0  1 -1  2 -2  0 |
 *   B' =  | 0  4 -4 -1  1  0 |          | 0  1  1  4  4  0 |
 *         | 0 -2 -1  2  1  0 |          | 0  1 -1  8 -8  1 |
 *         | 0  2 -1 -2  1  0 |
 *         | 0  4  0 -5  0  1 |    V = B' d B     y = A' M A
 * </pre>
 *
 * <p>A lane's arithmetic does not depend on the others, so vectors of any width give the same bits.
 */
final class WinogradTransforms {
    /** Rows and columns of an input tile. */
    static final int IN = 6;

    /** Rows and columns of an output tile. */
    static final int OUT = 4;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Floats between the elements of tiles that are gathered or summed: constant, so C2 merges the bounds checks. */
    static final int STEP = MicroKernels.MOST_VECTORS * S.length();

    /** Each lane of a quarter of a vector four times: see {@link #interleave}. */
    private static final VectorShuffle<Float> QUARTER_0 = VectorShuffle.fromOp(S, i -> i / 4);

    private static final VectorShuffle<Float> QUARTER_1 = VectorShuffle.fromOp(S, i -> S.length() / 4 + i / 4);
    private static final VectorShuffle<Float> QUARTER_2 = VectorShuffle.fromOp(S, i -> S.length() / 2 + i / 4);
    private static final VectorShuffle<Float> QUARTER_3 = VectorShuffle.fromOp(S, i -> S.length() / 4 * 3 + i / 4);
    private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, 0x2222_2222_2222_2222L);
    private static final VectorMask<Float> THIRD = VectorMask.fromLong(S, 0x4444_4444_4444_4444L);
    private static final VectorMask<Float> FOURTH = VectorMask.fromLong(S, 0x8888_8888_8888_8888L);

    private WinogradTransforms() {}

    /**
     * The input transform of one channel for as many tiles as lanes.
     *
     * @param d input tiles, element {@code k} at {@code from + k * STEP}, overwritten
     * @param v receives the transformed tiles, element {@code k} at {@code to + k * pitch}
     */
    static void input(float[] d, int from, float[] v, int to, int pitch) {
        for (int j = 0; j < IN; j++) {
            int at = from + j * STEP;
            sixToSix(d, at, IN * STEP, d, at, IN * STEP);
        }
        for (int i = 0; i < IN; i++) {
            sixToSix(d, from + i * IN * STEP, STEP, v, to + i * IN * pitch, pitch);
        }
    }

    private static void sixToSix(float[] d, int from, int step, float[] v, int to, int pitch) {
        FloatVector d0 = FloatVector.fromArray(S, d, from);
        FloatVector d1 = FloatVector.fromArray(S, d, from + step);
        FloatVector d2 = FloatVector.fromArray(S, d, from + 2 * step);
        FloatVector d3 = FloatVector.fromArray(S, d, from + 3 * step);
        FloatVector d4 = FloatVector.fromArray(S, d, from + 4 * step);
        FloatVector d5 = FloatVector.fromArray(S, d, from + 5 * step);
        FloatVector minusFour = FloatVector.broadcast(S, -4);
        FloatVector evens = d2.fma(minusFour, d4);
        FloatVector odds = d1.fma(minusFour, d3);
        FloatVector difference = d3.sub(d1);
        FloatVector twice = difference.add(difference);
        FloatVector rest = d4.sub(d2);
        // 4 d0 - 5 d2 + d4 = (d4 - d2) - 4 (d2 - d0), and likewise below.
        d2.sub(d0).fma(minusFour, rest).intoArray(v, to);
        evens.add(odds).intoArray(v, to + pitch);
        evens.sub(odds).intoArray(v, to + 2 * pitch);
        rest.add(twice).intoArray(v, to + 3 * pitch);
        rest.sub(twice).intoArray(v, to + 4 * pitch);
        difference.fma(minusFour, d5.sub(d3)).intoArray(v, to + 5 * pitch);
    }

    /**
     * The output transform of one channel for as many tiles as lanes.
     *
     * @param m sums, element {@code k} at {@code from + k * STEP}, overwritten
     * @param y receives four rows of the tiles side by side, at {@code to} and each {@code pitch} after the other
     */
    static void output(float[] m, int from, float bias, float[] y, int to, int pitch) {
        for (int j = 0; j < IN; j++) {
            sixToFour(m, from + j * STEP, IN * STEP);
        }
        for (int i = 0; i < OUT; i++) {
            int at = from + i * IN * STEP;
            sixToFour(m, at, STEP);
            interleave(m, at, bias, y, to + i * pitch);
        }
    }

    /**
     * The output transform for as many channels of one tile as lanes.
     *
     * @param m sums, element {@code k} at {@code from + k * step}, overwritten
     * @param y receives the 16 pixels, a vector each
     */
    static void outputs(float[] m, int from, int step, float[] y, int to) {
        for (int j = 0; j < IN; j++) {
            sixToFour(m, from + j * step, IN * step);
        }
        for (int i = 0; i < OUT; i++) {
            int at = from + i * IN * step;
            sixToFour(m, at, step);
            for (int j = 0; j < OUT; j++) {
                FloatVector.fromArray(S, m, at + j * step).intoArray(y, to + (i * OUT + j) * S.length());
            }
        }
    }

    /** Adds the bias to a vector of one channel's pixels. */
    static void add(float[] y, int at, float bias) {
        FloatVector.fromArray(S, y, at).add(FloatVector.broadcast(S, bias)).intoArray(y, at);
    }

    /**
     * Cuts vectors of 16 tiles, one an input channel, into two runs of halves: {@code [half][channel][8 tiles]}. Half of each
     * vector that is stored is overwritten by the next, or was never needed.
     */
    static void eights(float[] v, int from, int channels, int to) {
        final int l = S.length();
        final int half = l / 2;
        // The upper halves first, downwards: the last of these reaches into the place of the lower ones.
        for (int c = channels - 1; c >= 0; c--) {
            FloatVector.fromArray(S, v, from + c * l).intoArray(v, to + channels * half + c * half - half);
        }
        for (int c = 0; c < channels - 1; c++) {
            FloatVector.fromArray(S, v, from + c * l).intoArray(v, to + c * half);
        }
        System.arraycopy(v, from + (channels - 1) * l, v, to + (channels - 1) * half, half);
    }

    /** The product of A' with six vectors, in place of the first four. */
    private static void sixToFour(float[] m, int from, int step) {
        FloatVector m1 = FloatVector.fromArray(S, m, from + step);
        FloatVector m2 = FloatVector.fromArray(S, m, from + 2 * step);
        FloatVector m3 = FloatVector.fromArray(S, m, from + 3 * step);
        FloatVector m4 = FloatVector.fromArray(S, m, from + 4 * step);
        FloatVector sum12 = m1.add(m2);
        FloatVector difference12 = m1.sub(m2);
        FloatVector sum34 = m3.add(m4);
        FloatVector difference34 = m3.sub(m4);
        FloatVector.fromArray(S, m, from).add(sum12).add(sum34).intoArray(m, from);
        difference34.fma(FloatVector.broadcast(S, 2), difference12).intoArray(m, from + step);
        sum34.fma(FloatVector.broadcast(S, 4), sum12).intoArray(m, from + 2 * step);
        difference34
                .fma(FloatVector.broadcast(S, 8), difference12)
                .add(FloatVector.fromArray(S, m, from + 5 * step))
                .intoArray(m, from + 3 * step);
    }

    /** Stores four vectors, the columns of a row of tiles, column by column of each tile. */
    private static void interleave(float[] m, int from, float bias, float[] y, int to) {
        FloatVector b = FloatVector.broadcast(S, bias);
        FloatVector c0 = FloatVector.fromArray(S, m, from).add(b);
        FloatVector c1 = FloatVector.fromArray(S, m, from + STEP).add(b);
        FloatVector c2 = FloatVector.fromArray(S, m, from + 2 * STEP).add(b);
        FloatVector c3 = FloatVector.fromArray(S, m, from + 3 * STEP).add(b);
        c0.rearrange(QUARTER_0)
                .blend(c1.rearrange(QUARTER_0), SECOND)
                .blend(c2.rearrange(QUARTER_0), THIRD)
                .blend(c3.rearrange(QUARTER_0), FOURTH)
                .intoArray(y, to);
        c0.rearrange(QUARTER_1)
                .blend(c1.rearrange(QUARTER_1), SECOND)
                .blend(c2.rearrange(QUARTER_1), THIRD)
                .blend(c3.rearrange(QUARTER_1), FOURTH)
                .intoArray(y, to + S.length());
        c0.rearrange(QUARTER_2)
                .blend(c1.rearrange(QUARTER_2), SECOND)
                .blend(c2.rearrange(QUARTER_2), THIRD)
                .blend(c3.rearrange(QUARTER_2), FOURTH)
                .intoArray(y, to + 2 * S.length());
        c0.rearrange(QUARTER_3)
                .blend(c1.rearrange(QUARTER_3), SECOND)
                .blend(c2.rearrange(QUARTER_3), THIRD)
                .blend(c3.rearrange(QUARTER_3), FOURTH)
                .intoArray(y, to + 3 * S.length());
    }
}
