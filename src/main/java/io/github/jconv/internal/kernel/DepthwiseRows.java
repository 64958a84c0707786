// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

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

        /** The loop for blocks of {@code rows} output rows. */
        static Loop of(int rows) {
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
        switch (loop) {
            case ANY -> any(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
            case SINGLE -> single(offsets, x, rows, columns, w, wo, bias, y, yo, pitch);
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
