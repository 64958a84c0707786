// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first and the last vectors of rows of {@link Dense3x3}.
 *
 * <p>Whatever is beside the image is a lane of vectors of the row that are loaded in any case: the tap beside the image is a
 * shift by one of the next tap, so that one lane of that is free, for 0, or for the row's other end, which is in the other of
 * the two vectors. What replicated and reflected padding repeat is there already.
 */
final class DenseEnds3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    static final VectorMask<Float> FIRST = VectorMask.fromLong(S, 1);
    static final VectorMask<Float> LAST = VectorMask.fromLong(S, 1L << (L - 1));

    private DenseEnds3x3() {}

    /** The first and the last vector of rows of {@code columns} pixels, which go to {@code y} and {@code z}. */
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
            IntVector lanes = u1.blend(circular ? v1 : zero, LAST).reinterpretAsInts();
            FloatVector u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, FIRST).reinterpretAsInts();
            FloatVector v2 = lanes.rearrange(tap2).reinterpretAsFloats();
            FloatVector b = u2.fma(w02, u1.fma(w01, u0.fma(w00, start)));
            FloatVector d = v2.fma(w02, v1.fma(w01, v0.fma(w00, start)));
            u1 = FloatVector.fromArray(S, x, p0);
            u2 = FloatVector.fromArray(S, x, p0 + 1);
            v0 = FloatVector.fromArray(S, x, p0 + apart - 1);
            v1 = FloatVector.fromArray(S, x, p0 + apart);
            lanes = u1.blend(circular ? v1 : zero, LAST).reinterpretAsInts();
            u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, FIRST).reinterpretAsInts();
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
                lanes = u1.blend(circular ? v1 : zero, LAST).reinterpretAsInts();
                u0 = lanes.rearrange(tap0).reinterpretAsFloats();
                lanes = v1.blend(circular ? u1 : zero, FIRST).reinterpretAsInts();
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
            lanes = u1.blend(circular ? v1 : zero, LAST).reinterpretAsInts();
            u0 = lanes.rearrange(tap0).reinterpretAsFloats();
            lanes = v1.blend(circular ? u1 : zero, FIRST).reinterpretAsInts();
            v2 = lanes.rearrange(tap2).reinterpretAsFloats();
            u2.fma(w22, u1.fma(w21, u0.fma(w20, a))).intoArray(y, to);
            v2.fma(w22, v1.fma(w21, v0.fma(w20, c))).intoArray(z, zTo);
        }
    }

    /** As {@link Dense3x3#stride1}, where no lane is free for what is beside the image: such lanes become 0. */
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
        FloatVector zero = FloatVector.zero(S);
        final int width = L;
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int vectors = Units.of(columns, width);
        final int count = run.channels * vectors;
        for (int i = 0, c = 0, j = 0; i < count; i++) {
            int column = Math.max(0, Math.min(j * width, columns - width));
            int mask = (j == 0 ? left : 0) + (j == vectors - 1 ? right : 0);
            int move = c * xStep + column;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + c * yStep + column;
            int k = 9 * (oc + c);
            VectorMask<Float> leftOf = VectorMask.fromArray(S, masks, mask);
            VectorMask<Float> rightOf = VectorMask.fromArray(S, masks, mask + L);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector x0 = FloatVector.fromArray(S, top, t).blend(zero, leftOf);
            FloatVector x1 = FloatVector.fromArray(S, top, t + 1);
            FloatVector x2 = FloatVector.fromArray(S, top, t + 2).blend(zero, rightOf);
            FloatVector b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            x0 = FloatVector.fromArray(S, x, p0).blend(zero, leftOf);
            x1 = FloatVector.fromArray(S, x, p0 + 1);
            x2 = FloatVector.fromArray(S, x, p0 + 2).blend(zero, rightOf);
            FloatVector a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
            b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 1; r < rows; r++) {
                int p = p0 + r * pitch;
                x0 = FloatVector.fromArray(S, x, p).blend(zero, leftOf);
                x1 = FloatVector.fromArray(S, x, p + 1);
                x2 = FloatVector.fromArray(S, x, p + 2).blend(zero, rightOf);
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, to + (r - 1) * yPitch);
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
                b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            x0 = FloatVector.fromArray(S, bottom, l).blend(zero, leftOf);
            x1 = FloatVector.fromArray(S, bottom, l + 1);
            x2 = FloatVector.fromArray(S, bottom, l + 2).blend(zero, rightOf);
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.intoArray(y, to + (rows - 1) * yPitch);
            if (++j == vectors) {
                j = 0;
                c++;
            }
        }
    }
}
