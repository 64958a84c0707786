// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Blocks of output rows of a dense 3x3 depthwise kernel of stride 1, one vector of columns after the other; the ends of rows
 * longer than a vector are {@link DenseEnds3x3}'s.
 *
 * <p>The loops roll: they read each input row once and add it to all the outputs whose window it lies in, so that those
 * of two rows are in registers between turns. The first and the last input row of a block have arrays of their own: they
 * may be padding.
 */
final class Dense3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private Dense3x3() {}

    /** Columns beside which the row goes on: without masks, which take a quarter of the time on JDK 17. */
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

    /**
     * Rows that a vector holds: taps 0 and 2 are lanes of tap 1, with what is beside the image, whatever the
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
}
