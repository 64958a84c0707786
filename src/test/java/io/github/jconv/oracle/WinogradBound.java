// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

/**
 * How far the output of Winograd's F(4x4, 3x3) or F(2x2, 5x5) may lie from the exact one; for finite data far from overflow.
 *
 * <p>With {@code U = G w G'}, {@code V = B' d B}, {@code M = sum over ic of U V} elementwise, {@code y = A' M A + b}, let
 * {@code u = 2^-24} and count the roundings on the longest way of a term into {@code y}:
 *
 * <ul>
 *   <li>V: 2 in each of two passes, the difference or fused multiply-add and the sum of two such; multiplying by 4
 *       is within the fused one, doubling exact: 4.
 *   <li>U: computed in float64 and rounded once: 1.
 *   <li>M: one fused multiply-add a channel: {@code ic}.
 *   <li>y: 3 in each of two passes, the sum of two, a fused multiply-add or sum, a sum: 6. The bias: 1.
 * </ul>
 *
 * <p>Each rounding multiplies the terms below it by {@code 1 + d}, {@code |d| <= u}, so with {@code gamma(k) = k u / (1 -
 * k u)} (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, lemma 3.1) the error is within {@code gamma(ic +
 * 12)} of the sum of all terms' absolute values,
 *
 * <pre>
 *   S = |A'| ( sum over ic of (|G| |w| |G'|) (|B'| |d| |B|) ) |A|        and gamma(1) |b|
 * </pre>
 *
 * <p>The roundings of float64, at most 12 of {@code 2^-53} on a term's way into U and {@code 25 ic + 1} into the reference,
 * are together less than one more of {@code u} for any {@code ic} below 2^24; what underflows is, for data not tiny,
 * smaller still. So {@code |y - exact| <= gamma(ic + 13) S + gamma(2) |b|}.
 */
public final class WinogradBound extends ErrorBound {
    private static final int IN = 6;

    /** Absolute values of B', and of G and A' of 3x3 and 5x5. */
    private static final double[][] B = {
        {4, 0, 5, 0, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 4, 0, 5, 0, 1}
    };

    private static final double[][] G_3 = {
        {1 / 4.0, 0, 0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };

    private static final double[][] G_5 = {
        {1 / 4.0, 0, 0, 0, 0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0, 1 / 3.0, 2 / 3.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0, 1 / 3.0, 2 / 3.0},
        {0, 0, 0, 0, 1}
    };

    private static final double[][] A_3 = {
        {1, 1, 1, 1, 1, 0},
        {0, 1, 1, 2, 2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, 1, 8, 8, 1}
    };

    private static final double[][] A_5 = {
        {1, 1, 1, 1, 1, 0},
        {0, 1, 1, 2, 2, 1}
    };

    private final ConvCase c;
    private final Oracle oracle;
    private final float[] padded;
    private final float[] weight;
    private final float[] bias;
    private final double[] bound;
    private final double[][] a;
    private final int out;

    /** The bound for a 3x3 or 5x5 case of stride 1 and one group. */
    public WinogradBound(ConvCase c) {
        super(c);
        this.c = c;
        a = c.kh() == 3 ? A_3 : A_5;
        out = a.length;
        oracle = new Oracle(c);
        padded = oracle.pad(c.input());
        weight = c.weight();
        bias = c.bias() ? c.biasValues() : new float[c.oc()];
        bound = new double[length()];
        sumTiles(transformedWeights());
    }

    @Override
    public double at(int index) {
        return bound[index];
    }

    /** Of all output and input channels, |G| |w| |G'|. */
    private double[][] transformedWeights() {
        double[][] u = new double[c.oc() * c.ic()][];
        double[] w = new double[c.kh() * c.kw()];
        for (int i = 0; i < u.length; i++) {
            for (int t = 0; t < w.length; t++) {
                w[t] = Math.abs(weight[i * w.length + t]);
            }
            u[i] = transformed(c.kh() == 3 ? G_3 : G_5, w);
        }
        return u;
    }

    private void sumTiles(double[][] u) {
        for (int image = 0; image < c.n(); image++) {
            for (int top = 0; top < oracle.oh(); top = next(top, c.dh())) {
                for (int left = 0; left < oracle.ow(); left = next(left, c.dw())) {
                    double[][] v = new double[c.ic()][];
                    for (int ic = 0; ic < c.ic(); ic++) {
                        v[ic] = transformed(B, window(image * c.ic() + ic, top, left));
                    }
                    for (int oc = 0; oc < c.oc(); oc++) {
                        tile(image, oc, top, left, v, u);
                    }
                }
            }
        }
    }

    /** The first output of the next tile: of the next phase, or behind the tiles of the last. */
    private int next(int first, int dilation) {
        return (first + 1) % dilation == 0 ? first + 1 + (out - 1) * dilation : first + 1;
    }

    /** The absolute values of a tile's input, 0 where it reaches beyond the padded image. */
    private double[] window(int plane, int top, int left) {
        double[] d = new double[IN * IN];
        for (int i = 0; i < IN * IN; i++) {
            int row = top + i / IN * c.dh();
            int column = left + i % IN * c.dw();
            if (row < oracle.paddedHeight() && column < oracle.paddedWidth()) {
                d[i] = Math.abs(padded[(plane * oracle.paddedHeight() + row) * oracle.paddedWidth() + column]);
            }
        }
        return d;
    }

    private void tile(int image, int oc, int top, int left, double[][] v, double[][] u) {
        double[] m = new double[IN * IN];
        for (int ic = 0; ic < c.ic(); ic++) {
            for (int k = 0; k < m.length; k++) {
                m[k] += u[oc * c.ic() + ic][k] * v[ic][k];
            }
        }
        double[] s = transformed(a, m);
        for (int i = 0; i < out * out; i++) {
            int row = top + i / out * c.dh();
            int column = left + i % out * c.dw();
            if (row < oracle.oh() && column < oracle.ow()) {
                int at = ((image * c.oc() + oc) * oracle.oh() + row) * oracle.ow() + column;
                bound[at] = gamma(c.ic() + 13) * s[i] + gamma(2) * Math.abs(bias[oc]);
            }
        }
    }

    /** {@code t x t'} of a square {@code x}. */
    private static double[] transformed(double[][] t, double[] x) {
        int n = t[0].length;
        double[][] left = new double[t.length][n];
        for (int i = 0; i < t.length; i++) {
            for (int k = 0; k < n * n; k++) {
                left[i][k % n] += t[i][k / n] * x[k];
            }
        }
        double[] both = new double[t.length * t.length];
        for (int i = 0; i < both.length; i++) {
            for (int k = 0; k < n; k++) {
                both[i] += left[i / t.length][k] * t[i % t.length][k];
            }
        }
        return both;
    }
}
