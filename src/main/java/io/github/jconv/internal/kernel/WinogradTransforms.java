// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of Winograd's F(4x4, 3x3) and F(2x2, 5x5) on vectors whose lanes are tiles, columns of a row or output
 * channels. Both have the same points, so the same B'; the second one's A' is the first and the last row but with a 2 in it.
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

    /** Rows and columns of an output tile of 3x3, the most there are. */
    static final int MOST_OUT = 4;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Floats between the elements of tiles that are gathered or summed: constant, so C2 merges the bounds checks. */
    static final int STEP = MicroKernels.MOST_VECTORS * S.length();

    /** Floats of the sums of one channel's tiles. */
    static final int CHANNEL_STEP = IN * IN * STEP;

    /**
     * Floats between the elements of sums that lie as {@link RowKernels} leave them: the floats of the largest of its tiles of
     * two vectors.
     */
    static final int SUMS_STEP = RowKernels.TILE_14X2.broadcasts() * RowKernels.TILE_14X2.vectors() * S.length();

    /** Each lane of a quarter of a vector four times: see {@link #interleave}. */
    private static final VectorShuffle<Float> QUARTER_0 = part(0, 4);

    private static final VectorShuffle<Float> QUARTER_1 = part(1, 4);
    private static final VectorShuffle<Float> QUARTER_2 = part(2, 4);
    private static final VectorShuffle<Float> QUARTER_3 = part(3, 4);

    /** Each lane of half a vector twice. */
    private static final VectorShuffle<Float> HALF_0 = part(0, 2);

    private static final VectorShuffle<Float> HALF_1 = part(1, 2);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, 0x2222_2222_2222_2222L);
    private static final VectorMask<Float> THIRD = VectorMask.fromLong(S, 0x4444_4444_4444_4444L);
    private static final VectorMask<Float> FOURTH = VectorMask.fromLong(S, 0x8888_8888_8888_8888L);

    private WinogradTransforms() {}

    /** Each lane of a part of a vector as often as there are parts. */
    private static VectorShuffle<Float> part(int part, int parts) {
        return VectorShuffle.fromOp(S, i -> S.length() / parts * part + i / parts);
    }

    /**
     * The input transform of one channel for as many tiles as lanes.
     *
     * @param d input tiles, element {@code k} at {@code from + k * STEP}, overwritten
     * @param v receives the transformed tiles, element {@code k} at {@code to + k * pitch}
     */
    static void input(float[] d, int from, float[] v, int to, int pitch) {
        for (int j = 0; j < IN; j++) {
            int at = from + j * STEP;
            sixToSix(d, at, IN * STEP, 2 * IN * STEP, 4 * IN * STEP, d, at, IN * STEP);
        }
        for (int i = 0; i < IN; i++) {
            sixToSix(d, from + i * IN * STEP, STEP, 2 * STEP, 4 * STEP, v, to + i * IN * pitch, pitch);
        }
    }

    /** The product of B' with six vectors in pairs, the second and the last of which are so many floats behind the first. */
    private static void sixToSix(float[] d, int from, int step, int second, int last, float[] v, int to, int pitch) {
        FloatVector d0 = FloatVector.fromArray(S, d, from);
        FloatVector d1 = FloatVector.fromArray(S, d, from + step);
        FloatVector d2 = FloatVector.fromArray(S, d, from + second);
        FloatVector d3 = FloatVector.fromArray(S, d, from + second + step);
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
     * The output transform of one channel of 3x3 for as many tiles as lanes.
     *
     * @param m sums, element {@code k} at {@code from + k * STEP}, overwritten
     * @param y receives four rows of the tiles side by side, at {@code to} and each {@code pitch} after the other
     */
    static void output4(float[] m, int from, float bias, float[] y, int to, int pitch) {
        for (int j = 0; j < IN; j++) {
            sixToFour(m, from + j * STEP, IN * STEP, from + j * STEP, IN * STEP);
        }
        for (int i = 0; i < 4; i++) {
            int at = from + i * IN * STEP;
            sixToFour(m, at, STEP, at, STEP);
            interleave(m, at, bias, y, to + i * pitch);
        }
    }

    /** The same of 5x5: two rows. */
    static void output2(float[] m, int from, float bias, float[] y, int to, int pitch) {
        for (int j = 0; j < IN; j++) {
            sixToTwo(m, from + j * STEP, IN * STEP, from + j * STEP, IN * STEP);
        }
        for (int i = 0; i < 2; i++) {
            int at = from + i * IN * STEP;
            sixToTwo(m, at, STEP, at, STEP);
            FloatVector b = FloatVector.broadcast(S, bias);
            FloatVector c0 = FloatVector.fromArray(S, m, at).add(b);
            FloatVector c1 = FloatVector.fromArray(S, m, at + STEP).add(b);
            int row = to + i * pitch;
            c0.rearrange(HALF_0).blend(c1.rearrange(HALF_0), ODD).intoArray(y, row);
            c0.rearrange(HALF_1).blend(c1.rearrange(HALF_1), ODD).intoArray(y, row + S.length());
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
            sixToSix(x, from + j, xs, 2 * xs, 4 * xs, d, to + j, ds);
        }
    }

    /**
     * The second half for a row of tiles.
     *
     * @param d six rows of {@link #columns}, {@code ds} floats apart, each of phases
     * @param phase floats from one column of a tile to the next: as many columns as the tile has outputs are a phase each
     * @param out outputs of a row of a tile
     * @param v receives element {@code k} of the tiles side by side at {@code to + k * pitch}, in whole vectors
     */
    static void rows(float[] d, int from, int ds, int phase, int out, float[] v, int to, int pitch, int tiles) {
        // The columns behind them are the first ones of the tiles that follow.
        int second = out == 2 ? 1 : 2 * phase;
        int last = 4 / out;
        for (int t = 0; t < tiles; t += S.length()) {
            for (int i = 0; i < IN; i++) {
                sixToSix(d, from + t + i * ds, phase, second, last, v, to + t + i * IN * pitch, pitch);
            }
        }
    }

    /**
     * The output transform of 3x3 for as many channels of one tile as lanes.
     *
     * @param m sums, element {@code k} at {@code from + k * SUMS_STEP}
     * @param half index in {@code m} of room for 24 vectors
     * @param bias index in {@code m} of the channels' bias
     * @param to index in {@code m} that receives four rows of four pixels, a vector each, {@code step} floats apart, and the
     *     rows {@code pitch}
     */
    static void outputs4(float[] m, int from, int half, int bias, int to, int step, int pitch) {
        final int l = S.length();
        for (int j = 0; j < IN; j++) {
            sixToFour(m, from + j * SUMS_STEP, IN * SUMS_STEP, half + j * l, IN * l);
        }
        for (int i = 0; i < 4; i++) {
            sixToFourAndBias(m, half + i * IN * l, l, bias, to + i * pitch, step);
        }
    }

    /** The same of 5x5: two rows of two pixels. */
    static void outputs2(float[] m, int from, int half, int bias, int to, int step, int pitch) {
        final int l = S.length();
        for (int j = 0; j < IN; j++) {
            sixToTwo(m, from + j * SUMS_STEP, IN * SUMS_STEP, half + j * l, IN * l);
        }
        FloatVector b = FloatVector.fromArray(S, m, bias);
        for (int i = 0; i < 2; i++) {
            int at = to + i * pitch;
            sixToTwo(m, half + i * IN * l, l, at, step);
            FloatVector.fromArray(S, m, at).add(b).intoArray(m, at);
            FloatVector.fromArray(S, m, at + step).add(b).intoArray(m, at + step);
        }
    }

    /** The product of A' with six vectors, and the bias added. */
    private static void sixToFourAndBias(float[] m, int from, int step, int bias, int to, int toStep) {
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
        difference34.fma(FloatVector.broadcast(S, 2), difference12).add(b).intoArray(m, to + toStep);
        sum34.fma(FloatVector.broadcast(S, 4), sum12).add(b).intoArray(m, to + 2 * toStep);
        difference34
                .fma(FloatVector.broadcast(S, 8), difference12)
                .add(FloatVector.fromArray(S, m, from + 5 * step))
                .add(b)
                .intoArray(m, to + 3 * toStep);
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

    /** The product of the A' of 5x5 with six vectors. */
    private static void sixToTwo(float[] m, int from, int step, int to, int toStep) {
        FloatVector m1 = FloatVector.fromArray(S, m, from + step);
        FloatVector m2 = FloatVector.fromArray(S, m, from + 2 * step);
        FloatVector m3 = FloatVector.fromArray(S, m, from + 3 * step);
        FloatVector m4 = FloatVector.fromArray(S, m, from + 4 * step);
        FloatVector m5 = FloatVector.fromArray(S, m, from + 5 * step);
        FloatVector.fromArray(S, m, from).add(m1.add(m2)).add(m3.add(m4)).intoArray(m, to);
        m3.sub(m4).fma(FloatVector.broadcast(S, 2), m1.sub(m2)).add(m5).intoArray(m, to + toStep);
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
