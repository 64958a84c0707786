// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import org.opentest4j.AssertionFailedError;

/**
 * How far a float32 convolution may lie from the exact one if it sums products, in any order, fused or not.
 *
 * <p>Let {@code u = 2^-24}, {@code n} be the number of taps and {@code m = |b| + sum |w(t) x(t)|}. A term meets one
 * rounding when it is multiplied and one for each of at most {@code n} sums that it is part of; fused multiply-adds have
 * fewer. Each rounding multiplies what it rounds by {@code 1 + d}, {@code |d| <= u}, and with {@code gamma(k) = k u / (1
 * - k u)}, which bounds any product of {@code k} such factors less 1 (Higham, <i>Accuracy and Stability of Numerical
 * Algorithms</i>, lemma 3.1), the result is within {@code gamma(n + 1) m} of the exact sum.
 *
 * <p>The reference is a sum in float64, PyTorch's or {@link #exact}. Whatever its order, it has at most {@code n + 1}
 * roundings of {@code v = 2^-53} on the way of any term, so it is within {@code (n + 1) v / (1 - (n + 1) v) m} of the
 * exact sum: for any {@code n} below 2^28 less than the {@code u m} by which {@code gamma(n + 2)} exceeds {@code gamma(n
 * + 1)}. Both together are within {@code gamma(n + 2) m}.
 *
 * <p>A product, or a fused sum, may also be subnormal, where it is rounded by at most half of {@link Float#MIN_VALUE};
 * {@code n} times the whole of it pays for that and for later roundings. A sum of floats is never inexact there.
 */
public class ErrorBound {
    private static final double U = 0x1p-24;

    private final ConvCase c;
    private final Oracle oracle;
    private final float[] padded;
    private final float[] weight;
    private final float[] bias;

    /** The bound for a case on its own input, weights and bias. */
    public ErrorBound(ConvCase c) {
        this.c = c;
        this.oracle = new Oracle(c);
        this.padded = oracle.pad(c.input());
        this.weight = c.weight();
        this.bias = c.biasValues();
    }

    /** Floats of the output, (N, C, H, W). */
    public final int length() {
        return c.n() * c.oc() * oracle.oh() * oracle.ow();
    }

    /** The output at an index, summed in float64. */
    public final double exact(int index) {
        return sum(index, false);
    }

    /** How far the output at an index may lie from its float64 result; not finite where that is not. */
    public double at(int index) {
        int taps = taps();
        return gamma(taps + 2) * sum(index, true) + (double) taps * Float.MIN_VALUE;
    }

    /**
     * Whether {@code y} may be the output at an index. Where data are not finite it must be the same infinity, or NaN;
     * where a sum may leave the range of floats it may be anything.
     *
     * @param reference what it is compared with, such as the float64 result
     * @param tolerance how far the reference may itself lie from the float64 result
     */
    public final boolean allows(int index, double reference, double tolerance, float y) {
        double magnitude = sum(index, true);
        if (!Double.isFinite(magnitude)) {
            return Double.isNaN(reference) ? Float.isNaN(y) : y == reference;
        }
        double bound = at(index) + tolerance;
        return magnitude + bound > Float.MAX_VALUE || Math.abs(y - reference) <= bound;
    }

    /**
     * Fails at the first output that is out of bounds.
     *
     * @param what what computed it, such as {@code "im2col"}
     */
    public final void check(String what, float[] y) {
        if (y.length != length()) {
            throw new AssertionFailedError(c + " (" + what + "): expected " + length() + " floats but got " + y.length);
        }
        for (int i = 0; i < y.length; i++) {
            double exact = exact(i);
            if (!allows(i, exact, 0, y[i])) {
                throw new AssertionFailedError(String.format(
                        "%s (%s): at index %s of %s expected %s +- %s but got %s%s",
                        c, what, i, y.length, exact, at(i), y[i], BitEquality.replay(c)));
            }
        }
    }

    /** Bounds a product of {@code roundings} factors of at most {@code 1 + u}, less 1. */
    static double gamma(int roundings) {
        return roundings * U / (1 - roundings * U);
    }

    private int taps() {
        return c.ic() / c.groups() * c.kh() * c.kw();
    }

    /** The bias and all products of an output, or the sum of their absolute values. */
    private double sum(int index, boolean absolute) {
        int ox = index % oracle.ow();
        int oy = index / oracle.ow() % oracle.oh();
        int plane = index / oracle.ow() / oracle.oh();
        int oc = plane % c.oc();
        int icg = c.ic() / c.groups();
        int firstPlane = plane / c.oc() * c.ic() + oc / (c.oc() / c.groups()) * icg;
        double start = bias == null ? 0 : bias[oc];
        double sum = absolute ? Math.abs(start) : start;
        int w = oc * taps();
        for (int ic = 0; ic < icg; ic++) {
            for (int kh = 0; kh < c.kh(); kh++) {
                int row = (firstPlane + ic) * oracle.paddedHeight() + oy * c.sh() + kh * c.dh();
                for (int kw = 0; kw < c.kw(); kw++) {
                    double product =
                            (double) weight[w++] * padded[row * oracle.paddedWidth() + ox * c.sw() + kw * c.dw()];
                    sum += absolute ? Math.abs(product) : product;
                }
            }
        }
        return sum;
    }
}
