// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Dense3x3} with stride 2, of rows that are not {@link EvenRows3x3}: {@code 2 * rows - 1} input rows are between a
 * block's first and its last.
 *
 * <p>The last lane of a vector is without an output.
 */
final class EverySecond3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);

    private static final float[] NONE = new float[L];

    /** Of every second column of two loads, their taps 0, 1 and 2: {@link DenseBlocks#lane}. */
    private static final VectorShuffle<Integer> TAP_0 = tap(0);

    private static final VectorShuffle<Integer> TAP_1 = tap(1);
    private static final VectorShuffle<Integer> TAP_2 = tap(2);

    /**
     * Lanes of the first of two loads: from index 0 lane 0 and the odd ones, from index L the odd ones but the last, which the
     * second load has as well.
     */
    private static final boolean[] ODD_OF_FIRST = new boolean[2 * L];

    /** A mask of lane k alone begins at index L - 1 - k, one of no lane at L. */
    private static final boolean[] LANE = new boolean[2 * L];

    static {
        for (int i = 1; i < 2 * L - 1; i += 2) {
            ODD_OF_FIRST[i] = true;
        }
        ODD_OF_FIRST[0] = true;
        LANE[L - 1] = true;
    }

    private EverySecond3x3() {}

    private static VectorShuffle<Integer> tap(int tap) {
        return VectorShuffle.fromOp(I, j -> DenseBlocks.lane(2 * j + tap, L));
    }

    /** Lanes that bring columns beside the image become 0; masks are of columns as they lie in {@link DenseBlocks#lane}s. */
    static void masked(DenseRun run) {
        final float[] top = run.top;
        final float[] x = run.x;
        final float[] bottom = run.bottom;
        final boolean[] masks = run.masks;
        final int left = run.left;
        final int right = run.right;
        final int at = run.at;
        final int topAt = run.topAt;
        final int bottomAt = run.bottomAt;
        final int pitch = run.pitch;
        final int rows = run.rows;
        final int columns = run.columns;
        final int xStep = run.xStep;
        final int yStep = run.yStep;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final int oc = run.oc;
        final float[] y = run.y;
        final int yo = run.yo;
        final int yPitch = run.yPitch;
        final boolean keeps = run.keeps;
        final float[] corner = run.corner;
        final int cornerAt = run.cornerAt;
        FloatVector zero = FloatVector.zero(S);
        final int width = L - 1;
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int vectors = Units.of(columns, width);
        final int count = run.channels * vectors;
        for (int i = 0, c = 0, j = 0; i < count; i++) {
            int column = Math.max(0, Math.min(j * width, columns - width));
            int mask = (j == 0 ? left : 0) + (j == vectors - 1 ? right : 0);
            int move = c * xStep + 2 * column;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + c * yStep + column;
            int k = 9 * (oc + c);
            boolean keep = keeps && j == vectors - 1;
            float[] kept = keep ? y : NONE;
            int keptAt = keep ? to : 0;
            int keptPitch = keep ? yPitch : 0;
            VectorMask<Float> beside = VectorMask.fromArray(S, masks, mask);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            FloatVector even = u.blend(v, ODD).blend(zero, beside);
            FloatVector x0 = even.reinterpretAsInts().rearrange(TAP_0).reinterpretAsFloats();
            FloatVector x1 =
                    v.blend(u, ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
            FloatVector x2 = even.reinterpretAsInts().rearrange(TAP_2).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 0; r < rows - 1; r++) {
                int p = p0 + 2 * r * pitch;
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                even = u.blend(v, ODD).blend(zero, beside);
                x0 = even.reinterpretAsInts().rearrange(TAP_0).reinterpretAsFloats();
                x1 = v.blend(u, ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
                x2 = even.reinterpretAsInts().rearrange(TAP_2).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                u = FloatVector.fromArray(S, x, p + pitch);
                v = FloatVector.fromArray(S, x, p + pitch + L - 1);
                even = u.blend(v, ODD).blend(zero, beside);
                x0 = even.reinterpretAsInts().rearrange(TAP_0).reinterpretAsFloats();
                x1 = v.blend(u, ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
                x2 = even.reinterpretAsInts().rearrange(TAP_2).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.blend(FloatVector.fromArray(S, kept, keptAt + r * keptPitch), DenseEnds3x3.LAST)
                        .intoArray(y, to + r * yPitch);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            int p = p0 + 2 * (rows - 1) * pitch;
            u = FloatVector.fromArray(S, x, p);
            v = FloatVector.fromArray(S, x, p + L - 1);
            even = u.blend(v, ODD).blend(zero, beside);
            x0 = even.reinterpretAsInts().rearrange(TAP_0).reinterpretAsFloats();
            x1 = v.blend(u, ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
            x2 = even.reinterpretAsInts().rearrange(TAP_2).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            even = u.blend(v, ODD).blend(zero, beside);
            x0 = even.reinterpretAsInts().rearrange(TAP_0).reinterpretAsFloats();
            x1 = v.blend(u, ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
            x2 = even.reinterpretAsInts().rearrange(TAP_2).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            if (keep) {
                a.intoArray(corner, cornerAt);
            } else {
                a.intoArray(y, to + (rows - 1) * yPitch);
            }
            if (++j == vectors) {
                j = 0;
                c++;
            }
        }
    }

    /**
     * The first vector of each row, the only one of short rows, or the last of rows of odd length. Both loads have
     * one column, which leaves a lane of the odd columns free for what is beside the image: the first or the last column, or
     * another of the row.
     */
    static void ends(DenseRun run) {
        final float[] top = run.top;
        final float[] x = run.x;
        final float[] bottom = run.bottom;
        final int at = run.at + 1;
        final int topAt = run.topAt + 1;
        final int bottomAt = run.bottomAt + 1;
        final int pitch = run.pitch;
        final int rows = run.rows;
        final int xStep = run.xStep;
        final int yStep = run.yStep;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final int oc = run.oc;
        final float[] y = run.y;
        final int yo = run.yo;
        final int yPitch = run.yPitch;
        final int channels = run.channels;
        final boolean right = run.tapsAt > 0;
        final boolean keeps = right && run.keeps;
        final boolean far = run.farLane >= 0;
        final int farAt = run.farAt;
        final float[] corner = run.corner;
        final int cornerAt = run.cornerAt;
        final IntVector kept = IntVector.fromArray(I, PlaneLanes.KEPT, run.widthMode == PaddingMode.ZEROS ? L - 1 : L);
        final VectorShuffle<Integer> tap0 =
                IntVector.fromArray(I, run.taps, run.tapsAt).toShuffle();
        final VectorShuffle<Integer> tap1 =
                IntVector.fromArray(I, run.taps, run.tapsAt + L).toShuffle();
        final VectorShuffle<Integer> tap2 =
                IntVector.fromArray(I, run.taps, run.tapsAt + 2 * L).toShuffle();
        final VectorMask<Float> oddOfFirst = VectorMask.fromArray(S, ODD_OF_FIRST, right ? L : 0);
        final VectorMask<Float> farLane = VectorMask.fromArray(S, LANE, far ? L - 1 - run.farLane : L);
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        for (int c = 0; c < channels; c++) {
            int move = c * xStep;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + c * yStep;
            int k = 9 * (oc + c);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            FloatVector odd = v.blend(u, oddOfFirst);
            if (far) {
                odd = odd.blend(FloatVector.broadcast(S, top[t + (farAt & topMoves)]), farLane);
            }
            IntVector lanes = odd.reinterpretAsInts().and(kept);
            FloatVector x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            FloatVector x1 = u.blend(v, ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
            FloatVector x2 = lanes.rearrange(tap2).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 0; r < rows - 1; r++) {
                int p = p0 + 2 * r * pitch;
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                odd = v.blend(u, oddOfFirst);
                if (far) {
                    odd = odd.blend(FloatVector.broadcast(S, x[p + farAt]), farLane);
                }
                lanes = odd.reinterpretAsInts().and(kept);
                x0 = lanes.rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
                x2 = lanes.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                p += pitch;
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                odd = v.blend(u, oddOfFirst);
                if (far) {
                    odd = odd.blend(FloatVector.broadcast(S, x[p + farAt]), farLane);
                }
                lanes = odd.reinterpretAsInts().and(kept);
                x0 = lanes.rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
                x2 = lanes.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                if (keeps) {
                    a = a.blend(FloatVector.fromArray(S, y, to + r * yPitch), DenseEnds3x3.LAST);
                }
                a.intoArray(y, to + r * yPitch);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            int p = p0 + 2 * (rows - 1) * pitch;
            u = FloatVector.fromArray(S, x, p);
            v = FloatVector.fromArray(S, x, p + L - 1);
            odd = v.blend(u, oddOfFirst);
            if (far) {
                odd = odd.blend(FloatVector.broadcast(S, x[p + farAt]), farLane);
            }
            lanes = odd.reinterpretAsInts().and(kept);
            x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            x1 = u.blend(v, ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
            x2 = lanes.rearrange(tap2).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            odd = v.blend(u, oddOfFirst);
            if (far) {
                odd = odd.blend(FloatVector.broadcast(S, bottom[l + (farAt & bottomMoves)]), farLane);
            }
            lanes = odd.reinterpretAsInts().and(kept);
            x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            x1 = u.blend(v, ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
            x2 = lanes.rearrange(tap2).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            if (keeps) {
                a.intoArray(corner, cornerAt);
            } else {
                a.intoArray(y, to + (rows - 1) * yPitch);
            }
        }
    }
}
