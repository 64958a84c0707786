// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Something that was timed against the FMA peak: a layer or a network. */
interface Measured {
    String name();

    /** Floating-point operations of a call. */
    double flops();

    Timing timing();

    default double jconvMicros() {
        return timing().micros().get(JconvLayer.ID);
    }

    /** jconv's GFLOP/s. */
    default double gflops() {
        return gflops(JconvLayer.ID);
    }

    /** jconv's % of the peak. */
    default double percent() {
        return percent(JconvLayer.ID).getAsDouble();
    }

    /** A runner's % of the peak, if it ran. */
    default OptionalDouble percent(String id) {
        return ran(id) ? OptionalDouble.of(100 * gflops(id) / timing().peak()) : OptionalDouble.empty();
    }

    /** A peer's time over jconv's, if it ran: above 1, jconv is the faster. */
    default OptionalDouble ratio(Peer peer) {
        return ran(peer.id)
                ? OptionalDouble.of(timing().micros().get(peer.id) / jconvMicros())
                : OptionalDouble.empty();
    }

    /** The time of the best peer with plain data over jconv's. */
    default OptionalDouble ratioToBest() {
        return Arrays.stream(Peer.values())
                .filter(peer -> peer.role == Peer.Role.PLAIN && ran(peer.id))
                .mapToDouble(peer -> ratio(peer).getAsDouble())
                .min();
    }

    private boolean ran(String id) {
        return timing().micros().containsKey(id);
    }

    private double gflops(String id) {
        return flops() / timing().micros().get(id) * 1e-3;
    }
}
