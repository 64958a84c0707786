// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of Winograd's F(4x4, 3x3) on vectors whose lanes are tiles, columns of a row or output channels.
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

    /** Floats of the sums of one channel's tiles. */
    static final int CHANNEL_STEP = IN * IN * STEP;

    /** Floats between the elements of sums that lie as {@link RowKernels} leave them: the floats of the largest of its tiles of two vectors. */
    static final int SUMS_STEP = RowKernels.TILE_14X2.channels() * RowKernels.TILE_14X2.vectors() * S.length();

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
            sixToSix(d, at, IN * STEP, 4 * IN * STEP, d, at, IN * STEP);
        }
        for (int i = 0; i < IN; i++) {
            sixToSix(d, from + i * IN * STEP, STEP, 4 * STEP, v, to + i * IN * pitch, pitch);
        }
    }

    /** The product of B' with six vectors, the last two of which are {@code last} floats behind the first two. */
    private static void sixToSix(float[] d, int from, int step, int last, float[] v, int to, int pitch) {
        FloatVector d0 = FloatVector.fromArray(S, d, from);
        FloatVector d1 = FloatVector.fromArray(S, d, from + step);
        FloatVector d2 = FloatVector.fromArray(S, d, from + 2 * step);
        FloatVector d3 = FloatVector.fromArray(S, d, from + 3 * step);
        FloatVector d4 = FloatVector.fromArray(S, d, from + last);
        FloatVector d5 = FloatVector.fromArray(S, d, from + last + step);
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
            sixToFour(m, from + j * STEP, IN * STEP, from + j * STEP, IN * STEP);
        }
        for (int i = 0; i < OUT; i++) {
            int at = from + i * IN * STEP;
            sixToFour(m, at, STEP, at, STEP);
            interleave(m, at, bias, y, to + i * pitch);
        }
    }

    /**
     * The first half of the input transform, B' d, for a run of columns of staged rows: of any tiles and phases, as its lanes
     * do not meet.
     *
     * @param x six rows, {@code xs} floats apart
     * @param d receives six rows, {@code ds} floats apart, of whole vectors
     */
    static void columns(float[] x, int from, int xs, float[] d, int to, int ds, int columns) {
        for (int j = 0; j < columns; j += S.length()) {
            sixToSix(x, from + j, xs, 4 * xs, d, to + j, ds);
        }
    }

    /**
     * The second half for a row of tiles.
     *
     * @param d six rows of {@link #columns}, {@code ds} floats apart, each four phases, {@code phase} floats apart
     * @param v receives element {@code k} of the tiles side by side at {@code to + k * pitch}, in whole vectors
     */
    static void rows(float[] d, int from, int ds, int phase, float[] v, int to, int pitch, int tiles) {
        for (int t = 0; t < tiles; t += S.length()) {
            for (int i = 0; i < IN; i++) {
                // The last two columns of a tile are the first two of the next.
                sixToSix(d, from + t + i * ds, phase, 1, v, to + t + i * IN * pitch, pitch);
            }
        }
    }

    /**
     * The output transform for as many channels of one tile as lanes.
     *
     * @param m sums, element {@code k} at {@code from + k * SUMS_STEP}
     * @param half index in {@code m} of room for 24 vectors
     * @param bias index in {@code m} of the channels' bias
     * @param to index in {@code m} that receives four rows of four pixels, a vector each, the rows {@code pitch} apart
     */
    static void outputs(float[] m, int from, int half, int bias, int to, int pitch) {
        final int l = S.length();
        for (int j = 0; j < IN; j++) {
            sixToFour(m, from + j * SUMS_STEP, IN * SUMS_STEP, half + j * l, IN * l);
        }
        for (int i = 0; i < OUT; i++) {
            sixToFourAndBias(m, half + i * IN * l, l, bias, to + i * pitch);
        }
    }

    /** The product of A' with six vectors, and the bias added. */
    private static void sixToFourAndBias(float[] m, int from, int step, int bias, int to) {
        final int l = S.length();
        FloatVector b = FloatVector.fromArray(S, m, bias);
        FloatVector m1 = FloatVector.fromArray(S, m, from + step);
        FloatVector m2 = FloatVector.fromArray(S, m, from + 2 * step);
        FloatVector m3 = FloatVector.fromArray(S, m, from + 3 * step);
        FloatVector m4 = FloatVector.fromArray(S, m, from + 4 * step);
        FloatVector sum12 = m1.add(m2);
        FloatVector difference12 = m1.sub(m2);
        FloatVector sum34 = m3.add(m4);
        FloatVector difference34 = m3.sub(m4);
        FloatVector.fromArray(S, m, from).add(sum12).add(sum34).add(b).intoArray(m, to);
        difference34.fma(FloatVector.broadcast(S, 2), difference12).add(b).intoArray(m, to + l);
        sum34.fma(FloatVector.broadcast(S, 4), sum12).add(b).intoArray(m, to + 2 * l);
        difference34
                .fma(FloatVector.broadcast(S, 8), difference12)
                .add(FloatVector.fromArray(S, m, from + 5 * step))
                .add(b)
                .intoArray(m, to + 3 * l);
    }

    /** The product of A' with six vectors. */
    private static void sixToFour(float[] m, int from, int step, int to, int toStep) {
        FloatVector m1 = FloatVector.fromArray(S, m, from + step);
        FloatVector m2 = FloatVector.fromArray(S, m, from + 2 * step);
        FloatVector m3 = FloatVector.fromArray(S, m, from + 3 * step);
        FloatVector m4 = FloatVector.fromArray(S, m, from + 4 * step);
        FloatVector sum12 = m1.add(m2);
        FloatVector difference12 = m1.sub(m2);
        FloatVector sum34 = m3.add(m4);
        FloatVector difference34 = m3.sub(m4);
        FloatVector.fromArray(S, m, from).add(sum12).add(sum34).intoArray(m, to);
        difference34.fma(FloatVector.broadcast(S, 2), difference12).intoArray(m, to + toStep);
        sum34.fma(FloatVector.broadcast(S, 4), sum12).intoArray(m, to + 2 * toStep);
        difference34
                .fma(FloatVector.broadcast(S, 8), difference12)
                .add(FloatVector.fromArray(S, m, from + 5 * step))
                .intoArray(m, to + 3 * toStep);
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
