// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Dense3x3} with stride 2 of rows that have one column of padding on the left and, in an output's window, none on the
 * right: those of even length, as most are.
 *
 * <p>Two loads have the columns of one output less than lanes. Here it is the first lane's that is missing, and what that
 * writes the vector on its left overwrites, which is computed later; the row's first vector needs no column on its left and
 * has an output in each lane. So nothing behind a row is touched, and no lane is masked. What is beside the image is one lane
 * of that vector's tap 0.
 *
 * <p>Columns of one parity are in the even lanes of one load and the odd ones of the other. Outputs stay in that order until
 * they are stored, so that tap 1 is a blend and only taps 0 and 2 are moved.
 */
final class EvenRows3x3 {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final VectorMask<Float> ODD = EverySecond3x3.ODD;

    /** The lane before, the first's being the last. */
    private static final VectorShuffle<Integer> BEFORE = VectorShuffle.fromOp(I, j -> (j + L - 1) % L);

    private static final VectorShuffle<Integer> AFTER = VectorShuffle.fromOp(I, j -> (j + 1) % L);

    /** Of {@link #others}, whose first lane has no output: what the last needs is in lane 1. */
    private static final VectorShuffle<Integer> AFTER_BUT_FIRST = VectorShuffle.fromOp(I, j -> j == L - 1 ? 1 : j + 1);

    /** Tap 0 of {@link #first}, of what is beside the image in lane 0; from index L on of column 1 there, for reflected padding. */
    private static final int[] BEFORE_BUT_FIRST = new int[2 * L];

    /** The lanes of outputs in their order. */
    private static final VectorShuffle<Integer> FIRST_ORDER =
            VectorShuffle.fromOp(I, j -> j < L / 2 ? 2 * j : 2 * j - L + 1);

    private static final VectorShuffle<Integer> OTHERS_ORDER =
            VectorShuffle.fromOp(I, j -> j == 0 ? 0 : j <= L / 2 ? 2 * j - 1 : 2 * j - L);

    /** All bits of all lanes but the first; from index L on, of all. */
    private static final int[] KEPT = new int[2 * L];

    static {
        for (int i = 1; i < 2 * L; i++) {
            KEPT[i] = -1;
            BEFORE_BUT_FIRST[i] = i % L == 1 ? L - 1 : i % L - 1;
        }
        BEFORE_BUT_FIRST[L] = 1;
    }

    private EvenRows3x3() {}

    /** Computes whole rows; of rows shorter than a vector, lanes too many. */
    static void rows(DenseRun run) {
        if (run.columns > L) {
            others(run);
        }
        first(run);
    }

