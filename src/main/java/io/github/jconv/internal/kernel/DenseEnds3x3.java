// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link Dense3x3} where the columns beside the image are not 0 but pixels of their row.
 *
 * <p>All of these pixels are in registers, in the lane that needs them: beside column -1, with replicated padding tap 1
 * has column 0, with reflected tap 2 has column 1, and with circular padding tap 0 of the next row has the row's last
 * column, which lies before the next row's first. At the right end it is taps 1, 0 and, of the row before, 2. So tap 0 is
 * loaded a row ahead, and tap 2 kept for a row.
 */
final class DenseEnds3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static final VectorMask<Float> FIRST = Dense3x3.FIRST;
    private static final VectorMask<Float> ODD_OR_FIRST = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAABL);

    /** Stride 2: of every second column of two loads from column 0 on, their taps 1 and 2. */
    private static final VectorShuffle<Integer> TAP_1 = VectorShuffle.fromOp(I, j -> DenseBlocks.lane(2 * j, L));

    private static final VectorShuffle<Integer> TAP_2 = VectorShuffle.fromOp(I, j -> DenseBlocks.lane(2 * j + 1, L));

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
            FloatVector w00 = FloatVector.broadcast(S, w[k]);
            FloatVector w01 = FloatVector.broadcast(S, w[k + 1]);
            FloatVector w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]);
            FloatVector w11 = FloatVector.broadcast(S, w[k + 4]);
            FloatVector w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]);
            FloatVector w21 = FloatVector.broadcast(S, w[k + 7]);
            FloatVector w22 = FloatVector.broadcast(S, w[k + 8]);
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
            for (int r = 1; r < rows; r++) {
                int p = p0 + r * pitch;
                u1 = FloatVector.fromArray(S, x, p);
                u2 = FloatVector.fromArray(S, x, p + 1);
                v0 = FloatVector.fromArray(S, x, p + apart - 1);
                v1 = FloatVector.fromArray(S, x, p + apart);
                lanes = u1.blend(circular ? v1 : zero, Dense3x3.LAST).reinterpretAsInts();
                u0 = lanes.rearrange(tap0).reinterpretAsFloats();
                lanes = v1.blend(circular ? u1 : zero, Dense3x3.FIRST).reinterpretAsInts();
                v2 = lanes.rearrange(tap2).reinterpretAsFloats();
                u2.fma(w22, u1.fma(w21, u0.fma(w20, a))).intoArray(y, to + (r - 1) * yPitch);
                v2.fma(w22, v1.fma(w21, v0.fma(w20, c))).intoArray(z, zTo + (r - 1) * zPitch);
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
            u2.fma(w22, u1.fma(w21, u0.fma(w20, a))).intoArray(y, to + (rows - 1) * yPitch);
            v2.fma(w22, v1.fma(w21, v0.fma(w20, c))).intoArray(z, zTo + (rows - 1) * zPitch);
        }
    }

    /**
     * Stride 2: the first vector of each row, the only one of short rows. Lane 0 of odd columns is free for what is left of
     * the image.
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
        final boolean far = run.far;
        final IntVector kept = IntVector.fromArray(I, PlaneLanes.KEPT, run.widthMode == PaddingMode.ZEROS ? L - 1 : L);
        final VectorShuffle<Integer> tap0 = IntVector.fromArray(I, run.taps, 0).toShuffle();
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int topFar = pitch - 1 & topMoves;
        final int bottomFar = pitch - 1 & bottomMoves;
        for (int c = 0; c < channels; c++) {
            int move = c * xStep;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + c * yStep;
            int k = 9 * (oc + c);
            FloatVector w00 = FloatVector.broadcast(S, w[k]);
            FloatVector w01 = FloatVector.broadcast(S, w[k + 1]);
            FloatVector w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]);
            FloatVector w11 = FloatVector.broadcast(S, w[k + 4]);
            FloatVector w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]);
            FloatVector w21 = FloatVector.broadcast(S, w[k + 7]);
            FloatVector w22 = FloatVector.broadcast(S, w[k + 8]);
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            FloatVector odd = v.blend(u, ODD_OR_FIRST);
            if (far) {
                odd = odd.blend(FloatVector.fromArray(S, top, t + topFar), FIRST);
            }
            IntVector lanes = odd.reinterpretAsInts().and(kept);
            FloatVector x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            FloatVector x1 = u.blend(v, Dense3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(TAP_1)
                    .reinterpretAsFloats();
            FloatVector x2 = lanes.rearrange(TAP_2).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 0; r < rows - 1; r++) {
                int p = p0 + 2 * r * pitch;
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                odd = v.blend(u, ODD_OR_FIRST);
                if (far) {
                    odd = odd.blend(FloatVector.fromArray(S, x, p + pitch - 1), FIRST);
                }
                lanes = odd.reinterpretAsInts().and(kept);
                x0 = lanes.rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(TAP_1)
                        .reinterpretAsFloats();
                x2 = lanes.rearrange(TAP_2).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                p += pitch;
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                odd = v.blend(u, ODD_OR_FIRST);
                if (far) {
                    odd = odd.blend(FloatVector.fromArray(S, x, p + pitch - 1), FIRST);
                }
                lanes = odd.reinterpretAsInts().and(kept);
                x0 = lanes.rearrange(tap0).reinterpretAsFloats();
                x1 = u.blend(v, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(TAP_1)
                        .reinterpretAsFloats();
                x2 = lanes.rearrange(TAP_2).reinterpretAsFloats();
                x2.fma(w22, x1.fma(w21, x0.fma(w20, a))).intoArray(y, to + r * yPitch);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            int p = p0 + 2 * (rows - 1) * pitch;
            u = FloatVector.fromArray(S, x, p);
            v = FloatVector.fromArray(S, x, p + L - 1);
            odd = v.blend(u, ODD_OR_FIRST);
            if (far) {
                odd = odd.blend(FloatVector.fromArray(S, x, p + pitch - 1), FIRST);
            }
            lanes = odd.reinterpretAsInts().and(kept);
            x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            x1 = u.blend(v, Dense3x3.ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
            x2 = lanes.rearrange(TAP_2).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            odd = v.blend(u, ODD_OR_FIRST);
            if (far) {
                odd = odd.blend(FloatVector.fromArray(S, bottom, l + bottomFar), FIRST);
            }
            lanes = odd.reinterpretAsInts().and(kept);
            x0 = lanes.rearrange(tap0).reinterpretAsFloats();
            x1 = u.blend(v, Dense3x3.ODD).reinterpretAsInts().rearrange(TAP_1).reinterpretAsFloats();
            x2 = lanes.rearrange(TAP_2).reinterpretAsFloats();
            x2.fma(w22, x1.fma(w21, x0.fma(w20, a))).intoArray(y, to + (rows - 1) * yPitch);
        }
    }

    /**
     * Stride 2: {@code 2 * rows - 1} input rows are between the first and the last.
     */
    static void stride2(DenseRun run) {
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
        final boolean replicate = run.widthMode == PaddingMode.REPLICATE;
        final boolean reflect = run.widthMode == PaddingMode.REFLECT;
        final int width = L - 1;
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int vectors = Units.of(columns, width);
        // From the first tap of a row to what lies behind the row before: its own first column.
        final int last = 2 * columns - pitch;
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
            float[] kept = keep ? y : Dense3x3.NONE;
            int keptAt = keep ? to : 0;
            int keptPitch = keep ? yPitch : 0;
            VectorMask<Float> leftOf = VectorMask.fromArray(S, masks, mask);
            VectorMask<Float> rightOf = VectorMask.fromArray(S, masks, mask + L);
            FloatVector w00 = FloatVector.broadcast(S, w[k]);
            FloatVector w01 = FloatVector.broadcast(S, w[k + 1]);
            FloatVector w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]);
            FloatVector w11 = FloatVector.broadcast(S, w[k + 4]);
            FloatVector w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]);
            FloatVector w21 = FloatVector.broadcast(S, w[k + 7]);
            FloatVector w22 = FloatVector.broadcast(S, w[k + 8]);
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            FloatVector even = u.blend(v, Dense3x3.ODD);
            FloatVector odd = v.blend(u, Dense3x3.ODD);
            FloatVector t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
            FloatVector x1 = odd.reinterpretAsInts().rearrange(Dense3x3.TAP_1).reinterpretAsFloats();
            FloatVector t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
            FloatVector next = FloatVector.broadcast(S, top[topAt + (c * xStep + pitch & topMoves)]);
            FloatVector before = FloatVector.broadcast(S, top[topAt + (c * xStep + last & topMoves)]);
            FloatVector x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            FloatVector x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            before = FloatVector.broadcast(S, x[at + c * xStep + last]);
            next = FloatVector.fromArray(S, x, p0);
            for (int r = 0; r < rows - 1; r++) {
                int p = p0 + 2 * r * pitch;
                u = next;
                v = FloatVector.fromArray(S, x, p + L - 1);
                even = u.blend(v, Dense3x3.ODD);
                t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
                x1 = v.blend(u, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(Dense3x3.TAP_1)
                        .reinterpretAsFloats();
                t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
                next = FloatVector.fromArray(S, x, p + pitch);
                x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
                x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
                before = t2;
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                u = next;
                v = FloatVector.fromArray(S, x, p + pitch + L - 1);
                even = u.blend(v, Dense3x3.ODD);
                t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
                x1 = v.blend(u, Dense3x3.ODD)
                        .reinterpretAsInts()
                        .rearrange(Dense3x3.TAP_1)
                        .reinterpretAsFloats();
                t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
                next = FloatVector.fromArray(S, x, p + 2 * pitch);
                x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
                x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
                before = t2;
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.blend(FloatVector.fromArray(S, kept, keptAt + r * keptPitch), Dense3x3.LAST)
                        .intoArray(y, to + r * yPitch);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            int p = p0 + 2 * (rows - 1) * pitch;
            u = next;
            v = FloatVector.fromArray(S, x, p + L - 1);
            even = u.blend(v, Dense3x3.ODD);
            t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
            x1 = v.blend(u, Dense3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(Dense3x3.TAP_1)
                    .reinterpretAsFloats();
            t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
            next = FloatVector.fromArray(S, x, p + pitch);
            x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            before = t2;
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            before = FloatVector.broadcast(S, bottom[bottomAt + (c * xStep + last & bottomMoves)]);
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            even = u.blend(v, Dense3x3.ODD);
            odd = v.blend(u, Dense3x3.ODD);
            t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
            x1 = odd.reinterpretAsInts().rearrange(Dense3x3.TAP_1).reinterpretAsFloats();
            t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
            next = FloatVector.broadcast(S, bottom[bottomAt + (c * xStep + pitch & bottomMoves)]);
            x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
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
}
