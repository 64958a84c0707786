package io.github.jconv.internal.kernel;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import org.opentest4j.AssertionFailedError;

/**
 * What a dense 3x3 layer of stride 1 is in float64, and how far the output of Winograd's F(4x4, 3x3) may lie from it.
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
 * <p>The roundings of float64, at most 8 of {@code 2^-53} on a term's way into U and {@code 9 ic + 1} into the reference,
 * are together less than one more of {@code u} for any {@code ic} below 2^24; what underflows is, for data not tiny,
 * smaller still. So {@code |y - exact| <= gamma(ic + 13) S + gamma(2) |b|}.
 */
public final class WinogradBound {
    private static final double U = 0x1p-24;
    private static final int IN = 6;
    private static final int OUT = 4;
    private static final int TAPS = 9;

    /** Absolute values of B', G and A'. */
    private static final double[][] B = {
        {4, 0, 5, 0, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 4, 0, 5, 0, 1}
    };

    private static final double[][] G = {
        {1 / 4.0, 0, 0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };

    private static final double[][] A = {
        {1, 1, 1, 1, 1, 0},
        {0, 1, 1, 2, 2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, 1, 8, 8, 1}
    };

    private final ConvCase c;
    private final Oracle oracle;
    private final float[] padded;
    private final float[] weight;
    private final float[] bias;
    private final double[] exact;
    private final double[] bound;

    public WinogradBound(ConvCase c) {
        this.c = c;
        oracle = new Oracle(c);
        padded = oracle.pad(c.input());
        weight = c.weight();
        bias = c.bias() ? c.biasValues() : new float[c.oc()];
        exact = new double[c.n() * c.oc() * oracle.oh() * oracle.ow()];
        bound = new double[exact.length];
        convolve();
        sumTiles(transformedWeights());
    }

    /** Fails at the first output that is not within the bound. */
    public void check(String what, float[] y) {
        if (y.length != exact.length) {
            throw new AssertionFailedError(c + " (" + what + "): " + y.length + " outputs, not " + exact.length);
        }
        for (int i = 0; i < y.length; i++) {
            double error = Math.abs(y[i] - exact[i]);
            if (!(error <= bound[i])) {
                throw new AssertionFailedError(String.format(
                        "%s (%s): %s at index %d of %d is %s off %s, more than %s",
                        c, what, y[i], i, y.length, error, exact[i], bound[i]));
            }
        }
    }

    private void convolve() {
        int width = oracle.paddedWidth();
        int plane = oracle.paddedHeight() * width;
        for (int i = 0; i < exact.length; i++) {
            int ox = i % oracle.ow();
            int oy = i / oracle.ow() % oracle.oh();
            int oc = i / oracle.ow() / oracle.oh() % c.oc();
            int image = i / oracle.ow() / oracle.oh() / c.oc();
            double sum = bias[oc];
            for (int ic = 0; ic < c.ic(); ic++) {
                int x = (image * c.ic() + ic) * plane + oy * width + ox;
                int w = (oc * c.ic() + ic) * TAPS;
                for (int t = 0; t < TAPS; t++) {
                    sum += (double) weight[w + t] * padded[x + t / 3 * width + t % 3];
                }
            }
            exact[i] = sum;
        }
    }

    /** Of all output and input channels, |G| |w| |G'|. */
    private double[][] transformedWeights() {
        double[][] u = new double[c.oc() * c.ic()][];
        double[] w = new double[TAPS];
        for (int i = 0; i < u.length; i++) {
            for (int t = 0; t < TAPS; t++) {
                w[t] = Math.abs(weight[i * TAPS + t]);
            }
            u[i] = transformed(G, w);
        }
        return u;
    }

    private void sumTiles(double[][] u) {
        for (int image = 0; image < c.n(); image++) {
            for (int top = 0; top < oracle.oh(); top += OUT) {
                for (int left = 0; left < oracle.ow(); left += OUT) {
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

    /** The absolute values of a tile's input, 0 where it reaches beyond the padded image. */
    private double[] window(int plane, int top, int left) {
        double[] d = new double[IN * IN];
        for (int i = 0; i < IN * IN; i++) {
            int row = top + i / IN;
            int column = left + i % IN;
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
        double[] s = transformed(A, m);
        for (int i = 0; i < OUT * OUT; i++) {
            int row = top + i / OUT;
            int column = left + i % OUT;
            if (row < oracle.oh() && column < oracle.ow()) {
                int at = ((image * c.oc() + oc) * oracle.oh() + row) * oracle.ow() + column;
                bound[at] = gamma(c.ic() + 13) * s[i] + gamma(2) * Math.abs(bias[oc]);
            }
        }
    }

    private static double gamma(int roundings) {
        return roundings * U / (1 - roundings * U);
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
