// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first and the last vectors of rows of {@link Dense3x3}, whatever is beside the image: a lane of vectors of the row
 * that are loaded in any case.
 *
 * <p>The tap beside the image is a shift by one of the next tap, so that one lane of that is free: for 0, or for the row's
 * other end, which is in the other of the two vectors. What replicated and reflected padding repeat is there already.
 */
final class DenseEnds3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

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

    private DenseEnds3x3() {}

    /** Stride 1: the first and the last vector of rows of {@code columns} pixels, which go to {@code y} and {@code z}. */
    static void stride1(DenseRun run) {
        final float[] top = run.top;
        final float[] x = run.x;
        final float[] bottom = run.bottom;
        final int at = run.at + 1;
        final int topAt = run.topAt + 1;
        final int bottomAt = run.bottomAt + 1;
        final int pitch = run.pitch;
        final int rows = run.rows;
        final int apart = run.columns - L;
        final int xStep = run.xStep;
        final int yStep = run.yStep;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final int oc = run.oc;
        final float[] y = run.y;
        final int yo = run.yo;
        final int yPitch = run.yPitch;
        final float[] z = run.z;
        final int zo = run.zo;
        final int zPitch = run.zPitch;
        final int channels = run.channels;
        final boolean circular = run.widthMode == PaddingMode.CIRCULAR;
        final VectorShuffle<Integer> tap0 = IntVector.fromArray(I, run.taps, 0).toShuffle();
        final VectorShuffle<Integer> tap2 = IntVector.fromArray(I, run.taps, L).toShuffle();
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        FloatVector zero = FloatVector.zero(S);
        final int topApart = apart & topMoves;
        final int bottomApart = apart & bottomMoves;
        for (int i = 0; i < channels; i++) {
            int move = i * xStep;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + i * yStep;
            int zTo = zo + i * yStep;
            int k = 9 * (oc + i);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[oc + i]);
            FloatVector u1 = FloatVector.fromArray(S, top, t);
            FloatVector u2 = FloatVector.fromArray(S, top, t + 1);
            FloatVector v0 = FloatVector.fromArray(S, top, t + topApart - 1);
            FloatVector v1 = FloatVector.fromArray(S, top, t + topApart);
            IntVector lanes = u1.blend(circular ? v1 : zero, Dense3x3.LAST).reinterpretAsInts();
            FloatVector u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, Dense3x3.FIRST).reinterpretAsInts();
            FloatVector v2 = lanes.rearrange(tap2).reinterpretAsFloats();
            FloatVector b = u2.fma(w02, u1.fma(w01, u0.fma(w00, start)));
            FloatVector d = v2.fma(w02, v1.fma(w01, v0.fma(w00, start)));
            u1 = FloatVector.fromArray(S, x, p0);
            u2 = FloatVector.fromArray(S, x, p0 + 1);
            v0 = FloatVector.fromArray(S, x, p0 + apart - 1);
            v1 = FloatVector.fromArray(S, x, p0 + apart);
            lanes = u1.blend(circular ? v1 : zero, Dense3x3.LAST).reinterpretAsInts();
            u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, Dense3x3.FIRST).reinterpretAsInts();
            v2 = lanes.rearrange(tap2).reinterpretAsFloats();
            FloatVector a = u2.fma(w12, u1.fma(w11, u0.fma(w10, b)));
            FloatVector c = v2.fma(w12, v1.fma(w11, v0.fma(w10, d)));
            b = u2.fma(w02, u1.fma(w01, u0.fma(w00, start)));
            d = v2.fma(w02, v1.fma(w01, v0.fma(w00, start)));
            int p = p0;
            for (int r = 1; r < rows; r++) {
                p += pitch;
                u1 = FloatVector.fromArray(S, x, p);
                u2 = FloatVector.fromArray(S, x, p + 1);
                v0 = FloatVector.fromArray(S, x, p + apart - 1);
                v1 = FloatVector.fromArray(S, x, p + apart);
                lanes = u1.blend(circular ? v1 : zero, Dense3x3.LAST).reinterpretAsInts();
                u0 = lanes.rearrange(tap0).reinterpretAsFloats();
                lanes = v1.blend(circular ? u1 : zero, Dense3x3.FIRST).reinterpretAsInts();
                v2 = lanes.rearrange(tap2).reinterpretAsFloats();
                u2.fma(w22, u1.fma(w21, u0.fma(w20, a))).intoArray(y, to);
                to += yPitch;
                v2.fma(w22, v1.fma(w21, v0.fma(w20, c))).intoArray(z, zTo);
                zTo += zPitch;
                a = u2.fma(w12, u1.fma(w11, u0.fma(w10, b)));
                c = v2.fma(w12, v1.fma(w11, v0.fma(w10, d)));
                b = u2.fma(w02, u1.fma(w01, u0.fma(w00, start)));
                d = v2.fma(w02, v1.fma(w01, v0.fma(w00, start)));
            }
            u1 = FloatVector.fromArray(S, bottom, l);
            u2 = FloatVector.fromArray(S, bottom, l + 1);
            v0 = FloatVector.fromArray(S, bottom, l + bottomApart - 1);
            v1 = FloatVector.fromArray(S, bottom, l + bottomApart);
            lanes = u1.blend(circular ? v1 : zero, Dense3x3.LAST).reinterpretAsInts();
            u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, Dense3x3.FIRST).reinterpretAsInts();
            v2 = lanes.rearrange(tap2).reinterpretAsFloats();
            u2.fma(w22, u1.fma(w21, u0.fma(w20, a))).intoArray(y, to);
            v2.fma(w22, v1.fma(w21, v0.fma(w20, c))).intoArray(z, zTo);
        }
    }

    /**
     * Stride 2: the first vector of each row, the only one of short rows, or the last of rows of odd length. Both loads have
     * one column, which leaves a lane of the odd columns free for what is beside the image: the first or the last column, or
     * another of the row.
     */
    static void everySecond(DenseRun run) {
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
            FloatVector x1 =
                    u.blend(v, Dense3x3.ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
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
                x1 = u.blend(v, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(tap1)
                        .reinterpretAsFloats();
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
                x1 = u.blend(v, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(tap1)
                        .reinterpretAsFloats();
                x2 = lanes.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                if (keeps) {
                    a = a.blend(FloatVector.fromArray(S, y, to + r * yPitch), Dense3x3.LAST);
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
            x1 = u.blend(v, Dense3x3.ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
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
            x1 = u.blend(v, Dense3x3.ODD).reinterpretAsInts().rearrange(tap1).reinterpretAsFloats();
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