    /** The first vector of each row. */
    private static void first(DenseRun run) {
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
        final PaddingMode mode = run.widthMode;
        final boolean far = mode == PaddingMode.CIRCULAR;
        final boolean near = mode == PaddingMode.REPLICATE;
        final int farAt = pitch - 1;
        final IntVector kept = IntVector.fromArray(I, KEPT, mode == PaddingMode.ZEROS ? 0 : L);
        final VectorShuffle<Integer> tap0 = IntVector.fromArray(
                        I, BEFORE_BUT_FIRST, mode == PaddingMode.REFLECT ? L : 0)
                .toShuffle();
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        for (int c = 0; c < channels; c++) {
            int move = c * xStep;
            int p = at + move;
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
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L)
                    .reinterpretAsInts()
                    .rearrange(BEFORE)
                    .reinterpretAsFloats();
            FloatVector x1 = u.blend(v, ODD);
            FloatVector odd = v.blend(u, ODD);
            FloatVector x2 = odd.reinterpretAsInts().rearrange(AFTER).reinterpretAsFloats();
            if (near) {
                odd = odd.blend(x1, DenseEnds3x3.FIRST);
            } else if (far) {
                odd = odd.blend(FloatVector.broadcast(S, top[t + (farAt & topMoves)]), DenseEnds3x3.FIRST);
            }
            FloatVector x0 = odd.reinterpretAsInts().and(kept).rearrange(tap0).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 1; r < rows; r++) {
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L)
                        .reinterpretAsInts()
                        .rearrange(BEFORE)
                        .reinterpretAsFloats();
                x1 = u.blend(v, ODD);
                odd = v.blend(u, ODD);
                x2 = odd.reinterpretAsInts().rearrange(AFTER).reinterpretAsFloats();
                if (near) {
                    odd = odd.blend(x1, DenseEnds3x3.FIRST);
                } else if (far) {
                    odd = odd.blend(FloatVector.broadcast(S, x[p + farAt]), DenseEnds3x3.FIRST);
                }
                x0 = odd.reinterpretAsInts().and(kept).rearrange(tap0).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                u = FloatVector.fromArray(S, x, p + pitch);
                v = FloatVector.fromArray(S, x, p + pitch + L)
                        .reinterpretAsInts()
                        .rearrange(BEFORE)
                        .reinterpretAsFloats();
                x1 = u.blend(v, ODD);
                odd = v.blend(u, ODD);
                x2 = odd.reinterpretAsInts().rearrange(AFTER).reinterpretAsFloats();
                if (near) {
                    odd = odd.blend(x1, DenseEnds3x3.FIRST);
                } else if (far) {
                    odd = odd.blend(FloatVector.broadcast(S, x[p + pitch + farAt]), DenseEnds3x3.FIRST);
                }
                x0 = odd.reinterpretAsInts().and(kept).rearrange(tap0).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.reinterpretAsInts()
                        .rearrange(FIRST_ORDER)
                        .reinterpretAsFloats()
                        .intoArray(y, to);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
                p += 2 * pitch;
                to += yPitch;
            }
            u = FloatVector.fromArray(S, x, p);
            v = FloatVector.fromArray(S, x, p + L)
                    .reinterpretAsInts()
                    .rearrange(BEFORE)
                    .reinterpretAsFloats();
            x1 = u.blend(v, ODD);
            odd = v.blend(u, ODD);
            x2 = odd.reinterpretAsInts().rearrange(AFTER).reinterpretAsFloats();
            if (near) {
                odd = odd.blend(x1, DenseEnds3x3.FIRST);
            } else if (far) {
                odd = odd.blend(FloatVector.broadcast(S, x[p + farAt]), DenseEnds3x3.FIRST);
            }
            x0 = odd.reinterpretAsInts().and(kept).rearrange(tap0).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L)
                    .reinterpretAsInts()
                    .rearrange(BEFORE)
                    .reinterpretAsFloats();
            x1 = u.blend(v, ODD);
            odd = v.blend(u, ODD);
            x2 = odd.reinterpretAsInts().rearrange(AFTER).reinterpretAsFloats();
            if (near) {
                odd = odd.blend(x1, DenseEnds3x3.FIRST);
            } else if (far) {
                odd = odd.blend(FloatVector.broadcast(S, bottom[l + (farAt & bottomMoves)]), DenseEnds3x3.FIRST);
            }
            x0 = odd.reinterpretAsInts().and(kept).rearrange(tap0).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.reinterpretAsInts().rearrange(FIRST_ORDER).reinterpretAsFloats().intoArray(y, to);
        }
    }

    /** The other vectors of each row, the last first. */
    private static void others(DenseRun run) {
        final float[] top = run.top;
        final float[] x = run.x;
        final float[] bottom = run.bottom;
        final int at = run.at;
        final int topAt = run.topAt;
        final int bottomAt = run.bottomAt;
        final int pitch = run.pitch;
        final int rows = run.rows;
        final int last = run.columns - L;
        final int xStep = run.xStep;
        final int yStep = run.yStep;
        final float[] w = run.w;
        final float[] bias = run.bias;
        final int oc = run.oc;
        final float[] y = run.y;
        final int yo = run.yo;
        final int yPitch = run.yPitch;
        final int width = L - 1;
        final int topMoves = top == x ? -1 : 0;
        final int bottomMoves = bottom == x ? -1 : 0;
        final int vectors = Units.of(last, width);
        final int count = run.channels * vectors;
        for (int i = 0, c = 0, j = 0; i < count; i++) {
            int column = Math.max(0, last - j * width);
            int move = c * xStep + 2 * column + 2;
            int p = at + move;
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
            FloatVector u = FloatVector.fromArray(S, top, t);
            FloatVector v = FloatVector.fromArray(S, top, t + L - 1);
            IntVector odd = u.blend(v, ODD).reinterpretAsInts();
            FloatVector x0 = odd.rearrange(BEFORE).reinterpretAsFloats();
            FloatVector x1 = v.blend(u, ODD);
            FloatVector x2 = odd.rearrange(AFTER_BUT_FIRST).reinterpretAsFloats();
            FloatVector a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
            for (int r = 1; r < rows; r++) {
                u = FloatVector.fromArray(S, x, p);
                v = FloatVector.fromArray(S, x, p + L - 1);
                odd = u.blend(v, ODD).reinterpretAsInts();
                x0 = odd.rearrange(BEFORE).reinterpretAsFloats();
                x1 = v.blend(u, ODD);
                x2 = odd.rearrange(AFTER_BUT_FIRST).reinterpretAsFloats();
                a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
                u = FloatVector.fromArray(S, x, p + pitch);
                v = FloatVector.fromArray(S, x, p + pitch + L - 1);
                odd = u.blend(v, ODD).reinterpretAsInts();
                x0 = odd.rearrange(BEFORE).reinterpretAsFloats();
                x1 = v.blend(u, ODD);
                x2 = odd.rearrange(AFTER_BUT_FIRST).reinterpretAsFloats();
                a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
                a.reinterpretAsInts()
                        .rearrange(OTHERS_ORDER)
                        .reinterpretAsFloats()
                        .intoArray(y, to);
                a = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
                p += 2 * pitch;
                to += yPitch;
            }
            u = FloatVector.fromArray(S, x, p);
            v = FloatVector.fromArray(S, x, p + L - 1);
            odd = u.blend(v, ODD).reinterpretAsInts();
            x0 = odd.rearrange(BEFORE).reinterpretAsFloats();
            x1 = v.blend(u, ODD);
            x2 = odd.rearrange(AFTER_BUT_FIRST).reinterpretAsFloats();
            a = x2.fma(w12, x1.fma(w11, x0.fma(w10, a)));
            u = FloatVector.fromArray(S, bottom, l);
            v = FloatVector.fromArray(S, bottom, l + L - 1);
            odd = u.blend(v, ODD).reinterpretAsInts();
            x0 = odd.rearrange(BEFORE).reinterpretAsFloats();
            x1 = v.blend(u, ODD);
            x2 = odd.rearrange(AFTER_BUT_FIRST).reinterpretAsFloats();
            a = x2.fma(w22, x1.fma(w21, x0.fma(w20, a)));
            a.reinterpretAsInts().rearrange(OTHERS_ORDER).reinterpretAsFloats().intoArray(y, to);
            if (++j == vectors) {
                j = 0;
                c++;
            }
        }
    }
}
