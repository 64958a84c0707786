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
        /** Dense kernels of stride 1, by {@link RollingRows}. */
        DENSE_5X5(5, 1),
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
            RollingRows.run(loop, x, from, to, rows, columns, w, wo, bias, y, yo, pitch);
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
