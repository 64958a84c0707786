// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.torch;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;

/**
 * How far a float32 output may lie from PyTorch's float64 result.
 *
 * <p>Let {@code u = 2^-24} and {@code n} be the number of taps. A convolution computes {@code a(0) = b} and {@code a(t)
 * = fl(a(t-1) + w(t) x(t)) = (a(t-1) + w(t) x(t)) (1 + d(t))} with {@code |d(t)| <= u}: one rounding a tap, as nothing
 * here overflows or is subnormal (real data are multiples of 2^-56 of at most 16, so sums are multiples of 2^-112). So
 *
 * <pre>
 *   a(n) = b (1 + d(1)) ... (1 + d(n)) + sum over t of w(t) x(t) (1 + d(t)) ... (1 + d(n))
 * </pre>
 *
 * and with {@code gamma(k) = k u / (1 - k u)}, which bounds any product of {@code k} such factors less 1 (Higham,
 * <i>Accuracy and Stability of Numerical Algorithms</i>, lemma 3.1), {@code |a(n) - exact| <= gamma(n) m} where {@code m
 * = |b| + sum |w(t) x(t)|}.
 *
 * <p>PyTorch's float64 result, whatever the order of its sum and whether it fuses, has at most {@code n + 1} roundings
 * of {@code v = 2^-53} on the way of any term, so it is within {@code (n + 1) v / (1 - (n + 1) v) m} of the exact sum:
 * for any {@code n} below 2^28 less than the {@code u m} by which {@code gamma(n + 1)} exceeds {@code gamma(n)}. Both together are within {@code
 * gamma(n + 1) m}.
 */
final class ErrorBound {
    private static final double U = 0x1p-24;

    private final ConvCase c;
    private final Oracle oracle;
    private final float[] padded;
    private final float[] weight;
    private final float[] bias;
    private final double gamma;

    ErrorBound(ConvCase c) {
        this.c = c;
        this.oracle = new Oracle(c);
        this.padded = oracle.pad(c.input());
        this.weight = c.weight();
        this.bias = c.biasValues();
        double roundings = (c.ic() / c.groups() * c.kh() * c.kw() + 1) * U;
        this.gamma = roundings / (1 - roundings);
    }

    /** The bound of the output at an index. */
    double at(int index) {
        int ox = index % oracle.ow();
        int oy = index / oracle.ow() % oracle.oh();
        int plane = index / oracle.ow() / oracle.oh();
        return gamma * magnitude(plane / c.oc(), plane % c.oc(), oy, ox);
    }

    /** The sum of the absolute values of the bias and all products. */
    private double magnitude(int image, int oc, int oy, int ox) {
        int icg = c.ic() / c.groups();
        int group = oc / (c.oc() / c.groups());
        double sum = bias == null ? 0 : Math.abs(bias[oc]);
        int w = oc * icg * c.kh() * c.kw();
        for (int ic = 0; ic < icg; ic++) {
            int plane = (image * c.ic() + group * icg + ic) * oracle.paddedHeight();
            for (int kh = 0; kh < c.kh(); kh++) {
                int row = (plane + oy * c.sh() + kh * c.dh()) * oracle.paddedWidth() + ox * c.sw();
                for (int kw = 0; kw < c.kw(); kw++) {
                    sum += Math.abs((double) weight[w++] * padded[row + kw * c.dw()]);
                }
            }
        }
        return sum;
    }
}
