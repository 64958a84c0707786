// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Conv2d;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;

/**
 * Whether two implementations computed the same convolution, up to their roundings.
 *
 * <p>An output is a sum of {@code taps} products and a bias. Whatever the order, fused or not, each term meets at most
 * {@code taps + 1} roundings, so a result is at most gamma(taps + 1) * (|bias| + sum |w x|) away from the exact one, and
 * two results twice that from each other; gamma(k) = k u / (1 - k u), u = 2^-24. An accuracy that sums otherwise widens
 * this as much as it magnifies errors: {@link AccuracyChoice#widening}.
 */
final class Agreement {
    private static final double U = 0x1p-24;

    private final Workload workload;
    private final float[] expected;
    private final float[] magnitude;
    private final double relative;

    /** Against {@code expected}, what jconv gives. */
    Agreement(Workload workload, float[] expected, AccuracyChoice accuracy) {
        this.workload = workload;
        this.expected = expected;
        ConvCase c = workload.conv();
        Conv2d absolute = c.builder()
                .weight(absolute(c.weight()))
                .bias(absolute(c.biasValues()))
                .build();
        magnitude = absolute.forward(absolute(c.input()), c.shape());
        double gamma = gamma(CaseGeometry.of(c).layer().taps() + 1);
        // The magnitudes are rounded sums as well, so they may be too small by as much.
        relative = accuracy.widening() * 2 * gamma / (1 - gamma);
    }

    /** The first output that is too far off as "output 17: 1.0 and 2.0, ...", or null if there is none. */
    String disagreement(float[] actual) {
        if (actual.length != expected.length) {
            return actual.length + " outputs, not " + expected.length;
        }
        for (int i = 0; i < actual.length; i++) {
            double bound = relative * magnitude[i];
            // Not ">": NaN is a disagreement.
            if (!(Math.abs((double) actual[i] - expected[i]) <= bound)) {
                return String.format(
                        "output %s: %s, but jconv %s, which may differ by %.3g",
                        place(i), actual[i], expected[i], bound);
            }
        }
        return null;
    }

    private String place(int index) {
        var g = CaseGeometry.of(workload.conv());
        int pixel = index % g.outPlane();
        int plane = index / g.outPlane();
        int channels = g.layer().outChannels();
        return index + " (" + plane / channels + ", " + plane % channels + ", " + pixel / g.ow() + ", " + pixel % g.ow()
                + ")";
    }

    private static double gamma(long roundings) {
        return roundings * U / (1 - roundings * U);
    }

    private static float[] absolute(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.abs(result[i]);
        }
        return result;
    }
}
