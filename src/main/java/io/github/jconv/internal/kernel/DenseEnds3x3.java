// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
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

    private DenseEnds3x3() {}

    /** Stride 1. */
    static void stride1(DenseRun run) {
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
        final boolean replicate = run.widthMode == PaddingMode.REPLICATE;
        final boolean reflect = run.widthMode == PaddingMode.REFLECT;
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
            final int topPitch = top == x ? pitch : 0;
            final int bottomPitch = bottom == x ? pitch : 0;
            FloatVector t0 = FloatVector.fromArray(S, top, t);
            FloatVector x1 = FloatVector.fromArray(S, top, t + 1);
            FloatVector t2 = FloatVector.fromArray(S, top, t + 2);
            FloatVector next = FloatVector.fromArray(S, top, t + topPitch);
            FloatVector before = FloatVector.fromArray(S, top, t + 2 - topPitch);
            FloatVector x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            FloatVector x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            FloatVector b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            t0 = FloatVector.fromArray(S, x, p0);
            x1 = FloatVector.fromArray(S, x, p0 + 1);
            t2 = FloatVector.fromArray(S, x, p0 + 2);
            next = FloatVector.fromArray(S, x, p0 + pitch);
            before = FloatVector.fromArray(S, x, p0 + 2 - pitch);
            x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            before = t2;
            FloatVector a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
            b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 1; r < rows; r++) {
                int p = p0 + r * pitch;
                t0 = next;
                x1 = FloatVector.fromArray(S, x, p + 1);
                t2 = FloatVector.fromArray(S, x, p + 2);
                next = FloatVector.fromArray(S, x, p + pitch);
                x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
                x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
                before = t2;
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, to + (r - 1) * yPitch);
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
                b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            t0 = FloatVector.fromArray(S, bottom, l);
            x1 = FloatVector.fromArray(S, bottom, l + 1);
            t2 = FloatVector.fromArray(S, bottom, l + 2);
            next = FloatVector.fromArray(S, bottom, l + bottomPitch);
            before = FloatVector.fromArray(S, bottom, l + 2 - bottomPitch);
            x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.intoArray(y, to + (rows - 1) * yPitch);
            if (++j == vectors) {
                j = 0;
                c++;
            }
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
            final int topPitch = top == x ? pitch : 0;
            final int bottomPitch = bottom == x ? pitch : 0;
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            FloatVector even = u.blend(v, Dense3x3.ODD);
            FloatVector odd = v.blend(u, Dense3x3.ODD);
            FloatVector t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
            FloatVector x1 = odd.reinterpretAsInts().rearrange(Dense3x3.TAP_1).reinterpretAsFloats();
            FloatVector t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
            FloatVector next = FloatVector.fromArray(S, top, t + topPitch);
            u = FloatVector.fromArray(S, top, t - topPitch);
            v = FloatVector.fromArray(S, top, t - topPitch + L - 1);
            FloatVector before = u.blend(v, Dense3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(Dense3x3.TAP_2)
                    .reinterpretAsFloats();
            FloatVector x0 = t0.blend(replicate ? x1 : reflect ? t2 : next, leftOf);
            FloatVector x2 = t2.blend(replicate ? x1 : reflect ? t0 : before, rightOf);
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            u = FloatVector.fromArray(S, x, p0 - pitch);
            v = FloatVector.fromArray(S, x, p0 - pitch + L - 1);
            before = u.blend(v, Dense3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(Dense3x3.TAP_2)
                    .reinterpretAsFloats();
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
            u = FloatVector.fromArray(S, bottom, l - bottomPitch);
            v = FloatVector.fromArray(S, bottom, l - bottomPitch + L - 1);
            before = u.blend(v, Dense3x3.ODD)
                    .reinterpretAsInts()
                    .rearrange(Dense3x3.TAP_2)
                    .reinterpretAsFloats();
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            even = u.blend(v, Dense3x3.ODD);
            odd = v.blend(u, Dense3x3.ODD);
            t0 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_0).reinterpretAsFloats();
            x1 = odd.reinterpretAsInts().rearrange(Dense3x3.TAP_1).reinterpretAsFloats();
            t2 = even.reinterpretAsInts().rearrange(Dense3x3.TAP_2).reinterpretAsFloats();
            next = FloatVector.fromArray(S, bottom, l + bottomPitch);
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
