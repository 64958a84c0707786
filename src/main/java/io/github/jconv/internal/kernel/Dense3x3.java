// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of output rows of a dense 3x3 depthwise kernel, one vector of columns after the other.
 *
 * <p>The loops roll: they read each input row once and add it to all the outputs whose window it lies in, so that those
 * of two rows are in registers between turns. The first and the last input row of a block have arrays of their own: they
 * may be padding.
 *
 * <p>Lanes that bring columns beside the image become 0.
 */
final class Dense3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    static final VectorMask<Float> FIRST = VectorMask.fromLong(S, 1);

    /** The lane that stride 2 leaves without an output. */
    static final VectorMask<Float> LAST = VectorMask.fromLong(S, 1L << (L - 1));

    static final float[] NONE = new float[L];

    /** Of every second column of two loads, their taps 0, 1 and 2: {@link DenseBlocks#lane}. */
    static final VectorShuffle<Integer> TAP_0 = tap(0);

    static final VectorShuffle<Integer> TAP_1 = tap(1);
    static final VectorShuffle<Integer> TAP_2 = tap(2);

    private Dense3x3() {}

    private static VectorShuffle<Integer> tap(int tap) {
        return VectorShuffle.fromOp(I, j -> DenseBlocks.lane(2 * j + tap, L));
    }

    /** Stride 1, of columns beside which the row goes on: without masks, which take a quarter of the time on JDK 17. */
    static void stride1(DenseRun run) {
        final float[] top = run.top;
        final float[] x = run.x;
        final float[] bottom = run.bottom;
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
        final int width = L;
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int vectors = Units.of(columns, width);
        final int count = run.channels * vectors;
        for (int i = 0, c = 0, j = 0; i < count; i++) {
            int column = Math.max(0, Math.min(j * width, columns - width));
            int move = c * xStep + column;
            int p0 = at + move;
            int t = topAt + (move & topMoves);
            int l = bottomAt + (move & bottomMoves);
            int to = yo + c * yStep + column;
            int k = 9 * (oc + c);
            // spotless:off
            FloatVector w00 = FloatVector.broadcast(S, w[k]), w01 = FloatVector.broadcast(S, w[k + 1]), w02 = FloatVector.broadcast(S, w[k + 2]);
            FloatVector w10 = FloatVector.broadcast(S, w[k + 3]), w11 = FloatVector.broadcast(S, w[k + 4]), w12 = FloatVector.broadcast(S, w[k + 5]);
            FloatVector w20 = FloatVector.broadcast(S, w[k + 6]), w21 = FloatVector.broadcast(S, w[k + 7]), w22 = FloatVector.broadcast(S, w[k + 8]);
            // spotless:on
            FloatVector start = FloatVector.broadcast(S, bias[oc + c]);
            FloatVector x0 = FloatVector.fromArray(S, top, t);
            FloatVector x1 = FloatVector.fromArray(S, top, t + 1);
            FloatVector x2 = FloatVector.fromArray(S, top, t + 2);
            FloatVector b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            x0 = FloatVector.fromArray(S, x, p0);
            x1 = FloatVector.fromArray(S, x, p0 + 1);
            x2 = FloatVector.fromArray(S, x, p0 + 2);
            FloatVector a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
            b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 1; r < rows; r++) {
                int p = p0 + r * pitch;
                x0 = FloatVector.fromArray(S, x, p);
                x1 = FloatVector.fromArray(S, x, p + 1);
                x2 = FloatVector.fromArray(S, x, p + 2);
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, to + (r - 1) * yPitch);
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
                b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            x0 = FloatVector.fromArray(S, bottom, l);
            x1 = FloatVector.fromArray(S, bottom, l + 1);
            x2 = FloatVector.fromArray(S, bottom, l + 2);
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.intoArray(y, to + (rows - 1) * yPitch);
            if (++j == vectors) {
                j = 0;
                c++;
            }
        }
    }

    /** The same of a row's ends, where no lane is free for what is beside the image. */
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

    /**
     * Stride 1, of rows that a vector holds: taps 0 and 2 are lanes of tap 1, with what is beside the image, whatever the
     * padding mode.
     */
    static void rows(DenseRun run) {
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
        final IntVector kept = IntVector.fromArray(I, PlaneLanes.KEPT, run.widthMode == PaddingMode.ZEROS ? 0 : L);
        final VectorShuffle<Integer> tap0 = IntVector.fromArray(I, run.taps, 0).toShuffle();
        final VectorShuffle<Integer> tap2 = IntVector.fromArray(I, run.taps, L).toShuffle();
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
            FloatVector x1 = FloatVector.fromArray(S, top, t);
            IntVector row = x1.reinterpretAsInts().and(kept);
            FloatVector x0 = row.rearrange(tap0).reinterpretAsFloats();
            FloatVector x2 = row.rearrange(tap2).reinterpretAsFloats();
            FloatVector b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            x1 = FloatVector.fromArray(S, x, p0);
            row = x1.reinterpretAsInts().and(kept);
            x0 = row.rearrange(tap0).reinterpretAsFloats();
            x2 = row.rearrange(tap2).reinterpretAsFloats();
            FloatVector a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
            b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            int p = p0;
            for (int r = 1; r < rows; r++) {
                p += pitch;
                x1 = FloatVector.fromArray(S, x, p);
                row = x1.reinterpretAsInts().and(kept);
                x0 = row.rearrange(tap0).reinterpretAsFloats();
                x2 = row.rearrange(tap2).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.intoArray(y, to);
                to += yPitch;
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, b)));
                b = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            }
            x1 = FloatVector.fromArray(S, bottom, l);
            row = x1.reinterpretAsInts().and(kept);
            x0 = row.rearrange(tap0).reinterpretAsFloats();
            x2 = row.rearrange(tap2).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.intoArray(y, to);
        }
    }

    /**
     * Stride 2: {@code 2 * rows - 1} input rows are between the first and the last, and masks are of columns as they lie in
     * {@link DenseBlocks#lane}s.
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
                a.blend(FloatVector.fromArray(S, kept, keptAt + r * keptPitch), LAST)
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
}
