// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.platform.Platform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of one depthwise output channel, from a block staged as a {@link StripLayout}: vectors of output pixels, taps in
 * the order kh, kw.
 *
 * <p>A row's last vector overlaps the one before, and a block's last rows those before: they write the same bits twice.
 */
final class DepthwiseRows {
    /** Vectors of a row of the widest loop. */
    static final int MOST_VECTORS = 2;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Floats of a vector. */
    static final int LANES = S.length();

    private static final int P = StripLayout.PITCH;

    private DepthwiseRows() {}

    /** The loops, and the outputs each keeps in registers. */
    enum Loop {
        /** A dense 5x5 kernel of stride 1: each input row is read once and added to five output rows. */
        DENSE_5X5(5, 1),
        /** The same of 7x7. */
        DENSE_7X7(7, 1),
        /** Eight vectors share a weight's broadcast and hide each other's latency. */
        ANY(4, 2),
        /** Fewer rows than any other takes. */
        SINGLE(1, 1);

        private final int rows;
        private final int vectors;

        Loop(int rows, int vectors) {
            this.rows = rows;
            this.vectors = vectors;
        }

        /**
         * The loop that rolls over all rows of a block, or null where none does: with 16 registers weights leave no room, and
         * C2 of JDK 17 spills so much of 7x7 that only rows of one vector gain.
         */
        static Loop rolling(Geometry g, Platform platform) {
            LayerSpec s = g.layer();
            boolean dense = s.kh() == s.kw() && (s.sh() | s.sw() | s.dh() | s.dw()) == 1 && platform.registers() >= 32;
            if (dense && s.kh() == 7) {
                return platform.javaFeature() >= 25 || g.ow() <= LANES ? DENSE_7X7 : null;
            }
            return dense && s.kh() == 5 ? DENSE_5X5 : null;
        }

        /** The loop for blocks of {@code rows} output rows of a layer of which one is {@link #rolling}, or null. */
        static Loop of(Loop rolling, int rows) {
            if (rolling != null) {
                return rolling;
            }
            return rows < ANY.rows ? SINGLE : ANY;
        }

        /** Kernel rows above an output's last: a rolling loop's turns before the first output. */
        int before() {
            return rows - 1;
        }

        Tile tile() {
            return new Tile(1, rows * vectors);
        }

        /** Floats a row of outputs must have room for. */
        int width() {
            return vectors * S.length();
        }
    }

    /**
     * Computes {@code rows} rows of {@code columns} outputs, which are at least the loop's width, at {@code y[yo ...]},
     * {@code pitch} floats apart.
     *
     * @param x a staged block, from index 0 on
     * @param from the first staged row that a rolling loop reads, at most {@link Loop#before}, to {@code to} exclusive: others
     *     add nothing
     */
    static void run(
            Loop loop,
            int[] offsets,
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
        if (loop == Loop.ANY) {
            any(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
        } else if (loop == Loop.SINGLE) {
            single(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
        } else {
            for (int j = 0; j < columns; j += S.length()) {
                int column = Math.min(j, columns - S.length());
                if (loop == Loop.DENSE_5X5) {
                    roll5x5(x, column, from, to, rows, w, wo, bias, y, yo + column, pitch);
                } else {
                    roll7x7(x, column, from, to, rows, w, wo, bias, y, yo + column, pitch);
                }
            }
        }
    }

    /**
     * What {@code from} leaves out of the first rows of sums, and what they miss above, nobody sees: the right ones overwrite
     * them. Ten weights are read anew each turn: with all 25 in registers C2 of JDK 17 spilled sums in every second process,
     * which then took twice as long.
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
        FloatVector w00 = FloatVector.broadcast(S, w[wo + 0]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]);
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
            FloatVector x0 = FloatVector.fromArray(S, x, p + 0), x1 = FloatVector.fromArray(S, x, p + 1), x2 = FloatVector.fromArray(S, x, p + 2), x3 = FloatVector.fromArray(S, x, p + 3), x4 = FloatVector.fromArray(S, x, p + 4);
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
        FloatVector w00 = FloatVector.broadcast(S, w[wo + 0]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]), w05 = FloatVector.broadcast(S, w[wo + 5]), w06 = FloatVector.broadcast(S, w[wo + 6]);
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
            FloatVector x0 = FloatVector.fromArray(S, x, p + 0), x1 = FloatVector.fromArray(S, x, p + 1), x2 = FloatVector.fromArray(S, x, p + 2), x3 = FloatVector.fromArray(S, x, p + 3), x4 = FloatVector.fromArray(S, x, p + 4), x5 = FloatVector.fromArray(S, x, p + 5), x6 = FloatVector.fromArray(S, x, p + 6);
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

    private static void any(
            int[] offsets,
            float[] x,
            int rows,
            int columns,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        final int width = 2 * S.length();
        for (int i = 0; i < rows; i += 4) {
            int row = Math.min(i, rows - 4);
            for (int j = 0; j < columns; j += width) {
                int column = Math.min(j, columns - width);
                fourByTwo(offsets, x, row * P + column, w, wo, bias, y, yo + row * pitch + column, pitch);
            }
        }
    }

    private static void fourByTwo(
            int[] offsets, float[] x, int xo, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        final int l = S.length();
        FloatVector a00 = FloatVector.broadcast(S, bias);
        FloatVector a01 = a00;
        FloatVector a10 = a00;
        FloatVector a11 = a00;
        FloatVector a20 = a00;
        FloatVector a21 = a00;
        FloatVector a30 = a00;
        FloatVector a31 = a00;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
            FloatVector b = FloatVector.broadcast(S, w[wo + t]);
            a00 = b.fma(FloatVector.fromArray(S, x, p), a00);
            a01 = b.fma(FloatVector.fromArray(S, x, p + l), a01);
            a10 = b.fma(FloatVector.fromArray(S, x, p + P), a10);
            a11 = b.fma(FloatVector.fromArray(S, x, p + P + l), a11);
            a20 = b.fma(FloatVector.fromArray(S, x, p + 2 * P), a20);
            a21 = b.fma(FloatVector.fromArray(S, x, p + 2 * P + l), a21);
            a30 = b.fma(FloatVector.fromArray(S, x, p + 3 * P), a30);
            a31 = b.fma(FloatVector.fromArray(S, x, p + 3 * P + l), a31);
        }
        a00.intoArray(y, yo);
        a01.intoArray(y, yo + l);
        a10.intoArray(y, yo + pitch);
        a11.intoArray(y, yo + pitch + l);
        a20.intoArray(y, yo + 2 * pitch);
        a21.intoArray(y, yo + 2 * pitch + l);
        a30.intoArray(y, yo + 3 * pitch);
        a31.intoArray(y, yo + 3 * pitch + l);
    }

    private static void single(
            int[] offsets,
            float[] x,
            int rows,
            int columns,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch) {
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < columns; j += S.length()) {
                int column = Math.min(j, columns - S.length());
                vector(offsets, x, row * P + column, w, wo, bias, y, yo + row * pitch + column);
            }
        }
    }

    private static void vector(int[] offsets, float[] x, int xo, float[] w, int wo, float bias, float[] y, int yo) {
        FloatVector a = FloatVector.broadcast(S, bias);
        for (int t = 0; t < offsets.length; t++) {
            a = FloatVector.fromArray(S, x, xo + offsets[t]).fma(FloatVector.broadcast(S, w[wo + t]), a);
        }
        a.intoArray(y, yo);
    }
}
