// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole planes of a dense 3x3 depthwise kernel that are so small that a vector holds two output rows: 7x7 where 16 lanes
 * are, and 14x14 with stride 2. Padding is one zero on each side.
 *
 * <p>One method computes a run of planes: a call a plane would take as long as the plane.
 */
final class DensePlanes3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Columns of an output plane. */
    private static final int W = L / 2 - 1;

    /** Zeros for an input row above the plane. */
    private static final float[] ZEROS = new float[L];

    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    private static final VectorMask<Float> LAST = VectorMask.fromLong(S, 1L << (L - 1));

    /** Lanes behind the two rows of a load, behind its first row, and all but its second row. */
    private static final VectorMask<Float> BEHIND = VectorMask.fromLong(S, -1L << 2 * W);

    private static final VectorMask<Float> BEHIND_FIRST = VectorMask.fromLong(S, -1L << W);
    private static final VectorMask<Float> BESIDE_SECOND = VectorMask.fromLong(S, ~(-1L << W) | -1L << 2 * W);

    /** Of two rows, one after the other, the taps of outputs that lie W + 1 apart; the last lane is 0. */
    private static final VectorShuffle<Float> TAP_0 = VectorShuffle.fromOp(S, j -> tap(j, -1));

    private static final VectorShuffle<Float> TAP_1 = VectorShuffle.fromOp(S, j -> tap(j, 0));
    private static final VectorShuffle<Float> TAP_2 = VectorShuffle.fromOp(S, j -> tap(j, 1));

    /** Outputs of two rows, one after the other. */
    private static final VectorShuffle<Float> PACK =
            VectorShuffle.fromOp(S, j -> j < W ? j : j < 2 * W ? j + 1 : L - 1);

    /** Stride 2: of a row's columns in lanes of one parity and another's in those of the other, taps of packed outputs. */
    private static final VectorShuffle<Float> EVERY_SECOND_0 =
            VectorShuffle.fromOp(S, j -> j == 0 || j == W || j >= 2 * W ? L - 1 : j < W ? 2 * j - 1 : 2 * (j - W));

    private static final VectorShuffle<Float> EVERY_SECOND_1 =
            VectorShuffle.fromOp(S, j -> j < W ? 2 * j : j < 2 * W ? 2 * (j - W) + 1 : L - 1);
    private static final VectorShuffle<Float> EVERY_SECOND_2 =
            VectorShuffle.fromOp(S, j -> j < W ? 2 * j + 1 : j < 2 * W ? 2 * (j - W) + 2 : L - 1);

    private DensePlanes3x3() {}

    private static int tap(int lane, int shift) {
        int column = lane % (W + 1) + shift;
        return column < 0 || column >= W ? L - 1 : lane / (W + 1) * W + column;
    }

    /**
     * Computes {@code channels} output channels from {@code oc} on, the first's input plane at {@code at}; the last vector of
     * the last one goes to {@code corner}.
     */
    static void stride1(DenseRun run) {
        final float[] x = run.x;
        final int at = run.at;
        final int planes = run.channels;
        final int c0 = run.oc;
        final int multiplier = run.multiplier;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final float[] y = run.y;
        final int yo = run.yo;
        final float[] last = run.corner;
        final int lastAt = run.cornerAt;
        FloatVector zero = FloatVector.zero(S);
        for (int c = 0; c < planes; c++) {
            int p = at + ((c0 + c) / multiplier - c0 / multiplier) * W * W;
            int q = yo + c * W * W;
            int k = (c0 + c) * 9;
            FloatVector w00 = FloatVector.broadcast(S, w[k]);
            FloatVector w01 = FloatVector.broadcast(S, w[k + 1]);
            FloatVector w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]);
            FloatVector w11 = FloatVector.broadcast(S, w[k + 4]);
            FloatVector w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]);
            FloatVector w21 = FloatVector.broadcast(S, w[k + 7]);
            FloatVector w22 = FloatVector.broadcast(S, w[k + 8]);
            FloatVector start = FloatVector.broadcast(S, bias[c0 + c]);
            FloatVector rows = FloatVector.fromArray(S, x, p - W).blend(zero, BESIDE_SECOND);
            FloatVector x0 = rows.rearrange(TAP_0);
            FloatVector x1 = rows.rearrange(TAP_1);
            FloatVector x2 = rows.rearrange(TAP_2);
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 0; r < W - 1; r += 2) {
                rows = FloatVector.fromArray(S, x, p + r * W).blend(zero, BEHIND);
                x0 = rows.rearrange(TAP_0);
                x1 = rows.rearrange(TAP_1);
                x2 = rows.rearrange(TAP_2);
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                rows = FloatVector.fromArray(S, x, p + r * W + W).blend(zero, BEHIND);
                x0 = rows.rearrange(TAP_0);
                x1 = rows.rearrange(TAP_1);
                x2 = rows.rearrange(TAP_2);
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.rearrange(PACK).intoArray(y, q + r * W);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            rows = FloatVector.fromArray(S, x, p + (W - 1) * W).blend(zero, BEHIND_FIRST);
            x0 = rows.rearrange(TAP_0);
            x1 = rows.rearrange(TAP_1);
            x2 = rows.rearrange(TAP_2);
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            a = zero.fma(w22, zero.fma(w21, zero.fma(w20, a)));
            if (c < planes - 1) {
                a.intoArray(y, q + (W - 1) * W);
            } else {
                a.intoArray(last, lastAt);
            }
        }
    }

    /** Stride 2. */
    static void stride2(DenseRun run) {
        final float[] x = run.x;
        final int at = run.at;
        final int planes = run.channels;
        final int c0 = run.oc;
        final int multiplier = run.multiplier;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final float[] y = run.y;
        final int yo = run.yo;
        final float[] last = run.corner;
        final int lastAt = run.cornerAt;
        final int pitch = 2 * W;
        FloatVector zero = FloatVector.zero(S);
        for (int c = 0; c < planes; c++) {
            int plane = at + ((c0 + c) / multiplier - c0 / multiplier) * pitch * pitch;
            int k = (c0 + c) * 9;
            FloatVector w00 = FloatVector.broadcast(S, w[k]);
            FloatVector w01 = FloatVector.broadcast(S, w[k + 1]);
            FloatVector w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]);
            FloatVector w11 = FloatVector.broadcast(S, w[k + 4]);
            FloatVector w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]);
            FloatVector w21 = FloatVector.broadcast(S, w[k + 7]);
            FloatVector w22 = FloatVector.broadcast(S, w[k + 8]);
            FloatVector start = FloatVector.broadcast(S, bias[c0 + c]);
            for (int r = 0; r < W; r += 2) {
                int p = plane + 2 * r * pitch;
                float[] above = r == 0 ? ZEROS : x;
                FloatVector u = FloatVector.fromArray(S, above, r == 0 ? 0 : p - pitch);
                FloatVector v = FloatVector.fromArray(S, x, p + pitch - 1);
                FloatVector odd = v.blend(u, ODD).blend(zero, LAST);
                FloatVector even = u.blend(v, ODD);
                FloatVector a = odd.rearrange(EVERY_SECOND_0).fma(w00, start);
                a = even.rearrange(EVERY_SECOND_1).fma(w01, a);
                a = odd.rearrange(EVERY_SECOND_2).fma(w02, a);
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + 2 * pitch - 1);
                odd = v.blend(u, ODD).blend(zero, LAST);
                even = u.blend(v, ODD);
                a = odd.rearrange(EVERY_SECOND_0).fma(w10, a);
                a = even.rearrange(EVERY_SECOND_1).fma(w11, a);
                a = odd.rearrange(EVERY_SECOND_2).fma(w12, a);
                u = FloatVector.fromArray(S, x, p + pitch);
                v = FloatVector.fromArray(S, x, p + 3 * pitch - 1);
                odd = v.blend(u, ODD).blend(zero, LAST);
                even = u.blend(v, ODD);
                a = odd.rearrange(EVERY_SECOND_0).fma(w20, a);
                a = even.rearrange(EVERY_SECOND_1).fma(w21, a);
                a = odd.rearrange(EVERY_SECOND_2).fma(w22, a);
                if (r < W - 1 || c < planes - 1) {
                    a.intoArray(y, yo + c * W * W + r * W);
                } else {
                    a.intoArray(last, lastAt);
                }
            }
        }
    }
}
