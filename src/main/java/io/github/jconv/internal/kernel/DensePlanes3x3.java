// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole planes of a dense 3x3 depthwise kernel that are so small that a vector holds two output rows: 7x7 where 16 lanes
 * are, and 14x14 with stride 2. Padding is one pixel on each side.
 *
 * <p>One method computes a run of planes: a call a plane would take as long as the plane. Rows are whole in their vectors,
 * so that what is beside the image is one of their lanes, whatever the padding mode.
 *
 * <p>Lanes are moved as integers: before C2 of JDK 17 moves floats it compares their places with a zero that it reads from
 * memory each time, as float stores might have changed it. Rows are blended: each {@code and} or {@code xor} counts towards
 * C2's limit of failed class checks, beyond which that of JDK 17 boxes what is stored.
 */
final class DensePlanes3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    /** Columns of an output plane. */
    private static final int W = L / 2 - 1;

    /** With stride 2, output rows from the first in a vector to the second. */
    private static final int APART = (W + 1) / 2;

    private static final VectorMask<Float> SECOND = VectorMask.fromLong(S, -1L << W);
    private static final VectorMask<Float> LEFT = VectorMask.fromLong(S, 1L | 1L << W);

    /** Stride 2: taps 1 and 2 of {@link PlaneLanes#EVERY_SECOND_0}. */
    private static final VectorShuffle<Integer> EVERY_SECOND_1 = everySecond(1);

    private static final VectorShuffle<Integer> EVERY_SECOND_2 = everySecond(2);

    /** The second row, first. */
    private static final VectorShuffle<Integer> FROM_SECOND = VectorShuffle.fromOp(I, j -> Math.min(L - 1, j + W));

    private DensePlanes3x3() {}

    private static VectorShuffle<Integer> everySecond(int tap) {
        return VectorShuffle.fromOp(I, j -> j < W ? 2 * j + tap - 1 : j < 2 * W ? 2 * (j - W) + tap : L - 1);
    }

    /**
     * Stride 1: computes {@code channels} output channels from {@code oc} on, the first's input plane at {@code at}, the rows
     * above and below it {@code top} and {@code bottom}; the last vector of the last one goes to {@code corner}.
     */
    static void stride1(DenseRun run) {
        final float[] top = run.top;
        final int topAt = run.topAt;
        final float[] x = run.x;
        final int at = run.at;
        final float[] bottom = run.bottom;
        final int bottomAt = run.bottomAt;
        final int planes = run.channels;
        final int c0 = run.oc;
        final int multiplier = run.multiplier;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final float[] y = run.y;
        final int yo = run.yo;
        final float[] last = run.corner;
        final int lastAt = run.cornerAt;
        final int mode = run.widthMode.ordinal() * L;
        final IntVector kept = IntVector.fromArray(I, PlaneLanes.KEPT, run.widthMode == PaddingMode.ZEROS ? 0 : L);
        final VectorShuffle<Integer> tap0 =
                IntVector.fromArray(I, PlaneLanes.TAP_0, mode).toShuffle();
        final VectorShuffle<Integer> tap2 =
                IntVector.fromArray(I, PlaneLanes.TAP_2, mode).toShuffle();
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        int ofPlane = multiplier - c0 % multiplier;
        int plane = 0;
        for (int c = 0; c < planes; c++) {
            int move = plane;
            if (--ofPlane == 0) {
                ofPlane = multiplier;
                plane += W * W;
            }
            int p = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int q = yo + c * W * W;
            int k = 9 * (c0 + c);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[c0 + c]);
            FloatVector x1 = FloatVector.fromArray(S, top, t).blend(FloatVector.fromArray(S, x, p - W), SECOND);
            IntVector row = x1.reinterpretAsInts().and(kept);
            FloatVector x0 = row.rearrange(tap0).reinterpretAsFloats();
            FloatVector x2 = row.rearrange(tap2).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 0; r < W - 1; r += 2) {
                int o = p + r * W;
                x1 = FloatVector.fromArray(S, x, o);
                row = x1.reinterpretAsInts().and(kept);
                x0 = row.rearrange(tap0).reinterpretAsFloats();
                x2 = row.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                x1 = FloatVector.fromArray(S, x, o + W);
                row = x1.reinterpretAsInts().and(kept);
                x0 = row.rearrange(tap0).reinterpretAsFloats();
                x2 = row.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, q + r * W);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            x1 = FloatVector.fromArray(S, x, p + (W - 1) * W);
            row = x1.reinterpretAsInts().and(kept);
            x0 = row.rearrange(tap0).reinterpretAsFloats();
            x2 = row.rearrange(tap2).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            x1 = FloatVector.fromArray(S, bottom, l);
            row = x1.reinterpretAsInts().and(kept);
            x0 = row.rearrange(tap0).reinterpretAsFloats();
            x2 = row.rearrange(tap2).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            if (c < planes - 1) {
                a.intoArray(y, q + (W - 1) * W);
            } else {
                a.intoArray(last, lastAt);
            }
        }
    }

    /**
     * Stride 2, with 16 lanes: a vector holds output rows {@code r} and {@code r + APART}, so that each pair of input rows
     * is read once. The last vector of a plane holds its last two rows.
     */
    static void stride2(DenseRun run) {
        final float[] top = run.top;
        final int topAt = run.topAt;
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
        final boolean replicate = run.widthMode == PaddingMode.REPLICATE;
        final IntVector kept = IntVector.fromArray(I, PlaneLanes.KEPT, run.widthMode == PaddingMode.ZEROS ? 0 : L);
        final VectorShuffle<Integer> tap0 = IntVector.fromArray(
                        I, PlaneLanes.EVERY_SECOND_0, run.widthMode.ordinal() * L)
                .toShuffle();
        final int pitch = 2 * W;
        final int second = 2 * APART * pitch - 1;
        final int topMoves = top == x ? -1 : 0;
        int ofPlane = multiplier - c0 % multiplier;
        int plane = 0;
        for (int c = 0; c < planes; c++) {
            int move = plane;
            if (--ofPlane == 0) {
                ofPlane = multiplier;
                plane += pitch * pitch;
            }
            int p = at + move;
            int t = topAt + (move & topMoves);
            int q = yo + c * W * W;
            int k = 9 * (c0 + c);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[c0 + c]);
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, x, p - pitch + second);
            IntVector odd = v.blend(u, EverySecond3x3.ODD).reinterpretAsInts();
            FloatVector x0 = odd.and(kept).rearrange(tap0).reinterpretAsFloats();
            FloatVector x1 = u.blend(v, EverySecond3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(EVERY_SECOND_1)
                    .reinterpretAsFloats();
            FloatVector x2 = odd.rearrange(EVERY_SECOND_2).reinterpretAsFloats();
            if (replicate) {
                x0 = x0.blend(x1, LEFT);
            }
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            FloatVector a0 = a;
            FloatVector a1 = a;
            FloatVector a2 = a;
            FloatVector a3 = a;
            for (int r = 0; r < APART; r++) {
                int o = p + 2 * r * pitch;
                u = FloatVector.fromArray(S, x, o);
                v = FloatVector.fromArray(S, x, o + second);
                odd = v.blend(u, EverySecond3x3.ODD).reinterpretAsInts();
                x0 = odd.and(kept).rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, EverySecond3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(EVERY_SECOND_1)
                        .reinterpretAsFloats();
                x2 = odd.rearrange(EVERY_SECOND_2).reinterpretAsFloats();
                if (replicate) {
                    x0 = x0.blend(x1, LEFT);
                }
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                u = FloatVector.fromArray(S, x, o + pitch);
                v = FloatVector.fromArray(S, x, o + pitch + second);
                odd = v.blend(u, EverySecond3x3.ODD).reinterpretAsInts();
                x0 = odd.and(kept).rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, EverySecond3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(EVERY_SECOND_1)
                        .reinterpretAsFloats();
                x2 = odd.rearrange(EVERY_SECOND_2).reinterpretAsFloats();
                if (replicate) {
                    x0 = x0.blend(x1, LEFT);
                }
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, q + r * W);
                a0 = a1;
                a1 = a2;
                a2 = a3;
                a3 = a;
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            a3.blend(a0, SECOND).intoArray(y, q + 3 * W);
            a = a1.reinterpretAsInts()
                    .rearrange(FROM_SECOND)
                    .reinterpretAsFloats()
                    .blend(a2, SECOND);
            if (c < planes - 1) {
                a.intoArray(y, q + 5 * W);
            } else {
                a.intoArray(last, lastAt);
            }
        }
    }
}
