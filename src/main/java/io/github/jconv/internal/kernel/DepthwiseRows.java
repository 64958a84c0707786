// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

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
    private static final int P = StripLayout.PITCH;

    private DepthwiseRows() {}

    /** The loops, and the outputs each keeps in registers. */
    enum Loop {
        /** A dense 5x5 kernel of stride 1: each input row is read once and added to five output rows. */
        DENSE_5X5(5, 1),
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

        /** Whether {@link #DENSE_5X5} serves a layer: it is slower where most weights do not stay in registers. */
        static boolean rolls(LayerSpec s, Platform platform) {
            boolean dense5x5 = s.kh() == 5 && s.kw() == 5 && s.dh() == 1 && s.dw() == 1;
            return dense5x5 && s.sh() == 1 && s.sw() == 1 && platform.registers() >= 32;
        }

        /** The loop for blocks of {@code rows} output rows of a layer that {@link #rolls} or does not. */
        static Loop of(boolean rolls, int rows) {
            if (rolls) {
                return DENSE_5X5;
            }
            return rows < ANY.rows ? SINGLE : ANY;
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
     * Computes {@code rows} rows of {@code columns} outputs at {@code y[yo ...]}, {@code pitch} floats apart.
     *
     * @param x a staged block, from index 0 on
     * @param narrow index in {@code x} of room for {@code rows * loop.width()} floats
     */
    static void run(
            Loop loop,
            int[] offsets,
            float[] x,
            int rows,
            int columns,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            int pitch,
            int narrow) {
        if (columns >= loop.width()) {
            wide(loop, offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
            return;
        }
        wide(loop, offsets, x, rows, loop.width(), w, wo, bias, x, narrow, loop.width());
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, narrow + r * loop.width(), y, yo + r * pitch, columns);
        }
    }

    private static void wide(
            Loop loop,
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
        if (loop == Loop.DENSE_5X5) {
            dense5x5(x, rows, columns, w, wo, bias, y, yo, pitch);
        } else if (loop == Loop.ANY) {
            any(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
        } else {
            single(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
        }
    }

    private static void dense5x5(
            float[] x, int rows, int columns, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        for (int j = 0; j < columns; j += S.length()) {
            int column = Math.min(j, columns - S.length());
            roll5x5(x, column, rows, w, wo, bias, y, yo + column, pitch);
        }
    }

    /**
     * The first four rows of sums miss input rows above; the right ones overwrite them. Ten weights are read anew each turn:
     * with all 25 in registers C2 of JDK 17 spilled sums in every second process, which then took twice as long.
     */
    private static void roll5x5(
            float[] x, int xo, int rows, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        FloatVector w00 = FloatVector.broadcast(S, w[wo]);
        FloatVector w01 = FloatVector.broadcast(S, w[wo + 1]);
        FloatVector w02 = FloatVector.broadcast(S, w[wo + 2]);
        FloatVector w03 = FloatVector.broadcast(S, w[wo + 3]);
        FloatVector w04 = FloatVector.broadcast(S, w[wo + 4]);
        FloatVector w10 = FloatVector.broadcast(S, w[wo + 5]);
        FloatVector w11 = FloatVector.broadcast(S, w[wo + 6]);
        FloatVector w12 = FloatVector.broadcast(S, w[wo + 7]);
        FloatVector w13 = FloatVector.broadcast(S, w[wo + 8]);
        FloatVector w14 = FloatVector.broadcast(S, w[wo + 9]);
        FloatVector w20 = FloatVector.broadcast(S, w[wo + 10]);
        FloatVector w21 = FloatVector.broadcast(S, w[wo + 11]);
        FloatVector w22 = FloatVector.broadcast(S, w[wo + 12]);
        FloatVector w23 = FloatVector.broadcast(S, w[wo + 13]);
        FloatVector w24 = FloatVector.broadcast(S, w[wo + 14]);
        FloatVector start = FloatVector.broadcast(S, bias);
        FloatVector a = start;
        FloatVector b = start;
        FloatVector c = start;
        FloatVector d = start;
        for (int r = 0; r < rows + 4; r++) {
            int p = xo + r * P;
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + 1);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2);
            FloatVector x3 = FloatVector.fromArray(S, x, p + 3);
            FloatVector x4 = FloatVector.fromArray(S, x, p + 4);
            FloatVector w40 = FloatVector.broadcast(S, w[wo + 20]);
            FloatVector w41 = FloatVector.broadcast(S, w[wo + 21]);
            FloatVector w42 = FloatVector.broadcast(S, w[wo + 22]);
            FloatVector w43 = FloatVector.broadcast(S, w[wo + 23]);
            FloatVector w44 = FloatVector.broadcast(S, w[wo + 24]);
            x4.fma(w44, x3.fma(w43, x2.fma(w42, x1.fma(w41, x0.fma(w40, a)))))
                    .intoArray(y, yo + Math.max(0, r - 4) * pitch);
            FloatVector w30 = FloatVector.broadcast(S, w[wo + 15]);
            FloatVector w31 = FloatVector.broadcast(S, w[wo + 16]);
            FloatVector w32 = FloatVector.broadcast(S, w[wo + 17]);
            FloatVector w33 = FloatVector.broadcast(S, w[wo + 18]);
            FloatVector w34 = FloatVector.broadcast(S, w[wo + 19]);
            a = x4.fma(w34, x3.fma(w33, x2.fma(w32, x1.fma(w31, x0.fma(w30, b)))));
            b = x4.fma(w24, x3.fma(w23, x2.fma(w22, x1.fma(w21, x0.fma(w20, c)))));
            c = x4.fma(w14, x3.fma(w13, x2.fma(w12, x1.fma(w11, x0.fma(w10, d)))));
            d = x4.fma(w04, x3.fma(w03, x2.fma(w02, x1.fma(w01, x0.fma(w00, start)))));
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
