// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;

/**
 * A layer of a network.
 *
 * @param count how often the network has it
 */
record Workload(String network, String layer, int count, ConvCase conv) {
    /** "network/layer". */
    String name() {
        return network + "/" + layer;
    }

    /** Floating-point operations, two for each multiply-add, taps in the padding included. */
    double flops() {
        return 2.0 * CaseGeometry.of(conv).multiplyAdds();
    }
}
