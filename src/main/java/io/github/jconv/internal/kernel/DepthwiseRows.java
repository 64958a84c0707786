package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of one depthwise output channel: vectors of output pixels, taps in the order kh, kw.
 *
 * <p>A row's last vector overlaps the one before, which writes the same bits twice; a row shorter than a vector goes
 * through the first floats of the scratch.
 */
final class DepthwiseRows {
    /** Output rows that share their loads in a 3x3 kernel: more run out of 16 registers. */
    static final int SHARED_ROWS = 3;

    /** Vectors a pass of any other kernel, so that one broadcast weight serves several. */
    static final int WIDE_VECTORS = 4;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private DepthwiseRows() {}

    /**
     * Computes {@code rows} rows of {@code ow} outputs at {@code y[yo ...]} from planes at {@code x[xo ...]}.
     *
     * @param scratch its first {@link PlaneLayout#SLACK} floats are free
     */
    static void run(
            Geometry g,
            PlaneLayout planes,
            float[] x,
            int xo,
            int rows,
            float[] w,
            int wo,
            float bias,
            float[] y,
            int yo,
            float[] scratch) {
        int ow = g.ow();
        int step = planes.rowStep();
        int[] offsets = planes.offsets();
        if (ow < S.length()) {
            for (int r = 0; r < rows; r++) {
                vector(x, xo + r * step, offsets, w, wo, bias, scratch, 0);
                System.arraycopy(scratch, 0, y, yo + r * ow, ow);
            }
        } else if (DepthwiseKernel.sharesRows(g) && rows >= SHARED_ROWS) {
            for (int r = 0; r < rows; r += SHARED_ROWS) {
                int row = Math.min(r, rows - SHARED_ROWS);
                threeRows(x, xo + row * step, step, w, wo, bias, y, yo + row * ow, ow);
            }
        } else {
            for (int r = 0; r < rows; r++) {
                row(x, xo + r * step, offsets, w, wo, bias, y, yo + r * ow, ow);
            }
        }
    }

    /**
     * Three output rows: five input rows, each loaded once for all that need it. Constant distances between a row's taps
     * let C2 merge their bounds checks.
     */
    private static void threeRows(
            float[] x, int xo, int step, float[] w, int wo, float bias, float[] y, int yo, int ow) {
        FloatVector w00 = FloatVector.broadcast(S, w[wo]);
        FloatVector w01 = FloatVector.broadcast(S, w[wo + 1]);
        FloatVector w02 = FloatVector.broadcast(S, w[wo + 2]);
        FloatVector w10 = FloatVector.broadcast(S, w[wo + 3]);
        FloatVector w11 = FloatVector.broadcast(S, w[wo + 4]);
        FloatVector w12 = FloatVector.broadcast(S, w[wo + 5]);
        FloatVector w20 = FloatVector.broadcast(S, w[wo + 6]);
        FloatVector w21 = FloatVector.broadcast(S, w[wo + 7]);
        FloatVector w22 = FloatVector.broadcast(S, w[wo + 8]);
        FloatVector start = FloatVector.broadcast(S, bias);
        final int last = ow - S.length();
        for (int c = 0; c < ow; c += S.length()) {
            int column = Math.min(c, last);
            int p = xo + column;
            FloatVector x0 = FloatVector.fromArray(S, x, p);
            FloatVector x1 = FloatVector.fromArray(S, x, p + 1);
            FloatVector x2 = FloatVector.fromArray(S, x, p + 2);
            FloatVector a0 = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            p += step;
            x0 = FloatVector.fromArray(S, x, p);
            x1 = FloatVector.fromArray(S, x, p + 1);
            x2 = FloatVector.fromArray(S, x, p + 2);
            a0 = x2.fma(w12, x1.fma(w11, x0.fma(w10, a0)));
            FloatVector a1 = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            p += step;
            x0 = FloatVector.fromArray(S, x, p);
            x1 = FloatVector.fromArray(S, x, p + 1);
            x2 = FloatVector.fromArray(S, x, p + 2);
            a0 = x2.fma(w22, x1.fma(w21, x0.fma(w20, a0)));
            a1 = x2.fma(w12, x1.fma(w11, x0.fma(w10, a1)));
            FloatVector a2 = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            p += step;
            x0 = FloatVector.fromArray(S, x, p);
            x1 = FloatVector.fromArray(S, x, p + 1);
            x2 = FloatVector.fromArray(S, x, p + 2);
            a1 = x2.fma(w22, x1.fma(w21, x0.fma(w20, a1)));
            a2 = x2.fma(w12, x1.fma(w11, x0.fma(w10, a2)));
            p += step;
            x0 = FloatVector.fromArray(S, x, p);
            x1 = FloatVector.fromArray(S, x, p + 1);
            x2 = FloatVector.fromArray(S, x, p + 2);
            a2 = x2.fma(w22, x1.fma(w21, x0.fma(w20, a2)));
            a0.intoArray(y, yo + column);
            a1.intoArray(y, yo + ow + column);
            a2.intoArray(y, yo + 2 * ow + column);
        }
    }

    /** One output row of any kernel. */
    private static void row(
            float[] x, int xo, int[] offsets, float[] w, int wo, float bias, float[] y, int yo, int ow) {
        final int wide = WIDE_VECTORS * S.length();
        if (ow < wide) {
            for (int c = 0; c < ow; c += S.length()) {
                int column = Math.min(c, ow - S.length());
                vector(x, xo + column, offsets, w, wo, bias, y, yo + column);
            }
            return;
        }
        for (int c = 0; c < ow; c += wide) {
            int column = Math.min(c, ow - wide);
            fourVectors(x, xo + column, offsets, w, wo, bias, y, yo + column);
        }
    }

    private static void vector(float[] x, int xo, int[] offsets, float[] w, int wo, float bias, float[] y, int yo) {
        FloatVector a = FloatVector.broadcast(S, bias);
        for (int t = 0; t < offsets.length; t++) {
            a = FloatVector.fromArray(S, x, xo + offsets[t]).fma(FloatVector.broadcast(S, w[wo + t]), a);
        }
        a.intoArray(y, yo);
    }

    private static void fourVectors(
            float[] x, int xo, int[] offsets, float[] w, int wo, float bias, float[] y, int yo) {
        final int l = S.length();
        FloatVector a0 = FloatVector.broadcast(S, bias);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        for (int t = 0; t < offsets.length; t++) {
            int p = xo + offsets[t];
            FloatVector b = FloatVector.broadcast(S, w[wo + t]);
            a0 = FloatVector.fromArray(S, x, p).fma(b, a0);
            a1 = FloatVector.fromArray(S, x, p + l).fma(b, a1);
            a2 = FloatVector.fromArray(S, x, p + 2 * l).fma(b, a2);
            a3 = FloatVector.fromArray(S, x, p + 3 * l).fma(b, a3);
        }
        a0.intoArray(y, yo);
        a1.intoArray(y, yo + l);
        a2.intoArray(y, yo + 2 * l);
        a3.intoArray(y, yo + 3 * l);
    }
}
