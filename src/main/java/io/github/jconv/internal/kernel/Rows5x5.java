// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import io.github.jconv.internal.platform.Platform;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Whole planes of a dense 5x5 depthwise kernel of stride 1 or 2, whose rows a vector holds: 14x14 and 7x7 of 16 lanes.
 *
 * <p>A row is loaded once, from where it lies: its taps, and what is beside the image, are lanes of it, whatever the padding
 * mode. It is added at once to all the output rows whose windows it lies in, so that those of a few rows are in registers
 * between turns; with stride 2 a turn is of two rows. Rows above and below the image that are zeros are left out where all weights are finite.
 */
final class Rows5x5 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final int K = 5;
    private static final float[] ZEROS = new float[LANES];

    private final int stride;
    private final int oh;

    /** All bits of the lanes of a row, none of those behind it: the last serves as padding of zeros. */
    private final int[] kept = new int[LANES];

    /** The lanes that the taps of a kernel row come from. */
    private final int[] taps = new int[K * LANES];

    /** Where padded rows lie in their plane, or ZERO; {@code stride} of them a turn. */
    private final int[] rows;

    /** The turns of rows that are not zeros. */
    private final int from;

    private final int to;

    private Rows5x5(Geometry g) {
        LayerSpec s = g.layer();
        stride = s.sh();
        oh = g.oh();
        Arrays.fill(kept, 0, g.iw(), -1);
        for (int j = 0; j < g.ow(); j++) {
            for (int tap = 0; tap < K; tap++) {
                int source = PaddingMap.source(s.padding().widthMode(), g.iw(), j * stride + tap - g.padLeft());
                taps[tap * LANES + j] = source == ZERO ? LANES - 1 : source;
            }
        }
        rows = new int[Units.of((oh - 1) * stride + K, stride) * stride];
        boolean zeros = s.padding().heightMode() == PaddingMode.ZEROS;
        for (int i = 0; i < rows.length; i++) {
            int source = PaddingMap.source(s.padding().heightMode(), g.ih(), i - g.padTop());
            rows[i] = source == ZERO ? ZERO : source * g.iw();
        }
        from = zeros ? g.padTop() / stride : 0;
        to = zeros ? Math.min(rows.length, g.padTop() + g.ih() + stride - 1) / stride : rows.length / stride;
    }

    /** The planes of a geometry, or null for those that are none of these. */
    static Rows5x5 of(Geometry g, Platform platform) {
        LayerSpec s = g.layer();
        boolean dense = s.kh() == K && s.kw() == K && (s.dh() | s.dw()) == 1 && s.sh() == s.sw() && s.sh() <= 2;
        boolean taken = dense
                && (s.sh() == 2 || g.padLeft() == 2)
                && g.ow() <= g.iw()
                && g.padTop() < K
                && g.iw() < platform.lanes()
                && platform.registers() >= 32;
        return taken ? new Rows5x5(g) : null;
    }

    /** Outputs in registers. */
    Tile tile() {
        return new Tile(1, stride == 1 ? K : 3);
    }

    /**
     * Computes a plane at {@code y[yo ...]}, its rows {@code pitch} floats apart and as long as a vector.
     *
     * @param x the input plane, at {@code plane}: its rows are read as vectors
     * @param finite whether all weights are
     */
    void compute(float[] x, int plane, boolean finite, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        int first = finite ? from : 0;
        int last = finite ? to : rows.length / stride;
        if (stride == 1) {
            stride1(x, plane, first, last, w, wo, bias, y, yo, pitch);
        } else {
            stride2(x, plane, first, last, w, wo, bias, y, yo, pitch);
        }
    }

    private VectorShuffle<Integer> tap(int i) {
        return IntVector.fromArray(I, taps, i * LANES).toShuffle();
    }

    private void stride1(
            float[] x, int plane, int from, int to, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        final IntVector kept = IntVector.fromArray(I, this.kept, 0);
        final VectorShuffle<Integer> tap0 = tap(0);
        final VectorShuffle<Integer> tap1 = tap(1);
        final VectorShuffle<Integer> tap3 = tap(3);
        final VectorShuffle<Integer> tap4 = tap(4);
        // spotless:off
        FloatVector w00 = FloatVector.broadcast(S, w[wo]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]);
        FloatVector w10 = FloatVector.broadcast(S, w[wo + 5]), w11 = FloatVector.broadcast(S, w[wo + 6]), w12 = FloatVector.broadcast(S, w[wo + 7]), w13 = FloatVector.broadcast(S, w[wo + 8]), w14 = FloatVector.broadcast(S, w[wo + 9]);
        // spotless:on
        FloatVector start = FloatVector.broadcast(S, bias);
        FloatVector a = start;
        FloatVector b = start;
        FloatVector c = start;
        FloatVector d = start;
        for (int t = from; t < to; t++) {
            int at = rows[t];
            IntVector row = FloatVector.fromArray(S, at == ZERO ? ZEROS : x, at == ZERO ? 0 : plane + at)
                    .reinterpretAsInts()
                    .and(kept);
            FloatVector x0 = row.rearrange(tap0).reinterpretAsFloats();
            FloatVector x1 = row.rearrange(tap1).reinterpretAsFloats();
            FloatVector x2 = row.reinterpretAsFloats();
            FloatVector x3 = row.rearrange(tap3).reinterpretAsFloats();
            FloatVector x4 = row.rearrange(tap4).reinterpretAsFloats();
            // spotless:off
            FloatVector w40 = FloatVector.broadcast(S, w[wo + 20]), w41 = FloatVector.broadcast(S, w[wo + 21]), w42 = FloatVector.broadcast(S, w[wo + 22]), w43 = FloatVector.broadcast(S, w[wo + 23]), w44 = FloatVector.broadcast(S, w[wo + 24]);
            x4.fma(w44, x3.fma(w43, x2.fma(w42, x1.fma(w41, x0.fma(w40, a))))).intoArray(y, yo + Math.max(0, t - (K - 1)) * pitch);
            FloatVector w30 = FloatVector.broadcast(S, w[wo + 15]), w31 = FloatVector.broadcast(S, w[wo + 16]), w32 = FloatVector.broadcast(S, w[wo + 17]), w33 = FloatVector.broadcast(S, w[wo + 18]), w34 = FloatVector.broadcast(S, w[wo + 19]);
            a = x4.fma(w34, x3.fma(w33, x2.fma(w32, x1.fma(w31, x0.fma(w30, b)))));
            FloatVector w20 = FloatVector.broadcast(S, w[wo + 10]), w21 = FloatVector.broadcast(S, w[wo + 11]), w22 = FloatVector.broadcast(S, w[wo + 12]), w23 = FloatVector.broadcast(S, w[wo + 13]), w24 = FloatVector.broadcast(S, w[wo + 14]);
            b = x4.fma(w24, x3.fma(w23, x2.fma(w22, x1.fma(w21, x0.fma(w20, c)))));
            // spotless:on
            c = x4.fma(w14, x3.fma(w13, x2.fma(w12, x1.fma(w11, x0.fma(w10, d)))));
            d = x4.fma(w04, x3.fma(w03, x2.fma(w02, x1.fma(w01, x0.fma(w00, start)))));
        }
        for (int o = to - (K - 1); o < oh; o++) {
            a.intoArray(y, yo + Math.max(0, o) * pitch);
            a = b;
            b = c;
            c = d;
            d = start;
        }
    }

    private void stride2(
            float[] x, int plane, int from, int to, float[] w, int wo, float bias, float[] y, int yo, int pitch) {
        final IntVector kept = IntVector.fromArray(I, this.kept, 0);
        final VectorShuffle<Integer> tap0 = tap(0);
        final VectorShuffle<Integer> tap1 = tap(1);
        final VectorShuffle<Integer> tap2 = tap(2);
        final VectorShuffle<Integer> tap3 = tap(3);
        final VectorShuffle<Integer> tap4 = tap(4);
        // spotless:off
        FloatVector w00 = FloatVector.broadcast(S, w[wo]), w01 = FloatVector.broadcast(S, w[wo + 1]), w02 = FloatVector.broadcast(S, w[wo + 2]), w03 = FloatVector.broadcast(S, w[wo + 3]), w04 = FloatVector.broadcast(S, w[wo + 4]);
        FloatVector w10 = FloatVector.broadcast(S, w[wo + 5]), w11 = FloatVector.broadcast(S, w[wo + 6]), w12 = FloatVector.broadcast(S, w[wo + 7]), w13 = FloatVector.broadcast(S, w[wo + 8]), w14 = FloatVector.broadcast(S, w[wo + 9]);
        // spotless:on
        FloatVector start = FloatVector.broadcast(S, bias);
        FloatVector a = start;
        FloatVector b = start;
        for (int t = from; t < to; t++) {
            int at = rows[2 * t];
            IntVector row = FloatVector.fromArray(S, at == ZERO ? ZEROS : x, at == ZERO ? 0 : plane + at)
                    .reinterpretAsInts()
                    .and(kept);
            FloatVector x0 = row.rearrange(tap0).reinterpretAsFloats();
            FloatVector x1 = row.rearrange(tap1).reinterpretAsFloats();
            FloatVector x2 = row.rearrange(tap2).reinterpretAsFloats();
            FloatVector x3 = row.rearrange(tap3).reinterpretAsFloats();
            FloatVector x4 = row.rearrange(tap4).reinterpretAsFloats();
            // spotless:off
            FloatVector w40 = FloatVector.broadcast(S, w[wo + 20]), w41 = FloatVector.broadcast(S, w[wo + 21]), w42 = FloatVector.broadcast(S, w[wo + 22]), w43 = FloatVector.broadcast(S, w[wo + 23]), w44 = FloatVector.broadcast(S, w[wo + 24]);
            x4.fma(w44, x3.fma(w43, x2.fma(w42, x1.fma(w41, x0.fma(w40, a))))).intoArray(y, yo + Math.max(0, t - K / 2) * pitch);
            FloatVector w20 = FloatVector.broadcast(S, w[wo + 10]), w21 = FloatVector.broadcast(S, w[wo + 11]), w22 = FloatVector.broadcast(S, w[wo + 12]), w23 = FloatVector.broadcast(S, w[wo + 13]), w24 = FloatVector.broadcast(S, w[wo + 14]);
            a = x4.fma(w24, x3.fma(w23, x2.fma(w22, x1.fma(w21, x0.fma(w20, b)))));
            b = x4.fma(w04, x3.fma(w03, x2.fma(w02, x1.fma(w01, x0.fma(w00, start)))));
            at = rows[2 * t + 1];
            row = FloatVector.fromArray(S, at == ZERO ? ZEROS : x, at == ZERO ? 0 : plane + at).reinterpretAsInts().and(kept);
            x0 = row.rearrange(tap0).reinterpretAsFloats();
            x1 = row.rearrange(tap1).reinterpretAsFloats();
            x2 = row.rearrange(tap2).reinterpretAsFloats();
            x3 = row.rearrange(tap3).reinterpretAsFloats();
            x4 = row.rearrange(tap4).reinterpretAsFloats();
            FloatVector w30 = FloatVector.broadcast(S, w[wo + 15]), w31 = FloatVector.broadcast(S, w[wo + 16]), w32 = FloatVector.broadcast(S, w[wo + 17]), w33 = FloatVector.broadcast(S, w[wo + 18]), w34 = FloatVector.broadcast(S, w[wo + 19]);
            a = x4.fma(w34, x3.fma(w33, x2.fma(w32, x1.fma(w31, x0.fma(w30, a)))));
            // spotless:on
            b = x4.fma(w14, x3.fma(w13, x2.fma(w12, x1.fma(w11, x0.fma(w10, b)))));
        }
        for (int o = to - K / 2; o < oh; o++) {
            a.intoArray(y, yo + Math.max(0, o) * pitch);
            a = b;
            b = start;
        }
    }
}
