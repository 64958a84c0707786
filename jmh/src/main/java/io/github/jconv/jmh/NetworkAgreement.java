// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Node;

/**
 * Whether two implementations computed the same network, up to their roundings.
 *
 * <p>The bound of {@link Agreement} does not chain: a worst case grows by sum |w| in each layer, beyond any use. What
 * bounds a network is the mean square, each rounding taken as independent of the others (Higham and Mary, "A New Approach
 * to Probabilistic Rounding Error Analysis"):
 *
 * <ul>
 *   <li>A layer of k taps rounds k + 1 partial sums, none larger in the mean than the result: its own error is at most
 *       sqrt(k + 1) u of the result's root mean square, u = 2^-24. A residual sum adds u.
 *   <li>The weights are random with mean 0, so a convolution magnifies an error as it magnifies the values. A ReLU drops
 *       both with the same outputs; a maximum and a residual sum make no error larger. So a relative error stays what it
 *       was, and those of all layers add as squares: u sqrt(sum (k + 1)).
 *   <li>Two results differ by sqrt(2) of that, and the largest difference is to the largest output about what the mean
 *       difference is to the mean output. {@link #MARGIN} covers both and what is not so independent.
 *   <li>Winograd's transforms magnify errors more than values: {@link AccuracyChoice#widening} allows for that.
 * </ul>
 *
 * <p>A fault is far above: a bias left out, a padding on the wrong side or a lost ReLU changes outputs by percents.
 */
final class NetworkAgreement {
    private static final double U = 0x1p-24;
    private static final double MARGIN = 4;

    private final float[] expected;
    private final double allowed;

    /** Against {@code expected}, what jconv gives. */
    NetworkAgreement(Graph graph, float[] expected, AccuracyChoice accuracy) {
        this.expected = expected;
        double roundings =
                graph.nodes().stream().mapToDouble(NetworkAgreement::roundings).sum();
        this.allowed = MARGIN * accuracy.widening() * U * Math.sqrt(roundings);
    }

    private static double roundings(Node node) {
        if (node instanceof Node.Conv conv) {
            return CaseGeometry.of(conv.conv()).layer().taps() + 1;
        }
        return node instanceof Node.Add ? 1 : 0;
    }

    /** The largest difference there may be, relative to the largest output. */
    double allowed() {
        return allowed;
    }

    /** The largest difference, relative to the largest output; infinite if an output is no number or missing. */
    double difference(float[] actual) {
        double most = 0;
        double largest = 0;
        for (int i = 0; i < expected.length && actual.length == expected.length; i++) {
            most = Math.max(most, Math.abs((double) actual[i] - expected[i])); // a NaN stays one
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        double relative = most / largest;
        // Outputs that are all 0 tell nothing.
        return Double.isFinite(relative) ? relative : Double.POSITIVE_INFINITY;
    }
}
