// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Staged rows of a dense 5x5 or 7x7 depthwise kernel of stride 1, for {@link DepthwiseRows}: each input row is read once and
 * added to all the output rows whose windows it lies in, so that those of the rows between are in registers.
 *
 * <p>What the first sums miss above nobody sees: the right ones overwrite them.
 */
final class RollingRows {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int P = StripLayout.PITCH;

    private RollingRows() {}

    /** As {@link DepthwiseRows#run}. */
    static void run(
            DepthwiseRows.Loop loop,
            float[] x,
            int from,
            int to,
            int rows,
            int columns,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        for (int j = 0; j < columns; j += S.length()) {
            int column = Math.min(j, columns - S.length());
            if (loop == DepthwiseRows.Loop.DENSE_5X5) {
                roll5x5(x, column, from, to, rows, w, wo, bias, y, yo + column, pitch);
            } else {
                roll7x7(x, column, from, to, rows, w, wo, bias, y, yo + column, pitch);
            }
        }
    }

    /**
     * Ten weights are read anew each turn: with all 25 in registers C2 of JDK 17 spilled sums in every second process, which
     * then took twice as long.
     */
    private static void roll5x5(
            float[] x,
            int xo,
            int from,
            int to,
            int rows,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        // spotless:off
        FloatVector w00 = FloatVector.broadcast(S, w[wo]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]);
        FloatVector w10 = FloatVector.broadcast(S, w[wo + 5]), w11 = FloatVector.broadcast(S, w[wo + 6]), w12 = FloatVector.broadcast(S, w[wo + 7]), w13 = FloatVector.broadcast(S, w[wo + 8]), w14 = FloatVector.broadcast(S, w[wo + 9]);
        FloatVector w20 = FloatVector.broadcast(S, w[wo + 10]), w21 = FloatVector.broadcast(S, w[wo + 11]), w22 = FloatVector.broadcast(S, w[wo + 12]), w23 = FloatVector.broadcast(S, w[wo + 13]), w24 = FloatVector.broadcast(S, w[wo + 14]);
        // spotless:on
        FloatVector start = FloatVector.broadcast(S, bias);
        FloatVector a = start;
        FloatVector b = start;
        FloatVector c = start;
        FloatVector d = start;
        for (int r = from; r < to; r++) {
            int p = xo + r * P;
            // spotless:off
            FloatVector x0 = FloatVector.fromArray(S, x, p), x1 = FloatVector.fromArray(S, x, p + 1), x2 = FloatVector.fromArray(S, x, p + 2), x3 = FloatVector.fromArray(S, x, p + 3), x4 = FloatVector.fromArray(S, x, p + 4);
            FloatVector w40 = FloatVector.broadcast(S, w[wo + 20]), w41 = FloatVector.broadcast(S, w[wo + 21]), w42 = FloatVector.broadcast(S, w[wo + 22]), w43 = FloatVector.broadcast(S, w[wo + 23]), w44 = FloatVector.broadcast(S, w[wo + 24]);
            x4.fma(w44, x3.fma(w43, x2.fma(w42, x1.fma(w41, x0.fma(w40, a))))).intoArray(y, yo + Math.max(0, r - 4) * pitch);
            FloatVector w30 = FloatVector.broadcast(S, w[wo + 15]), w31 = FloatVector.broadcast(S, w[wo + 16]), w32 = FloatVector.broadcast(S, w[wo + 17]), w33 = FloatVector.broadcast(S, w[wo + 18]), w34 = FloatVector.broadcast(S, w[wo + 19]);
            a = x4.fma(w34, x3.fma(w33, x2.fma(w32, x1.fma(w31, x0.fma(w30, b)))));
            b = x4.fma(w24, x3.fma(w23, x2.fma(w22, x1.fma(w21, x0.fma(w20, c)))));
            c = x4.fma(w14, x3.fma(w13, x2.fma(w12, x1.fma(w11, x0.fma(w10, d)))));
            d = x4.fma(w04, x3.fma(w03, x2.fma(w02, x1.fma(w01, x0.fma(w00, start)))));
            // spotless:on
        }
        for (int o = to - 4; o < rows; o++) {
            a.intoArray(y, yo + Math.max(0, o) * pitch);
            a = b;
            b = c;
            c = d;
            d = start;
        }
    }

    /** Seven weights in registers are 1.04 to 1.07 times as fast as none on JDK 25. */
    private static void roll7x7(
            float[] x,
            int xo,
            int from,
            int to,
            int rows,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        // spotless:off
        FloatVector w00 = FloatVector.broadcast(S, w[wo]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]), w05 = FloatVector.broadcast(S, w[wo + 5]), w06 = FloatVector.broadcast(S, w[wo + 6]);
        // spotless:on
        FloatVector start = FloatVector.broadcast(S, bias);
        FloatVector a = start;
        FloatVector b = start;
        FloatVector c = start;
        FloatVector d = start;
        FloatVector e = start;
        FloatVector f = start;
        for (int r = from; r < to; r++) {
            int p = xo + r * P;
            // spotless:off
            FloatVector x0 = FloatVector.fromArray(S, x, p), x1 = FloatVector.fromArray(S, x, p + 1), x2 = FloatVector.fromArray(S, x, p + 2), x3 = FloatVector.fromArray(S, x, p + 3), x4 = FloatVector.fromArray(S, x, p + 4), x5 = FloatVector.fromArray(S, x, p + 5), x6 = FloatVector.fromArray(S, x, p + 6);
            FloatVector w60 = FloatVector.broadcast(S, w[wo + 42]), w61 = FloatVector.broadcast(S, w[wo + 43]), w62 = FloatVector.broadcast(S, w[wo + 44]), w63 = FloatVector.broadcast(S, w[wo + 45]), w64 = FloatVector.broadcast(S, w[wo + 46]), w65 = FloatVector.broadcast(S, w[wo + 47]), w66 = FloatVector.broadcast(S, w[wo + 48]);
            x6.fma(w66, x5.fma(w65, x4.fma(w64, x3.fma(w63, x2.fma(w62, x1.fma(w61, x0.fma(w60, a))))))).intoArray(y, yo + Math.max(0, r - 6) * pitch);
            FloatVector w50 = FloatVector.broadcast(S, w[wo + 35]), w51 = FloatVector.broadcast(S, w[wo + 36]), w52 = FloatVector.broadcast(S, w[wo + 37]), w53 = FloatVector.broadcast(S, w[wo + 38]), w54 = FloatVector.broadcast(S, w[wo + 39]), w55 = FloatVector.broadcast(S, w[wo + 40]), w56 = FloatVector.broadcast(S, w[wo + 41]);
            a = x6.fma(w56, x5.fma(w55, x4.fma(w54, x3.fma(w53, x2.fma(w52, x1.fma(w51, x0.fma(w50, b)))))));
            FloatVector w40 = FloatVector.broadcast(S, w[wo + 28]), w41 = FloatVector.broadcast(S, w[wo + 29]), w42 = FloatVector.broadcast(S, w[wo + 30]), w43 = FloatVector.broadcast(S, w[wo + 31]), w44 = FloatVector.broadcast(S, w[wo + 32]), w45 = FloatVector.broadcast(S, w[wo + 33]), w46 = FloatVector.broadcast(S, w[wo + 34]);
            b = x6.fma(w46, x5.fma(w45, x4.fma(w44, x3.fma(w43, x2.fma(w42, x1.fma(w41, x0.fma(w40, c)))))));
            FloatVector w30 = FloatVector.broadcast(S, w[wo + 21]), w31 = FloatVector.broadcast(S, w[wo + 22]), w32 = FloatVector.broadcast(S, w[wo + 23]), w33 = FloatVector.broadcast(S, w[wo + 24]), w34 = FloatVector.broadcast(S, w[wo + 25]), w35 = FloatVector.broadcast(S, w[wo + 26]), w36 = FloatVector.broadcast(S, w[wo + 27]);
            c = x6.fma(w36, x5.fma(w35, x4.fma(w34, x3.fma(w33, x2.fma(w32, x1.fma(w31, x0.fma(w30, d)))))));
            FloatVector w20 = FloatVector.broadcast(S, w[wo + 14]), w21 = FloatVector.broadcast(S, w[wo + 15]), w22 = FloatVector.broadcast(S, w[wo + 16]), w23 = FloatVector.broadcast(S, w[wo + 17]), w24 = FloatVector.broadcast(S, w[wo + 18]), w25 = FloatVector.broadcast(S, w[wo + 19]), w26 = FloatVector.broadcast(S, w[wo + 20]);
            d = x6.fma(w26, x5.fma(w25, x4.fma(w24, x3.fma(w23, x2.fma(w22, x1.fma(w21, x0.fma(w20, e)))))));
            FloatVector w10 = FloatVector.broadcast(S, w[wo + 7]), w11 = FloatVector.broadcast(S, w[wo + 8]), w12 = FloatVector.broadcast(S, w[wo + 9]), w13 = FloatVector.broadcast(S, w[wo + 10]), w14 = FloatVector.broadcast(S, w[wo + 11]), w15 = FloatVector.broadcast(S, w[wo + 12]), w16 = FloatVector.broadcast(S, w[wo + 13]);
            e = x6.fma(w16, x5.fma(w15, x4.fma(w14, x3.fma(w13, x2.fma(w12, x1.fma(w11, x0.fma(w10, f)))))));
            f = x6.fma(w06, x5.fma(w05, x4.fma(w04, x3.fma(w03, x2.fma(w02, x1.fma(w01, x0.fma(w00, start)))))));
            // spotless:on
        }
        for (int o = to - 6; o < rows; o++) {
            a.intoArray(y, yo + Math.max(0, o) * pitch);
            a = b;
            b = c;
            c = d;
            d = e;
            e = f;
            f = start;
        }
    }
}
